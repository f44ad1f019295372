"""Counting up to a limit: what is beyond it costs nothing, and is said to be more."""

from django.db.models import IntegerField, Subquery

COUNTED = 20


class CountUpTo(Subquery):
    """How many rows a query has, as far as its slice lets it read."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
