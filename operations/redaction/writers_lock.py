"""Holds all writers for an order: a sentence could slip in behind it. Readers go on."""

import random
import time

from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction

from operations.redaction.text_columns import swept
from stories.models import Dated, Mention, Redaction, Removal, Revision, Showing

NOT_AVAILABLE = "55P03"  # PostgreSQL's word for a lock that others have
ONE_TRY = 0.5  # seconds; less than what PostgreSQL waits before it looks for deadlocks
PAUSE = 0.5  # seconds at most between two tries: others write meanwhile
PATIENCE = 300  # seconds


class BusyError(Exception):
    """Somebody wrote all the time."""

    def __str__(self):
        return (
            "Nothing was changed: for five minutes somebody was writing all the time. "
            "Stop imports and `tick`, or do it at a calmer hour."
        )


def hold_writers():
    """Until the transaction ends nobody writes, nor holds a row to write it later.

    All tables or none: who waits for some while it holds others, while a writer does
    the same, is the one whom PostgreSQL ends. So nobody waits behind an order that
    waits itself. On SQLite the transaction is that lock.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        until = time.monotonic() + PATIENCE
        while not is_held(cursor):
            if time.monotonic() > until:
                raise BusyError
            time.sleep(random.uniform(0, PAUSE))


def is_held(cursor):
    try:
        with transaction.atomic():
            cursor.execute(f"SET LOCAL lock_timeout = '{ONE_TRY}s'")
            cursor.execute(f"LOCK TABLE {', '.join(tables())} IN EXCLUSIVE MODE")
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != NOT_AVAILABLE:
            raise
        return False
    return True


def tables():
    """Those that an order reads for the sentence, and those that it writes."""
    models = {columns.model for columns in swept()}
    models |= {Dated, Mention, Redaction, Removal, Revision, Session, Showing}
    quote = connection.ops.quote_name
    return sorted(quote(model._meta.db_table) for model in models)
