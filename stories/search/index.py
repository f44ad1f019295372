"""The index of words, in each engine's own way. Derived: the record can rebuild it.

One row for each text that is live or waits, by the key of its showing. The words of
titles are kept apart as well, since what stands there counts more.
"""

from collections import Counter

from django.db import connection, connections

from stories.search import texts

TABLE = "stories_search"
MAKE = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE}"
        " USING fts5(title, body, tokenize = 'ascii')"
    ],
    "postgresql": [
        f"CREATE TABLE IF NOT EXISTS {TABLE}"
        " (rowid bigint PRIMARY KEY, title tsvector, body tsvector)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_title ON {TABLE} USING gin (title)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_body ON {TABLE} USING gin (body)",
    ],
}
# PostgreSQL counts places up to here; what comes later in a text stands at the end.
LAST_PLACE = 16383


def make(using="default", **signal):
    """Create the table where it is missing: no migration says it for both engines."""
    with connections[using].cursor() as cursor:
        for statement in MAKE[connections[using].vendor]:
            cursor.execute(statement)


def put(key, document):
    """Index a text anew."""
    drop([key])
    written = [written_out(words(document)) for words in (texts.title, texts.body)]
    places = "%s, %s" if is_sqlite() else "%s::tsvector, %s::tsvector"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (rowid, title, body) VALUES (%s, {places})",
            [key, *written],
        )


def written_out(tokens):
    """Tokens as the engine takes them, with their places, without parsing them."""
    if is_sqlite():
        return " ".join(tokens)
    return " ".join(
        f"{token}:{min(place, LAST_PLACE)}" for place, token in enumerate(tokens, 1)
    )


def drop(keys):
    if keys:
        marks = ", ".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE rowid IN ({marks})", [*keys])


def clear():
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")


def matching(asked, column="body"):
    """SQL, and what it is given, for the keys of the texts that have what was asked."""
    if is_sqlite():
        phrases = [" ".join(phrase) for phrase in asked.phrases]
        parts = [f'"{phrase}"' for phrase in phrases]
        parts += [f'"{asked.begun}" *'] if asked.begun else []
        query = f"{column} : ({' AND '.join(parts)})"
        return f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [query]
    parts = ["(" + " <-> ".join(phrase) + ")" for phrase in asked.phrases]
    parts += [f"{asked.begun}:*"] if asked.begun else []
    query = " & ".join(parts)
    return f"SELECT rowid FROM {TABLE} WHERE {column} @@ %s::tsquery", [query]


def counted(keys):
    """Each word of some texts, and how many of them have it."""
    if not keys:
        return Counter()
    column = "body" if is_sqlite() else "tsvector_to_array(body)"
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {TABLE} WHERE rowid IN ({marks})", [*keys]
        )
        bodies = [row[0] for row in cursor.fetchall()]
    words = (body.split() if is_sqlite() else body for body in bodies)
    return Counter(word for body in words for word in {*body})


def is_sqlite():
    return connection.vendor == "sqlite"
