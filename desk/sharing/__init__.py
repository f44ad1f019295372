"""Links by which people outside read a draft: made at the desk, opened without it."""
