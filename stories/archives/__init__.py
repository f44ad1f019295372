"""Archives of other systems, read as texts that the one import takes in."""
