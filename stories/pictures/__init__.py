"""Pictures: what a file is, what is kept of it, and the renditions that readers get."""

from stories.pictures.reading import RefusedPictureError
from stories.pictures.storing import take_in

__all__ = ["RefusedPictureError", "take_in"]
