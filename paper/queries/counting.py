"""Counting up to a limit: what is beyond it costs nothing, and is said to be more."""

from django.db.models import IntegerField, Subquery

COUNTED = 20
# So many texts are read to count so many stories, which may be told in some languages.
READ = 3 * (COUNTED + 1)


class CountUpTo(Subquery):
    """How many different `key` a query has, as far as its slice lets it read."""

    template = "(SELECT COUNT(DISTINCT counted.key) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
