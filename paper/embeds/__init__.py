"""Passages in frames on other people's pages, and how these find their addresses."""
