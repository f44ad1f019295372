"""The noun: the working copy of an explainer, its record, and what is derived of it."""
