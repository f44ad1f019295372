"""The door of the database: what an order took out doesn't come in again.

Every statement that writes passes here, whether a form, a command, an import, a fixture
or SQL by hand has it. A text that says again what a redaction took out is refused; what
comes by itself, as others wrote it, is kept without the words.
"""

import json
import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import chain

from explainer.erasure import LEAST, each_text, texts_of
from stories.models.redactions import Redaction
from stories.models.verb_refusals import RedactedError

WRITES = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE) "?(\w+)', re.IGNORECASE)
KNOWN = ("salt", "length", "seal", "order")
# Nobody is there who could take the words out of these.
TAKEN_WITHOUT = {"sources_feeditem"}
TABLE = Redaction._meta.db_table
ASK = f"SELECT {', '.join(f'"{name}"' for name in KNOWN)} FROM {TABLE}"
# Waits for an order that is being carried out, which holds the table so.
HOLD = f"LOCK TABLE {TABLE} IN EXCLUSIVE MODE"
WAITING = {"sqlite": ASK, "postgresql": f"{ASK} FOR KEY SHARE"}
IS_THERE = {
    "sqlite": f"SELECT 1 FROM sqlite_master WHERE name = '{TABLE}'",
    "postgresql": f"SELECT 1 WHERE to_regclass('{TABLE}') IS NOT NULL",
}
is_aside = ContextVar("is_aside", default=False)


@contextmanager
def aside():
    """Lets everything in: for an order that takes one sentence of several out."""
    token = is_aside.set(True)
    try:
        yield
    finally:
        is_aside.reset(token)


class Doorkeeper:
    """Stands around all queries of one connection."""

    def __init__(self):
        self.during = self.known = None
        self.is_table_there = False

    def __call__(self, execute, sql, params, many, context):
        if params and (written := WRITES.match(sql.lstrip())):
            if written[1] == TABLE:
                self.during = None
            elif not is_aside.get():
                params = self.taken(written[1], params, context["connection"])
        return execute(sql, params, many, context)

    def redactions(self, connection):
        """All that are on record, asked for once in a transaction: a row is read, and
        nearly always there is none. Django makes a new list of what is to be done on
        commit as each transaction ends."""
        if connection.in_atomic_block and self.during is connection.run_on_commit:
            return self.known
        self.during = connection.run_on_commit
        self.known = [*map(redaction, self.rows(connection))]
        return self.known

    def rows(self, connection):
        connection.ensure_connection()
        with connection.wrap_database_errors:
            if not self.is_table_there:
                asked = IS_THERE[connection.vendor]
                found = connection.connection.execute(asked).fetchall()
                self.is_table_there = bool(found)
            if not self.is_table_there:
                return []
            if not getattr(connection.connection, "in_transaction", True):  # SQLite's
                connection.connection.execute("BEGIN IMMEDIATE")  # as an order has it
                connection.connection.execute("COMMIT")
            return connection.connection.execute(WAITING[connection.vendor]).fetchall()

    def taken(self, table, params, connection):
        """The values as they may be written."""
        redactions = self.redactions(connection)
        if not redactions:
            return params
        if table in TAKEN_WITHOUT:
            return each_value(params, redactions)
        texts = {text for text in texts_in(params) if len(text) >= LEAST}
        for one in redactions:
            if any(map(one.is_in, texts)):
                raise RedactedError(order=one.order)
        return params


@lru_cache(maxsize=100)
def redaction(row):
    """One of them, with the seals that it is known by."""
    return Redaction(**dict(zip(KNOWN, row, strict=True)))


def texts_in(value):
    """Every text in what is written: those in JSON as they are read."""
    if isinstance(value, str):
        yield from json_texts(value) if value[:1] in ("{", "[", '"') else (value,)
    elif isinstance(value, dict | list | tuple):
        inner = value.values() if isinstance(value, dict) else value
        yield from chain.from_iterable(map(texts_in, inner))
    elif hasattr(value, "obj"):  # JSON, as PostgreSQL's driver wraps it
        yield from texts_of(value.obj)


def json_texts(text):
    try:
        return [*texts_of(json.loads(text))]
    except (ValueError, RecursionError):  # or it is nothing but brackets
        return [text]


def each_value(params, redactions):
    """The same without the words."""

    def without(text):
        for one in redactions:
            text = one.without(text)
        return text

    if isinstance(params, tuple):
        return tuple(each_text([*params], without))
    return each_text(params, without)


def attend(connection, **signal):
    """Stand at a connection that was opened; first, as others come and go in order."""
    attended = connection.execute_wrappers
    if not any(isinstance(each, Doorkeeper) for each in attended):
        attended.insert(0, Doorkeeper())
