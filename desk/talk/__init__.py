"""What the desk’s people say to each other about a text."""
