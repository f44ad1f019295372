"""The tables of the index of words: no migration says them for both engines. Derived.

The table's name says its form: no old one is read.
"""

from django.db import connections

TABLE = "stories_search_4"
# SQLite finds a word's beginnings of these lengths without gathering the words.
BEGINNINGS, BEGINNINGS_OF_TITLES = "3 4 5 6", "1 2 3 4 5 6 7 8 9 10"
# Where SQLite finds the place of a key, and what is written to and deleted from by key.
PLACES, TEXTS = f"{TABLE}_places", f"{TABLE}_texts"
# A word that all texts have is in few titles: there SQLite reads the words of titles.
TITLES = f"{TABLE}_titles"
TAKE_OUT = (
    f"DELETE FROM {TABLE} WHERE rowid IN"
    f" (SELECT place FROM {PLACES} WHERE key = {{row}});"
    f" DELETE FROM {TITLES} WHERE rowid IN"
    f" (SELECT place FROM {PLACES} WHERE key = {{row}});"
    f" DELETE FROM {PLACES} WHERE key = {{row}};"
)
# So many texts are sooner read from the newest on than asked for by a common word.
MANY = 30_000
PENDING = 512  # kB; to write a text takes 0.3 ms more than with PostgreSQL's 4 MB
# PostgreSQL has two ways to the newest texts that have a word. To ask its index for all
# of them is quick where there are few, and to go through the texts from the newest on
# takes the same in an archive of any size. It can't tell by itself: it thinks that the
# words of a text are cheap to read. A statement that is always the same is planned once
# for each connection; to say it in one took longer to plan than to answer. Of a large
# archive statistics say how many texts have the words, and so which way is shorter: a
# text lies apart from its row, and to read one takes twice what its place takes.
NEWEST = f"""
DECLARE found bigint[]; texts_all float;
BEGIN
  SELECT reltuples INTO texts_all FROM pg_class WHERE oid = '{TABLE}'::regclass;
  IF texts_all < {MANY}
     OR {TABLE}_about('body', sought) ^ 2 < 2.0 * most * texts_all THEN
    found := {TABLE}_indexed(sought, most);
  ELSE
    EXECUTE 'SELECT ARRAY(SELECT rowid FROM {TABLE} WHERE body @@ $1'
      ' ORDER BY rowid DESC LIMIT $2)' INTO found USING sought, most;
  END IF;
  IF cardinality(found) < most OR texts_all >= {MANY}
     AND {TABLE}_about('title', sought) ^ 2 < 0.1 * titles * texts_all THEN
    RETURN QUERY SELECT 0, unnest({TABLE}_titled(sought, titles));
  ELSE
    RETURN QUERY EXECUTE 'SELECT 0, rowid FROM {TABLE} WHERE title @@ $1'
      ' ORDER BY rowid DESC LIMIT $2' USING sought, titles;
  END IF;
  RETURN QUERY SELECT 1, unnest(found[1:texts]);
  RETURN QUERY SELECT 2, cardinality(found)::bigint;
END
"""
# How many texts have the words in a column, by what PostgreSQL knows without looking.
# Only a function that may change something can ask; neither of the two does.
ABOUT = f"""
DECLARE plan json;
BEGIN
  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM {TABLE} WHERE %I @@ %L::tsquery',
    words, sought) INTO plan;
  RETURN (plan->0->'Plan'->>'Plan Rows')::float;
END
"""


def by_index(name, column):
    """A function that finds the newest texts by the index, whatever that costs."""
    return (
        f"CREATE OR REPLACE FUNCTION {TABLE}_{name}(sought tsquery, most int)"
        " RETURNS bigint[] LANGUAGE plpgsql STABLE"
        " SET enable_seqscan = off SET enable_indexscan = off AS $$ BEGIN"
        f" RETURN ARRAY(SELECT rowid FROM {TABLE} WHERE {column} @@ sought"
        " ORDER BY rowid DESC LIMIT most); END $$"
    )


MAKE = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE}"
        " USING fts5(body, passages UNINDEXED, tokenize = 'ascii',"
        f" prefix = '{BEGINNINGS}')",
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TITLES}"
        f" USING fts5(title, tokenize = 'ascii', prefix = '{BEGINNINGS_OF_TITLES}')",
        f"CREATE TABLE IF NOT EXISTS {PLACES} (key INTEGER PRIMARY KEY, place INTEGER)",
        f"DROP VIEW IF EXISTS {TEXTS}",  # It holds nothing: a new form replaces it.
        f"CREATE VIEW {TEXTS} AS SELECT key, place,"
        f" '' AS title, '' AS body, '' AS passages, 0 AS gone FROM {PLACES}",
        f"CREATE TRIGGER IF NOT EXISTS {TEXTS}_out INSTEAD OF DELETE ON {TEXTS}"
        f" BEGIN {TAKE_OUT.format(row='OLD.key')} END",
        f"CREATE TRIGGER IF NOT EXISTS {TEXTS}_in INSTEAD OF INSERT ON {TEXTS}"
        f" BEGIN {TAKE_OUT.format(row='NEW.key')} {TAKE_OUT.format(row='NEW.gone')}"
        f" INSERT INTO {PLACES} VALUES (NEW.key, NEW.place);"
        f" INSERT INTO {TITLES} (rowid, title) VALUES (NEW.place, NEW.title);"
        f" INSERT INTO {TABLE} (rowid, body, passages)"
        " VALUES (NEW.place, NEW.body, NEW.passages); END",
    ],
    "postgresql": [
        f"CREATE TABLE IF NOT EXISTS {TABLE} (rowid bigint PRIMARY KEY,"
        " key bigint UNIQUE, title tsvector, body tsvector, passages text)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_title ON {TABLE} USING gin (title)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_body ON {TABLE} USING gin (body)",
        # As they are written texts wait in a list that each search reads to its end.
        f"ALTER INDEX {TABLE}_title SET (gin_pending_list_limit = {PENDING})",
        f"ALTER INDEX {TABLE}_body SET (gin_pending_list_limit = {PENDING})",
        by_index("indexed", "body"),
        by_index("titled", "title"),
        f"CREATE OR REPLACE FUNCTION {TABLE}_about(words name, sought tsquery)"
        f" RETURNS float LANGUAGE plpgsql AS $$ {ABOUT} $$",
        f"CREATE OR REPLACE FUNCTION {TABLE}_newest("
        "sought tsquery, titles int, texts int, most int)"
        " RETURNS TABLE (kind int, place bigint) LANGUAGE plpgsql"
        f" AS $$ {NEWEST} $$",
    ],
}
# What earlier versions made.
DROP = {
    "sqlite": [
        "DROP VIEW IF EXISTS stories_search_3_texts",
        "DROP TABLE IF EXISTS stories_search_3_places",
    ],
    "postgresql": [
        "DROP FUNCTION IF EXISTS stories_search_3_find",
        "DROP FUNCTION IF EXISTS stories_search_4_find",
    ],
}
OLD = ("stories_search", "stories_search_2", "stories_search_3")


def make(using="default", **signal):
    """Create the table where it is missing: no migration says it for both engines."""
    with connections[using].cursor() as cursor:
        vendor = connections[using].vendor
        for statement in MAKE[vendor] + DROP[vendor]:
            cursor.execute(statement)
        for name in OLD:
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
