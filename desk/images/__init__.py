"""Pictures at the desk: taken in, described, given and taken their rights."""
