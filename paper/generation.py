"""What moves the generation: triggers on every table that readers' pages are made of.

Each change notes the *keys* of what it changed, and once, as it is committed, the
generation moves on and the keys get its new number. So who reads the number sees all
that was committed up to it, and only commits wait for one another. On PostgreSQL the
statements leave footprints, which one deferred trigger gathers; SQLite has one writer
at a time, so there each row moves it at once. A sequence would show before the commit.

The number is the clock's milliseconds, or one more than the last. So a database that
comes back from a backup never gets to a number again that caches have met.
"""

import json
from dataclasses import dataclass

from django.db import connection, connections, transaction

from paper import arrivals
from people.triggers import Guard, Guards
from stories.index import word_index

EVERYTHING = "everything"
EVENTS = ("INSERT", "UPDATE", "DELETE")
# The rows of a statement, as PostgreSQL hands them to a trigger; and each by itself.
TABLES = {
    "INSERT": "REFERENCING NEW TABLE AS made",
    "UPDATE": "REFERENCING OLD TABLE AS gone NEW TABLE AS made",
    "DELETE": "REFERENCING OLD TABLE AS gone",
}
ROWS = {"INSERT": ["made"], "UPDATE": ["gone", "made"], "DELETE": ["gone"]}
SQLITE_ROWS = {"made": "NEW", "gone": "OLD"}


@dataclass(frozen=True)
class Watched:
    """A table, and the keys of a row: `key` and what follows it in a column; or a
    `query` for more of them. None names another table, which SQLite may rebuild."""

    table: str
    key: str
    column: str = ""
    query: str = ""
    arrivals: str = ""  # the editions that come, or come anew, with a row

    def keys(self, row):
        """SQL for the keys of a row that is called so."""
        own = f"SELECT '{self.key}' AS key"
        if self.column:
            own = f"SELECT '{self.key}:' || {row}.{self.column} AS key"
        return f"{own} UNION {self.query.format(row=row)}" if self.query else own

    def footprint(self, row):
        """The same with the keys of editions that come."""
        said = self.keys(row)
        if not self.arrivals:
            return said
        return f"{said} UNION {arrivals.keys(self.arrivals.format(row=row))}"

    def arrive(self, event):
        """SQLite's statement that numbers what comes with a row."""
        if not self.arrivals or event == "DELETE":
            return ""
        return arrivals.number_all(self.arrivals.format(row="NEW"))


# A story or question is known by every slug that it has had.
PAST_SLUGS = (
    "SELECT 'slug:' || slug FROM stories_showing WHERE story_id = {row}.story_id"
    " UNION SELECT 'slug:' || slug FROM stories_showing"
    " WHERE question_id = {row}.question_id"
)
# Lists hang on what they are of: a desk's stories, and all questions.
LISTS = (
    " UNION SELECT 'at:' || {row}.desk"
    " UNION SELECT 'questions' WHERE {row}.question_id IS NOT NULL"
)
# An entity is known by its slug, and by those of what was merged into it.
BY_SLUG = (
    "SELECT 'entity:' || {row}.slug UNION SELECT 'entity:' || slug"
    " FROM entities_entity WHERE merged_into_id = {row}.id"
)
WATCHED = (
    Watched("stories_showing", "slug", "slug", PAST_SLUGS + LISTS),
    Watched("stories_mention", "named", "slug"),
    Watched("stories_dated", "dates"),
    Watched("stories_edition", "record", arrivals=arrivals.OWN),
    Watched("stories_pick", "picks"),
    Watched("stories_author", "author", "slug"),
    Watched("stories_tag", "tag", "slug"),
    Watched("images_image", "image", "name"),
    Watched("sources_outlet", "outlet", "identity"),
    Watched("people_desk", "desk", "slug"),
    Watched("pages_flatpage", "pages"),
    Watched("pages_flatpath", "pages"),
    Watched("entities_entity", "entity", "id", BY_SLUG),
    Watched("entities_alias", "entity", "entity_id"),
    Watched("entities_role", "entity", "entity_id"),
)
# Tables that pages read and nobody needs to watch, each with why.
UNWATCHED = {
    "stories_revision": "what an edition has is never changed; the edition is watched",
    "stories_redaction": "is carried out with everything made anew",
    "stories_removal": "is of one redaction, and as old",
    word_index.TABLE: "changes with the showing of its text, and only then",
    "entities_namestart": "changes with the name that it is of, and only then",
    "paper_signingkey": "is shown for three minutes before it signs anything",
    "paper_remotefollow": "is counted for other servers, and may be counted late",
    "paper_generation": "is what moves",
    "paper_keychange": "is what moves",
    "paper_arrival": "moves with the edition that it is of",
}

SQLITE_CLOCK = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
SQLITE_MOVE = (
    "INSERT INTO paper_generation (id, n, moved_at)"
    f" VALUES (1, {SQLITE_CLOCK}, strftime('%Y-%m-%d %H:%M:%f', 'now'))"
    " ON CONFLICT (id) DO UPDATE"
    " SET n = max(n + 1, excluded.n), moved_at = excluded.moved_at;"
)
CLOCK = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
# The number is taken once the row is ours alone.
POSTGRESQL_MOVE = (
    "INSERT INTO paper_generation AS last (id, n, moved_at)"
    f" VALUES (1, {CLOCK}, clock_timestamp()) ON CONFLICT (id) DO UPDATE"
    f" SET n = greatest(last.n + 1, {CLOCK}), moved_at = clock_timestamp();"
    " INSERT INTO paper_keychange (key, n) SELECT DISTINCT key,"
    " (SELECT n FROM paper_generation)"
    " FROM paper_footprint, unnest(keys::text[]) AS key"
    f" WHERE NOT {arrivals.IS_EDITION}"
    " ON CONFLICT (key) DO UPDATE SET n = excluded.n;"
    f" {arrivals.FROM_FOOTPRINTS}"
    " DELETE FROM paper_footprint;"
)

COME = "due.live_from > %s AND due.live_from <= %s"
OWNERS = ("story_id", "question_id")
# Of each edition that comes, what all of its owner's are listed by and name.
TOUCHED = {
    "'slug:' || own.slug": "",
    "'at:' || own.desk": "",
    "'questions'": " AND own.question_id IS NOT NULL",
    "'named:' || told.slug": "",
}
MENTIONS = " JOIN stories_mention AS told ON told.showing_id = own.edition_id"
DUE = " UNION ".join(
    f"SELECT {key} FROM stories_showing AS due"
    f" JOIN stories_showing AS own ON own.{owner} = due.{owner}"
    f"{MENTIONS if 'told' in key else ''} WHERE {COME}{narrowed}"
    for owner in OWNERS
    for key, narrowed in TOUCHED.items()
)
CHANGED = {
    "sqlite": "SELECT 1 FROM json_each(%s) AS said JOIN paper_keychange AS changed"
    " ON changed.key = said.value WHERE changed.n > %s LIMIT 1",
    "postgresql": "SELECT 1 FROM paper_keychange"
    " WHERE key = ANY(%s) AND n > %s LIMIT 1",
}


def trigger(watched, event):
    """The trigger that notes what one kind of statement changes in a table."""
    kinds = ROWS[event]
    noted = watched.keys if event == "DELETE" else watched.footprint
    sqlite = " UNION ".join(watched.keys(SQLITE_ROWS[kind]) for kind in kinds)
    each = " UNION ALL ".join(f"SELECT * FROM {kind}" for kind in kinds)
    return Guard(
        f"{watched.table}_{event.lower()}_moves",
        watched.table,
        event,
        moment="AFTER",
        level="STATEMENT",
        rows=TABLES[event],
        sqlite=f"BEGIN {SQLITE_MOVE} {stamp(sqlite)} {watched.arrive(event)} END",
        postgresql="INSERT INTO paper_footprint (keys)"
        " SELECT array_agg(DISTINCT found.key)::text"
        f" FROM ({each}) AS each, LATERAL ({noted('each')}) AS found"
        " HAVING count(*) > 0; RETURN NULL;",
    )


def stamp(keys):
    """SQLite's statement that gives keys the number of the generation."""
    return (
        "INSERT INTO paper_keychange (key, n)"
        f" SELECT key, (SELECT n FROM paper_generation) FROM ({keys}) WHERE true"
        " ON CONFLICT (key) DO UPDATE SET n = excluded.n;"
    )


def emptying(watched):
    """SQLite can't empty a table without deleting its rows."""
    said = f"INSERT INTO paper_footprint (keys) VALUES ('{{{EVERYTHING}}}');"
    return Guard(
        f"{watched.table}_truncate_moves",
        watched.table,
        "TRUNCATE",
        moment="AFTER",
        level="STATEMENT",
        postgresql=f"{said} RETURN NULL;",
    )


# Each footprint wakes it at the end of a transaction; the first one does it for all.
MOVE = Guard(
    "generation_moves",
    "paper_footprint",
    "INSERT",
    moment="AFTER",
    deferred=True,
    postgresql="IF EXISTS (SELECT 1 FROM paper_footprint WHERE id = NEW.id) THEN"
    f" {POSTGRESQL_MOVE} END IF; RETURN NULL;",
)
WATCH = Guards(
    "The generation of the paper",
    "paper.E001",
    [
        *(trigger(watched, event) for watched in WATCHED for event in EVENTS),
        *map(emptying, WATCHED),
        MOVE,
    ],
    others=["paper_arrival"],
)


def begin(using="default", plan=None, **signal):
    """The triggers are in place, and no page of before counts: after a `migrate` that
    had something to do, and wherever there is no `plan`, as of rows that came past us.
    """
    is_lost = WATCH.restore(using)  # what was written without them, nobody noticed
    is_same = plan == [] and not is_lost
    if not is_same and WATCH.are_due(connections[using]):
        touch(EVERYTHING, using, come=arrivals.UNNUMBERED)


def touch(key, using="default", come=""):
    """Move the generation on for what no table says. Pages with this key are made anew;
    with `EVERYTHING` all are. `come` is SQL for editions that come with it."""
    made = connections[using]
    with transaction.atomic(using), made.cursor() as cursor:
        if made.vendor == "sqlite":
            cursor.execute(SQLITE_MOVE)
            cursor.execute(stamp("SELECT %s AS key"), [key])
            if come:
                cursor.execute(arrivals.number_all(come))
        else:
            keys = (
                f"SELECT %s AS key UNION {arrivals.keys(come)}"
                if come
                else "SELECT %s AS key"
            )
            said = "INSERT INTO paper_footprint (keys) SELECT array_agg(key)::text FROM"
            cursor.execute(f"{said} ({keys}) AS noted", [key])


def number():
    """The number of the generation, 0 before the first: one small query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM paper_generation")
        row = cursor.fetchone()
    return row[0] if row else 0


def whole_since():
    """The generation in which `EVERYTHING` changed last: what was made before it is
    nobody's to see again."""
    with connection.cursor() as cursor:
        said = "SELECT n FROM paper_keychange WHERE key = %s"
        cursor.execute(said, [EVERYTHING])
        row = cursor.fetchone()
    return row[0] if row else 0


def keys_changed(since, until, most):
    """The keys that were changed last after a generation and up to another; `most` of
    them. What was changed once more is found there."""
    sql = "SELECT key FROM paper_keychange WHERE n > %s AND n <= %s LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [since, until, most])
        return {key for (key,) in cursor.fetchall()}


def is_changed_since(number, keys):
    """Whether what one of these keys stands for has changed since a generation.

    One query, the same text for however many keys.
    """
    sql = CHANGED[connection.vendor]
    said = [*keys, EVERYTHING]
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(said) if "json" in sql else said, number])
        return cursor.fetchone() is not None


def keys_due(since, until):
    """The keys that editions touch which come by themselves after a moment and up to
    another, with nothing written: those of their stories and of all that these name."""
    span = [*map(connection.ops.adapt_datetimefield_value, (since, until))]
    with connection.cursor() as cursor:
        cursor.execute(DUE, span * DUE.count(COME))
        return {key for (key,) in cursor.fetchall()}
