"""The demo paper: its texts as explainer files, its pictures as drawings."""
