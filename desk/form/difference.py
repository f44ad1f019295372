"""The difference between two documents, in the words of the form they are edited in."""

from desk.form.field_names import Places
from explainer.comparing import Comparison
from paper.page.comparison import PublishedComparison


class EditorComparison(PublishedComparison):
    """The changes from one document of a story or question to another."""

    def __init__(self, owner, old, new):
        super().__init__(old, new, Places(owner))

    def pairs(self, item):
        """As readers see it; what they don't see is shown as it was typed."""
        return super().pairs(item) or Comparison.pairs(self, item)
