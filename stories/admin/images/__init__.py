"""Pictures at the desk: taken in, described, given and taken their rights."""

from stories.admin.images.admin import ImageAdmin

__all__ = ["ImageAdmin"]
