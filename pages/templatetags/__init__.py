"""Template tags of the pages about the paper."""
