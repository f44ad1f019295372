"""Template tags of the explainer."""
