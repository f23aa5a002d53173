"""The small model: how like a line is to the examples by what it says and not by its words. Optional: `[nlp]`."""
