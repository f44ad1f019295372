"""The database's own watch over the record: triggers on both engines.

Python's rules can be passed by with raw SQL; these can't. No guard names a table but
its own, because SQLite rebuilds tables under them.
"""

from functools import partial

from people.triggers import Guard, Guards, forbid_replacing

# What both engines refuse. `same` compares a row with the rest of its own thing.
SAME = (
    "(story_id = NEW.story_id OR (story_id IS NULL AND NEW.story_id IS NULL))"
    " AND (question_id = NEW.question_id"
    " OR (question_id IS NULL AND NEW.question_id IS NULL))"
)
LAST = f"SELECT max(number) FROM stories_edition WHERE {SAME}"
NEWEST = f"SELECT max(published_at) FROM stories_edition WHERE {SAME}"
# A take-down date may stand behind a pending text; nothing else stands behind one.
WAITING = (
    f"EXISTS (SELECT 1 FROM stories_edition WHERE {SAME}"
    " AND published_at > {soon}"
    " AND (NEW.kind <> 'withdrawal' OR kind = 'withdrawal'))"
)

INSERT_RULES = (
    (f"NEW.number <> coalesce(({LAST}), 0) + 1", "editions are numbered without gaps"),
    (f"NEW.published_at <= ({NEWEST})", "editions are dated one after the other"),
    (WAITING, "an edition is waiting already"),
)

# SQLite compares moments as texts, so each must be written as Django writes them.
SQLITE_INSERT_RULES = (
    (
        "NEW.published_at NOT GLOB '????-??-?? ??:??:??*'",
        "a moment is written like 2026-01-31 08:00:00, in UTC",
    ),
    *INSERT_RULES,
)

# (trigger, table, event, condition)
REFUSALS = (
    ("edition_never_changes", "stories_edition", "UPDATE", "1 = 1"),
    ("edition_stays", "stories_edition", "DELETE", "OLD.published_at <= {soon}"),
    ("revision_never_changes", "stories_revision", "UPDATE", "OLD.recorded"),
    ("revision_stays", "stories_revision", "DELETE", "OLD.recorded"),
)
EMPTYINGS = (
    ("editions_stay", "stories_edition"),
    ("revisions_stay", "stories_revision"),
)
NEW_ROWS = (
    ("edition_is_new", "stories_edition"),
    ("revision_is_new", "stories_revision"),
)

SQLITE_SOON = "strftime('%Y-%m-%d %H:%M:%f', 'now', '+10 seconds')"
POSTGRES_SOON = "clock_timestamp() + interval '10 seconds'"


def on_sqlite(condition):
    return condition.format(soon=SQLITE_SOON)


def on_postgres(condition):
    return condition.format(soon=POSTGRES_SOON)


def stop(message):
    return f"SELECT RAISE(ABORT, '{message}')"


def stop_if(condition, message):
    test = on_postgres(condition)
    return f"IF {test} THEN RAISE EXCEPTION '{message}'; END IF;"


def change_guard(name, table, event, condition):
    """A guard against changing a row, or deleting it."""
    message = f"{table} is the record ({name})"
    row = "OLD" if event == "DELETE" else "NEW"
    return Guard(
        name,
        table,
        event,
        sqlite=f"WHEN {on_sqlite(condition)} BEGIN {stop(message)}; END",
        postgresql=f"{stop_if(condition, message)} RETURN {row};",
    )


def order_guard():
    """The guard against an edition that doesn't follow from the last one."""
    rules = "; ".join(
        f"{stop(message)} WHERE {on_sqlite(condition)}"
        for condition, message in SQLITE_INSERT_RULES
    )
    tests = " ".join(stop_if(*rule) for rule in INSERT_RULES)
    return Guard(
        "edition_follows",
        "stories_edition",
        "INSERT",
        sqlite=f"BEGIN {rules}; END",
        postgresql=f"{tests} RETURN NEW;",
    )


def truncate_guard(name, table):
    """A guard against emptying a table; SQLite can't without deleting its rows."""
    raises = f"RAISE EXCEPTION '{table} is the record ({name})';"
    return Guard(name, table, "TRUNCATE", postgresql=raises, level="STATEMENT")


RECORD = Guards(
    "The record",
    "stories.E001",
    [
        *(change_guard(*refusal) for refusal in REFUSALS),
        order_guard(),
        *(truncate_guard(*table) for table in EMPTYINGS),
        *(forbid_replacing(*row, f"{row[1]} is the record") for row in NEW_ROWS),
    ],
)
put_up, take_down, missing = RECORD.put_up, RECORD.take_down, RECORD.missing
restore = RECORD.restore
check = partial(RECORD.check)  # a method has no room for the tags of a check
