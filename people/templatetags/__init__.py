"""Template tags of forms with rows."""
