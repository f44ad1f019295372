"""What the paper sends to the fediverse: written down of each edition, and sent."""
