"""Which generation an edition came in, in SQL: for the triggers that move that.

A number is given as a transaction is committed, and only commits wait for one another:
whoever has read all up to one has missed nothing that was begun before. Rows are of
`paper.models.Arrival`.
"""

EDITION = "edition:"  # and its key: of a footprint alone
IS_EDITION = f"starts_with(key, '{EDITION}')"
NUMBER = "(SELECT n FROM paper_generation)"
INTO = "INSERT INTO paper_arrival (edition_id, n)"
ANEW = "ON CONFLICT (edition_id) DO UPDATE SET n = excluded.n;"

OWN = "SELECT {row}.id AS id"  # The edition that comes with its row.
# Those that an order took words out of are others by that. The order says so itself: a
# trigger that reads another table keeps SQLite from ever rebuilding that.
OF_REDACTION = (
    "SELECT stories_edition.id AS id FROM stories_removal JOIN stories_edition"
    " ON of = 'edition' AND stories_edition.id = key"
    " OR of = 'revision' AND revision_id = key"
    " WHERE stories_removal.redaction_id = {pk}"
)
# What was written while there were no triggers comes after all that was read since.
UNNUMBERED = (
    "SELECT id FROM stories_edition WHERE NOT EXISTS"
    " (SELECT 1 FROM paper_arrival WHERE edition_id = stories_edition.id)"
)
# PostgreSQL's, where the number is known.
FROM_FOOTPRINTS = (
    f"{INTO} SELECT DISTINCT substr(key, {len(EDITION) + 1})::bigint, {NUMBER}"
    f" FROM paper_footprint, unnest(keys::text[]) AS key WHERE {IS_EDITION} {ANEW}"
)


def keys(editions):
    """SQL for the keys of some editions, as a footprint has them."""
    return f"SELECT '{EDITION}' || id FROM ({editions}) AS came"


def number_all(editions):
    """SQLite's statement that gives some editions the number of the generation."""
    return f"{INTO} SELECT id, {NUMBER} FROM ({editions}) WHERE true {ANEW}"


# Those of before there were numbers keep the order in which they were recorded.
FIRST = {
    "sqlite": "CAST((julianday(recorded_at) - 2440587.5) * 86400000 AS INTEGER)",
    "postgresql": "(extract(epoch FROM recorded_at) * 1000)::bigint",
}


def number_first(vendor):
    return f"{INTO} SELECT id, {FIRST[vendor]} FROM stories_edition"
