"""Explainer files in and out of the newsroom."""
