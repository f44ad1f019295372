"""The demo paper: its texts as explainer files, and the pictures that they name."""
