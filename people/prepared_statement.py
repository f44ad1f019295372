"""PostgreSQL's prepared statements: it reads and plans a query once a connection.

To read and to plan a story's queries takes PostgreSQL four times as long as to answer
them. Values go beside the SQL of a compiled query, so the server knows it again.
"""

import re

import psycopg
from django.conf import settings
from psycopg import errors, sql
from psycopg.types.numeric import Int8Dumper

PLACE = re.compile("%[%s]")
# A migration has changed a column since; or a pooler has given another connection.
STALE = (
    errors.FeatureNotSupported,
    errors.InvalidSqlStatementName,
    errors.DuplicatePreparedStatement,
)


class PreparedCursor(psycopg.Cursor):
    """Has the server prepare whatever it executes."""

    def __init__(self, connection):
        super().__init__(connection)
        # One type for all numbers, as each type of a value is another statement.
        self.adapters.register_dumper(int, Int8Dumper)

    def execute(self, query, params=None):
        """Ask; what the server doesn't know any more is prepared anew."""
        connection = self.connection
        # Only now, or psycopg would remember the text of every other statement too.
        connection.prepare_threshold = 0
        try:
            return super().execute(query, params, prepare=True)
        except STALE:
            if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                raise  # Once it is rolled back psycopg forgets what was prepared.
            super().execute("DEALLOCATE ALL", prepare=False)
            return super().execute(query, params, prepare=True)
        finally:
            connection.prepare_threshold = None


def prepared_cursor(connection):
    """Django's cursor, on one that prepares unless the settings forbid it."""
    cursor = connection.cursor()
    if settings.PREPARE_STATEMENTS:
        cursor.cursor = PreparedCursor(connection.connection)
    return cursor


def typed(text, params):
    """SQL whose constants are said in it, and whose places have names and types.

    `params` are of each %s either (name, type) or (None, constant).
    """
    ahead = iter(params)

    def put(found):
        if found[0] == "%%":
            return "%%"
        name, said = next(ahead)
        if name is None:
            return sql.quote(said).replace("%", "%%")
        return f"%({name})s::{said}"

    return PLACE.sub(put, text)
