"""Stories gathered under what they have in common: a desk, a tag, an outlet, a name."""
