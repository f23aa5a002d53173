"""What to offer somebody who owes, and what to answer to what they propose."""
