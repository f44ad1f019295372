"""Backups: one file for a moment of the paper, and the proof that it comes back."""
