"""Arranging the front page."""
