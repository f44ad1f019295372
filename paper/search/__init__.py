"""Search: the same words find the same pages on every database."""
