"""The difference between two documents, in the words of the form they are edited in."""

from desk.form.field_names import Places
from paper.page.comparison import Comparison, value_text


class EditorComparison(Comparison):
    """The changes from one document of a story or question to another."""

    def __init__(self, owner, old, new):
        super().__init__(old, new, Places(owner))

    def pairs(self, item):
        """As readers see it; what they don't see is shown as it was typed."""
        return super().pairs(item) or [
            tuple("\n\n".join(map(value_text, side)) for side in (mark.old, mark.new))
            for mark in item.marks
        ]
