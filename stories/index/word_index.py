"""The index of words, in each engine's own way. Derived: the record can rebuild it.

One row for each text that is live or waits, by the key of its showing. The words of
titles are kept apart as well, since what stands there counts more; the text itself is
there for excerpts. The table's name says its form, so that an old one is never read.
"""

from collections import Counter
from itertools import combinations

from django.conf import settings
from django.db import connection, connections

from explainer import days
from stories.index import searchable_text
from stories.index.searchable_text import MARK

TABLE = "stories_search_2"
OLD = ("stories_search",)
MAKE = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE}"
        " USING fts5(title, body, passages UNINDEXED, tokenize = 'ascii')"
    ],
    "postgresql": [
        f"CREATE TABLE IF NOT EXISTS {TABLE} (rowid bigint PRIMARY KEY,"
        " title tsvector, body tsvector, passages text)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_title ON {TABLE} USING gin (title)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_body ON {TABLE} USING gin (body)",
    ],
}
# In one statement, whether the text was there before or not.
INTO = f"INTO {TABLE} (rowid, title, body, passages)"
PUT = {
    "sqlite": f"REPLACE {INTO} VALUES (%s, %s, %s, %s)",
    "postgresql": f"INSERT {INTO} VALUES (%s, %s::tsvector, %s::tsvector, %s)"
    " ON CONFLICT (rowid) DO UPDATE SET title = EXCLUDED.title,"
    " body = EXCLUDED.body, passages = EXCLUDED.passages",
}
# PostgreSQL counts places up to here; what comes later in a text stands at the end.
LAST_PLACE = 16383
BETWEEN = "\n\n"


def make(using="default", **signal):
    """Create the table where it is missing: no migration says it for both engines."""
    with connections[using].cursor() as cursor:
        for statement in MAKE[connections[using].vendor]:
            cursor.execute(statement)
        for name in OLD:
            cursor.execute(f"DROP TABLE IF EXISTS {name}")


def index_text(showing, document):
    """Index a text anew."""
    language = document.get("language") or settings.LANGUAGE_CODE
    language = language.partition("-")[0].lower()
    title = searchable_text.title(document, language)
    came_out = (showing.first_published_at, showing.updated_at)
    body = searchable_text.body(document, language, map(days.today, came_out))
    passages = BETWEEN.join(filter(None, searchable_text.passages(document)))
    execute(
        PUT[connection.vendor],
        [showing.pk, encode_tokens(title), encode_tokens(body), passages],
    )


def encode_tokens(tokens):
    """Tokens as the engine takes them, with their places, without parsing them."""
    if is_sqlite():
        return " ".join(tokens)
    return " ".join(
        f"{token}:{min(place, LAST_PLACE)}" for place, token in enumerate(tokens, 1)
    )


def drop(keys):
    execute_for("DELETE", keys)


def drop_those_of(showings):
    """Remove the words of some texts, as a query has them."""
    keys, values = showings.values("pk").query.sql_with_params()
    execute(f"DELETE FROM {TABLE} WHERE rowid IN ({keys})", values)


def sweep():
    """Remove the words of texts that are no more."""
    shown = "SELECT edition_id FROM stories_showing"
    execute(f"DELETE FROM {TABLE} WHERE rowid NOT IN ({shown})")


def is_empty():
    return not execute(f"SELECT 1 FROM {TABLE} LIMIT 1")


def rows_with(rows, terms, column="body", least=None):
    """Those rows that have every term, or so many of them; the newest first.

    The index is walked from its newest text on, so who takes a few pays for a few.
    """
    has, query = f"{TABLE}.{column} @@ %s::tsquery", all_of(terms, least)
    if is_sqlite():
        has, query = f"{TABLE} MATCH %s", f"{column} : ({query})"
    return rows.extra(
        tables=[TABLE],
        where=[f"{TABLE}.rowid = stories_showing.edition_id", has],
        params=[query],
        order_by=[f"-{TABLE}.rowid"],
    )


def all_of(terms, least=None):
    """The engine's words for all of some terms, or for any so many of them."""
    both, either = (" AND ", " OR ") if is_sqlite() else (" & ", " | ")
    every = [f"({any_of(term)})" for term in terms]
    if least is None:
        return both.join(every)
    return either.join(f"({both.join(some)})" for some in combinations(every, least))


def any_of(term):
    found = [phrase_query(phrase) for phrase in term.phrases]
    found += [phrase_query([f"{MARK}{form}"]) for form in sorted(term.forms)]
    if term.begun:
        found.append(phrase_query(term.begun) + (" *" if is_sqlite() else ":*"))
    if term.parts:
        found.append(f"({all_of(term.parts)})")
    return (" OR " if is_sqlite() else " | ").join(found)


def phrase_query(words):
    return f'"{" ".join(words)}"' if is_sqlite() else " <-> ".join(words)


def passages(keys):
    """The texts of some rows, by their keys, each as its passages."""
    rows = execute_for("SELECT rowid, passages", keys)
    return {key: found.split(BETWEEN) for key, found in rows}


def word_counts(keys):
    """Each word of some texts, and how many of them have it."""
    rows = execute_for(
        "SELECT body" if is_sqlite() else "SELECT tsvector_to_array(body)", keys
    )
    words = (body.split() if is_sqlite() else body for (body,) in rows)
    found = Counter(word for body in words for word in {*body})
    return {word: times for word, times in found.items() if word[0] != MARK}


def execute_for(verb, keys):
    """The rows that a statement about those of some keys gives; no keys ask nothing."""
    marks = ", ".join(["%s"] * len(keys))
    where = f"FROM {TABLE} WHERE rowid IN ({marks})"
    return execute(f"{verb} {where}", [*keys]) if keys else []


def execute(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def is_sqlite():
    return connection.vendor == "sqlite"
