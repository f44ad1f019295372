"""How programs find what the paper has: site maps, rules for robots, a reading list."""
