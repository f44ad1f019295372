"""Pages about the paper: their addresses, their menu, and the letter box."""
