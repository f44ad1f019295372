"""What a database holds, to be compared with another: rows, their digests, the record.

Asked of a driver's connection, not of Django's: a copy may be of an older version.
"""

import hashlib
from contextlib import closing

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'"
    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables"
    " WHERE schemaname = current_schema() ORDER BY tablename",
}
# The sum of a number from each row's hash is the same in whatever order they come.
SUM = (
    "SELECT count(*), coalesce(sum(('x' || encode(substring(sha256(convert_to("
    "told::text, 'UTF8')) FROM 1 FOR 7), 'hex'))::bit(56)::bigint), 0)"
    ' FROM "{table}" AS told'
)
EDITIONS = (
    "SELECT edition.number, edition.kind, revision.digest"
    " FROM stories_edition AS edition LEFT JOIN stories_revision AS revision"
    " ON revision.id = edition.revision_id ORDER BY edition.id"
)
# Whoever has none of these has nothing to lose; what migrations write isn't counted.
OURS = (
    *("stories_story", "stories_question", "stories_revision", "images_image"),
    "auth_user",
)
PICTURES = "SELECT name FROM images_image ORDER BY name"


def vendor_of(connection):
    return "sqlite" if type(connection).__module__ == "sqlite3" else "postgresql"


def each(connection, sql):
    """The rows one after the other, in bounded memory."""
    if vendor_of(connection) == "sqlite":
        yield from connection.execute(sql)
        return
    with connection.cursor("each_row") as cursor:
        cursor.execute(sql)
        yield from cursor


def table_names(connection):
    found = connection.execute(TABLES[vendor_of(connection)])
    return [name for (name,) in found.fetchall()]


def tables(connection):
    """Table to (number of rows, a digest of them all)."""
    ask = {"sqlite": rows_in_turn, "postgresql": sum_of_rows}[vendor_of(connection)]
    return {name: ask(connection, name) for name in table_names(connection)}


def sum_of_rows(connection, table):
    """The server does it: no row leaves it."""
    count, total = connection.execute(SUM.format(table=table)).fetchone()
    return [count, f"{int(total):x}"]


def rows_in_turn(connection, table):
    """A copy of the file has its rows in the same order."""
    digest, count = hashlib.sha256(), 0
    for row in connection.execute(f'SELECT * FROM "{table}"'):
        digest.update(repr(row).encode())
        count += 1
    return [count, digest.hexdigest()[:32]]


def record(connection):
    """One digest of all editions and of the documents that they have, the same on both
    engines."""
    digest = hashlib.sha256()
    with closing(each(connection, EDITIONS)) as rows:
        for number, kind, document in rows:
            digest.update(f"{number} {kind} {document}\n".encode())
    return digest.hexdigest()


def generation(connection):
    row = connection.execute("SELECT n FROM paper_generation").fetchone()
    return row[0] if row else 0


def migrations(connection):
    """Names of those that were applied, `app.name`."""
    found = connection.execute("SELECT app, name FROM django_migrations")
    return sorted(f"{app}.{name}" for app, name in found.fetchall())


def pictures(connection):
    """Names of the picture files that its rows are of, one after the other."""
    with closing(each(connection, PICTURES)) as rows:
        yield from (name for (name,) in rows)


def is_empty(connection):
    """Whether nobody would miss it."""
    there = {*table_names(connection)}
    return not any(
        connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()
        for table in OURS
        if table in there
    )
