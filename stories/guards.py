"""The database's own watch over the record: triggers on both engines.

Python's rules can be passed by with raw SQL; these can't. No guard names a table but
its own, because SQLite rebuilds tables under them.
"""

from functools import partial

from people.triggers import Guard, Guards, forbid_replacing

EDITION, REVISION = "stories_edition", "stories_revision"
REDACTION, REMOVAL = "stories_redaction", "stories_removal"

# What both engines refuse. `same` compares a row with the rest of its own thing.
SAME = (
    "(story_id = NEW.story_id OR (story_id IS NULL AND NEW.story_id IS NULL))"
    " AND (question_id = NEW.question_id"
    " OR (question_id IS NULL AND NEW.question_id IS NULL))"
)
LAST = f"SELECT max(number) FROM {EDITION} WHERE {SAME}"
NEWEST = f"SELECT max(published_at) FROM {EDITION} WHERE {SAME}"
# A take-down date may stand behind a pending text; nothing else stands behind one.
WAITING = (
    f"EXISTS (SELECT 1 FROM {EDITION} WHERE {SAME}"
    " AND published_at > {soon}"
    " AND (NEW.kind <> 'withdrawal' OR kind = 'withdrawal'))"
)
# (condition, message)
INSERT_RULES = (
    (f"NEW.number <> coalesce(({LAST}), 0) + 1", "editions are numbered without gaps"),
    (f"NEW.published_at <= ({NEWEST})", "editions are dated one after the other"),
    (WAITING, "an edition is waiting already"),
)
# SQLite compares moments as texts, so each must be written as Django writes them.
SQLITE_RULE = (
    "NEW.published_at NOT GLOB '????-??-?? ??:??:??*'",
    "a moment is written like 2026-01-31 08:00:00, in UTC",
)

# How each engine says the same. `SHA256` is Django's on SQLite: without it, as on a
# connection that is not ours, the statement is refused.
SQLITE = {
    "soon": "strftime('%Y-%m-%d %H:%M:%f', 'now', '+10 seconds')",
    "is_other": "IS NOT",
    "hash": "SHA256(NEW.document)",
}
POSTGRES = {
    "soon": "clock_timestamp() + interval '10 seconds'",
    "is_other": "IS DISTINCT FROM",
    "hash": "encode(sha256(convert_to(NEW.document, 'UTF8')), 'hex')",
}


def beyond_redaction(*columns):
    """Whether an update is anything but a newer redaction, which leaves these alone."""
    others = " OR ".join(f"NEW.{name} {{is_other}} OLD.{name}" for name in columns)
    newer = "coalesce(NEW.redaction_id, 0) > coalesce(OLD.redaction_id, 0)"
    return f"NOT {newer} OR {others}"


EDITION_KEPT = beyond_redaction(
    *("id", "story_id", "question_id", "number", "kind", "revision_id"),
    *("published_at", "published_by_id", "recorded_at"),
)
REVISION_KEPT = beyond_redaction(
    *("id", "story_id", "question_id", "base_edition", "recorded"),
    *("created_at", "created_by_id"),
)
# The hash is that of what is there now; that of before stands in the removal.
REVISION_CHANGES = (
    f"OLD.recorded AND ({REVISION_KEPT} OR NEW.digest {{is_other}} {{hash}})"
)


def guard(name, table, event, rules, sqlite_rules=()):
    """A guard against what one of some rules says of a row, each with its message."""
    stops = (
        f"SELECT RAISE(ABORT, '{message}') WHERE {condition.format(**SQLITE)};"
        for condition, message in (*sqlite_rules, *rules)
    )
    tests = (
        f"IF {condition.format(**POSTGRES)} THEN RAISE EXCEPTION '{message}'; END IF;"
        for condition, message in rules
    )
    row = "OLD" if event == "DELETE" else "NEW"
    return Guard(
        name,
        table,
        event,
        sqlite=f"BEGIN {' '.join(stops)} END",
        postgresql=f"{' '.join(tests)} RETURN {row};",
    )


def change_guard(name, table, event, condition):
    return guard(name, table, event, [(condition, f"{table} is the record ({name})")])


def truncate_guard(name, table):
    """A guard against emptying a table; SQLite can't without deleting its rows."""
    raises = f"RAISE EXCEPTION '{table} is the record ({name})';"
    return Guard(name, table, "TRUNCATE", postgresql=raises, level="STATEMENT")


RECORD = Guards(
    "The record",
    "stories.E001",
    [
        change_guard("edition_never_changes", EDITION, "UPDATE", EDITION_KEPT),
        change_guard("edition_stays", EDITION, "DELETE", "OLD.published_at <= {soon}"),
        change_guard("revision_never_changes", REVISION, "UPDATE", REVISION_CHANGES),
        change_guard("revision_stays", REVISION, "DELETE", "OLD.recorded"),
        guard("edition_follows", EDITION, "INSERT", INSERT_RULES, [SQLITE_RULE]),
        truncate_guard("editions_stay", EDITION),
        truncate_guard("revisions_stay", REVISION),
        forbid_replacing("edition_is_new", EDITION, f"{EDITION} is the record"),
        forbid_replacing("revision_is_new", REVISION, f"{REVISION} is the record"),
        change_guard("redaction_never_changes", REDACTION, "UPDATE", "1 = 1"),
        change_guard("redaction_stays", REDACTION, "DELETE", "1 = 1"),
        change_guard("removal_never_changes", REMOVAL, "UPDATE", "1 = 1"),
        change_guard("removal_stays", REMOVAL, "DELETE", "1 = 1"),
        truncate_guard("redactions_stay", REDACTION),
        truncate_guard("removals_stay", REMOVAL),
        forbid_replacing("redaction_is_new", REDACTION, f"{REDACTION} is the record"),
        forbid_replacing("removal_is_new", REMOVAL, f"{REMOVAL} is the record"),
    ],
)
put_up, take_down, missing = RECORD.put_up, RECORD.take_down, RECORD.missing
restore = RECORD.restore
check = partial(RECORD.check)  # a method has no room for the tags of a check
