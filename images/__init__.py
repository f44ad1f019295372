"""Pictures: what a file is, what is kept of it, and the renditions that readers get."""
