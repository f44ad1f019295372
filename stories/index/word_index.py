"""The index of words, in each engine's own way. Derived: the record can rebuild it.

One row for each text that is live or waits. The words of titles are kept apart as well,
since what stands there counts more, and suggestions are made of them while one types;
the text itself is there for excerpts. A row's number is its place in time, stories
before questions, so that the newest are found without looking at the others.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL

from explainer import days
from stories.index import searchable_text
from stories.index.index_tables import PLACES, TABLE, TEXTS, TITLES
from stories.index.searchable_text import BETWEEN, MARK

# A place has the key of a showing in its last bits, and before them a second of time.
KEY_BITS, SECOND_BITS = 29, 33
KEY_MASK = (1 << KEY_BITS) - 1
LAST_SECOND = (1 << SECOND_BITS) - 1
BELOW_STORIES = 1 << KEY_BITS + SECOND_BITS
# In one statement, whether the text was there before or not, and in the place of one
# that is gone.
PUT = {
    "sqlite": f"INSERT INTO {TEXTS} VALUES (%s, %s, %s, %s, %s, %s)",
    "postgresql": f"WITH gone AS (DELETE FROM {TABLE} WHERE key = %s)"
    f" INSERT INTO {TABLE} (key, rowid, title, body, passages)"
    " VALUES (%s, %s, %s::tsvector, %s::tsvector, %s)"
    " ON CONFLICT (key) DO UPDATE SET rowid = EXCLUDED.rowid, title = EXCLUDED.title,"
    " body = EXCLUDED.body, passages = EXCLUDED.passages",
}
# The passages of a text in one, beside its row in a query of showings.
PASSAGES = {
    "sqlite": f"SELECT passages FROM {TABLE} WHERE rowid = (SELECT place"
    f" FROM {PLACES} WHERE key = stories_showing.edition_id)",
    "postgresql": f"SELECT passages FROM {TABLE}"
    " WHERE key = stories_showing.edition_id",
}
# PostgreSQL counts places up to here; what comes later in a text stands at the end.
LAST_PLACE = 16383


def place_of(showing):
    """The number of a text's row: the later it changed, the higher; stories first."""
    second = min(max(int(showing.updated_at.timestamp()), 0), LAST_SECOND)
    found = second << KEY_BITS | showing.pk
    return found if showing.story_id else found - BELOW_STORIES


def is_story(place):
    return place >= 0


def index_text(showing, document, instead_of=None):
    """Index a text anew, in the place of the one whose key is given, if any is."""
    language = document.get("language") or settings.LANGUAGE_CODE
    language = language.partition("-")[0].lower()
    title = searchable_text.title(document, language)
    came_out = (showing.first_published_at, showing.updated_at)
    body = searchable_text.body(document, language, map(days.today, came_out))
    passages = BETWEEN.join(filter(None, searchable_text.passages(document)))
    words = encode_tokens(title), encode_tokens(body)
    values = [showing.pk, place_of(showing), *words, passages]
    gone = [instead_of or 0]
    execute(PUT[connection.vendor], values + gone if is_sqlite() else gone + values)


def encode_tokens(tokens):
    """Tokens as the engine takes them, with their places, without parsing them."""
    if is_sqlite():
        return " ".join(tokens)
    return " ".join(
        f"{token}:{min(place, LAST_PLACE)}" for place, token in enumerate(tokens, 1)
    )


def drop(keys):
    """Remove the words of some texts."""
    if keys:
        remove(f"IN ({', '.join(['%s'] * len(keys))})", [*keys])


def drop_those_of(showings):
    """Remove the words of some texts, as a query has them."""
    keys, values = showings.values("pk").query.sql_with_params()
    remove(f"IN ({keys})", values)


def sweep():
    """Remove the words of texts that are no more."""
    remove("NOT IN (SELECT edition_id FROM stories_showing)")


def remove(those, values=()):
    """Remove rows by a condition on their keys."""
    table = TEXTS if is_sqlite() else TABLE
    execute(f"DELETE FROM {table} WHERE key {those}", values)


def is_empty():
    return not execute(f"SELECT 1 FROM {TABLE} LIMIT 1")


@dataclass(frozen=True)
class Places:
    """Of texts with some words those in whose titles they stand, and any; and how many
    these are, counted no further than asked."""

    titles: list
    texts: list
    count: int


def places_with(terms, most, limit, least=None, rows=None):
    """`Places` of texts that have all terms, or so many of them: stories first, the
    newest first.

    Of titles there are `most` at most, of texts twice as many, counted up to `limit`.
    Of `rows`, a query of showings, or of all that are in the index. One query.
    """
    query = all_of(terms, least)
    if rows is not None:
        found = execute(*places_among(rows, query, most, limit))
    elif is_sqlite():
        found = execute(places_sql(most, limit), [query, query])
    else:
        sql = f"SELECT * FROM {TABLE}_newest(%s::tsquery, {most}, {2 * most}, {limit})"
        found = execute(sql, [query])
    titles, texts, (count,) = (
        [place for number, place in found if number == kind] for kind in range(3)
    )
    return Places(titles, texts, count)


def places_among(rows, query, most, limit):
    """The statement and the values that ask for places of `rows`."""
    key = RawSQL("place & %s", (KEY_MASK,))
    keys, values = rows.filter(pk=key).order_by().values("pk").query.sql_with_params()
    sql = places_sql(most, limit, f" AND EXISTS ({keys})")
    return sql, [query, *values, query, *values]


def places_sql(most, limit, among=""):
    """One statement for what `Places` has."""
    has, title, table = "body @@ %s::tsquery", "title @@ %s::tsquery", TABLE
    if is_sqlite():
        has, title, table = f"{TABLE} MATCH %s", f"{TITLES} MATCH %s", TITLES
    newest = "ORDER BY place DESC LIMIT"
    return (
        "WITH found AS MATERIALIZED (SELECT place FROM"
        f" (SELECT rowid AS place FROM {TABLE} WHERE {has}) AS every"
        f" WHERE true{among} {newest} {limit}), titled AS (SELECT place FROM"
        f" (SELECT rowid AS place FROM {table} WHERE {title}) AS every"
        f" WHERE true{among} {newest} {most})"
        " SELECT 0, place FROM titled UNION ALL"
        f" SELECT 1, place FROM (SELECT place FROM found {newest} {2 * most}) AS texts"
        " UNION ALL SELECT 2, count(*) FROM found"
    )


def titles_with(terms, most):
    """Places of texts whose titles have all terms: stories first, the newest first."""
    table, has = TABLE, "title @@ %s::tsquery"
    if is_sqlite():
        table, has = TITLES, f"{TITLES} MATCH %s"
    sql = f"SELECT rowid FROM {table} WHERE {has} ORDER BY rowid DESC LIMIT {most}"
    return [place for (place,) in execute(sql, [all_of(terms)])]


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


def word_counts(showings):
    """Each word of some showings' texts, and how many of them have it."""
    rows = execute_for(
        "SELECT body" if is_sqlite() else "SELECT tsvector_to_array(body)",
        [*map(place_of, showings)],
    )
    words = (body.split() if is_sqlite() else body for (body,) in rows)
    found = Counter(word for body in words for word in {*body})
    return {word: times for word, times in found.items() if word[0] != MARK}


def execute_for(verb, places):
    """What a statement gives of the rows in some places; no places ask nothing."""
    marks = ", ".join(["%s"] * len(places))
    where = f"FROM {TABLE} WHERE rowid IN ({marks})"
    return execute(f"{verb} {where}", places) if places else []


def execute(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def is_sqlite():
    return connection.vendor == "sqlite"
