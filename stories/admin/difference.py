"""The difference between two documents, in the words of the form they are edited in."""

from stories.admin.places import Places
from stories.comparing import Comparison


class Described(Comparison):
    """The changes from one document of a story or question to another."""

    def __init__(self, owner, old, new):
        super().__init__(Places(owner), old, new)
