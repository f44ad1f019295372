"""How far the replica follows, from which pages are read."""

from django.conf import settings
from django.db import Error, connection
from django.db.utils import ConnectionHandler

from operations.metrics.paper_figures import gauge

PATIENCE = {"connect_timeout": 1}  # seconds
LAG = (
    "SELECT pg_is_in_recovery(),"
    " greatest(0, pg_wal_lsn_diff(%s, pg_last_wal_replay_lsn())),"
    " extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())"
)


def replica():
    """Behind is one that has not shown what the primary had before it was asked; where
    nothing is written its last change may be hours old, and it is level."""
    database = getattr(settings, "REPLICA", None)
    if not database:
        return
    try:
        follows, behind, seconds = answer(database)
    except Error:
        follows, behind, seconds = False, None, None
    yield gauge("replica_up", "Whether the replica follows.", value=bool(follows))
    late = gauge("replica_lag_seconds", "How old is what the replica shows.")
    missing = gauge("replica_lag_bytes", "What the replica has to show yet.")
    if follows and behind is not None:
        late.add_metric([], float(seconds or 0) if behind else 0.0)
        missing.add_metric([], float(behind))
    yield from (late, missing)


def end_of_log():
    """Nobody says so of a primary that was lost; then the replica is level."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        if cursor.fetchone()[0]:
            return "0/0"
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def answer(database):
    options = database.get("OPTIONS", {}) | PATIENCE
    handler = ConnectionHandler({"default": database | {"OPTIONS": options}})
    made, end = handler["default"], end_of_log()
    try:
        with made.cursor() as cursor:
            cursor.execute(LAG, [end])
            return cursor.fetchone()
    finally:
        made.close()


QUESTIONS = (replica,)
