"""The terminal screens. They speak to the desk alone, and draw only what it hands them."""
