"""Every row that is derived from the record, to be compared."""

from stories import record_audit
from stories.models import Dated, Mention, Showing


def rows():
    """Values of each row, by a name that a rebuild gives it again."""
    return record_audit.values_by_place(
        [*Showing.objects.all(), *Mention.objects.all(), *Dated.objects.all()]
    )
