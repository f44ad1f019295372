"""What caches before the paper keep, and how they are asked to forget it."""
