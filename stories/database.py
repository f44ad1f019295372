"""What is asked of the database beside queries: one moment of it, its statistics."""

from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection, transaction


@contextmanager
def snapshot():
    """Every query within sees the database as the first one did, and holds up nobody.

    Nothing can be written within. In a transaction that is open already it is that
    transaction which says what is seen.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Our transactions are immediate: they take the lock of writers. This one isn't.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def update_statistics():
    """Tell PostgreSQL how large its tables have become; SQLite plans well without.

    It learns that by itself, but some minutes late: until then it plans the pages of a
    paper that was just imported as if every table were empty, and one query can take
    half a minute.
    """
    if connection.vendor == "postgresql":
        # What it can't look at now it will, by itself: nothing is undone for this.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
