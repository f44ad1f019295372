"""Tells PostgreSQL how large its tables have become.

It learns that by itself, but some minutes late: until then it plans the pages of a
paper that was just imported as if every table were empty, and one query can take half
a minute.
"""

from contextlib import suppress

from django.db import DatabaseError, connection


def update_statistics():
    """Have the planner look at every table; SQLite plans well without."""
    if connection.vendor == "postgresql":
        # What it can't look at now it will, by itself: nothing is undone for this.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
