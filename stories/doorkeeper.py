"""The door of the database: what an order took out doesn't come in again.

Every statement that writes passes here, whether a form, a command, an import, a fixture
or SQL by hand has it. A text that says again what a redaction took out is refused; what
comes by itself, as others wrote it, is kept without the words.
"""

import hashlib
import json
import re
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import lru_cache
from itertools import chain

from django.db import transaction

from explainer.erasure import LEAST, each_text, texts_of
from stories.models.redactions import Redaction
from stories.models.verb_refusals import RedactedError

WRITES = re.compile(
    r"\A(?:\s|--[^\n]*\n|/\*.*?\*/)*+(?:WITH\b.*?\b)??"
    r'(?:INSERT(?: OR \w+)? INTO|UPDATE) "?(\w+)',
    re.IGNORECASE | re.DOTALL,
)
KNOWN = ("salt", "length", "seal", "order")
OPENING = ("{", "[", '"')  # of a text that may be JSON
# How what is always JSON begins: its texts are looked at, as the sweep looks at them.
DOCUMENTS = {"stories_revision": '{"', "desk_buffer": "[["}
MANY = 20_000  # texts whose marks are kept: two megabytes at most
# Nobody is there who could take the words out of these.
TAKEN_WITHOUT = {"sources_feeditem"}
TABLE = Redaction._meta.db_table
ASK = f"SELECT {', '.join(f'"{name}"' for name in KNOWN)} FROM {TABLE}"
# Waits for an order that is being carried out, which holds this table among others:
# afterwards it is on record, and the question sees it.
WAIT = f"LOCK TABLE {TABLE} IN ROW SHARE MODE"
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


def one_transaction(connection, sql):
    """Between the question and the writing no order is carried out.

    SQLite can't commit before it was asked for what a statement returns: there an order
    may begin in between, if whoever writes has no transaction of their own.
    """
    is_open = connection.vendor == "sqlite" and " RETURNING " in sql
    if connection.in_atomic_block or is_open:
        return nullcontext()
    return transaction.atomic(connection.alias)


class Doorkeeper:
    """Stands around all queries of one connection."""

    def __init__(self):
        self.during, self.known = None, []
        self.clean = set()  # texts that say none of what is known
        self.is_table_there = False

    def __call__(self, execute, sql, params, many, context):
        written = WRITES.match(sql)
        if written and written[1] == TABLE:
            self.during = None
        elif written and not is_aside.get():
            connection = context["connection"]
            with one_transaction(connection, sql):
                params = self.taken(written[1], sql, params, connection)
                return execute(sql, params, many, context)
        return execute(sql, params, many, context)

    def redactions(self, connection):
        """All that are on record, asked for once in a transaction: a row is read, and
        nearly always there is none. Django makes a new list of what is to be done on
        commit as a transaction ends or a savepoint is undone, and the lock with it."""
        now = connection.run_on_commit if connection.in_atomic_block else None
        if now is not None and self.during is now:
            return self.known
        self.during = now
        known = [*map(redaction, self.rows(connection))]
        if known != self.known:
            self.known = known
            self.clean.clear()
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
            if connection.vendor == "sqlite":
                if not connection.connection.in_transaction:
                    connection.connection.execute("BEGIN IMMEDIATE")  # as an order's is
                    connection.connection.execute("COMMIT")
                return connection.connection.execute(ASK).fetchall()
            asked = connection.connection.execute(f"{WAIT}; {ASK}", prepare=False)
            asked.nextset()  # after the lock's, which has no rows
            return asked.fetchall()

    def taken(self, table, sql, params, connection):
        """The values as they may be written."""
        redactions = self.redactions(connection)
        if not redactions:
            return params
        if table in TAKEN_WITHOUT and params:
            return each_value(params, redactions)
        texts = {text for text in texts_in(params or [sql]) if len(text) >= LEAST}
        begun = DOCUMENTS.get(table)
        for text in texts:
            if not (begun and text.startswith(begun)):
                self.look_at(text)
        return params

    def look_at(self, text):
        """Nearly all that is written was written before: it is looked at once."""
        mark = hashlib.blake2b(
            text.encode(errors="surrogatepass"), digest_size=16
        ).digest()
        if mark in self.clean:
            return
        for one in self.known:
            if one.is_in(text):
                raise RedactedError(order=one.order)
        if len(self.clean) == MANY:
            self.clean.clear()
        self.clean.add(mark)


@lru_cache(maxsize=10_000)
def redaction(row):
    """One of them, with the seals that it is known by."""
    return Redaction(**dict(zip(KNOWN, row, strict=True)))


def texts_in(value):
    """Every text in what is written: those in JSON as they are read, too."""
    if isinstance(value, str):
        yield value
        if value[:1] in OPENING:
            yield from json_texts(value)
    elif isinstance(value, dict | list | tuple):
        inner = chain(value, value.values()) if isinstance(value, dict) else value
        yield from chain.from_iterable(map(texts_in, inner))
    elif hasattr(value, "obj"):  # JSON, as PostgreSQL's driver wraps it
        yield from texts_of(value.obj)


def json_texts(text):
    try:
        return [*texts_in(json.loads(text))]
    except (ValueError, RecursionError):  # or it is nothing but brackets
        return []


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
