"""A second PostgreSQL that streams from a first one: paused, promoted, out of touch."""

import contextlib
import tempfile
import time
from pathlib import Path

import psycopg

from scripts import with_postgres


class Standby(with_postgres.Server):
    """A copy of a server that runs, which follows it."""

    def __init__(self, scratch, primary):
        self.primary = primary
        super().__init__(scratch, with_postgres.QUICK)

    def fill(self):
        """As an operator makes one: a base backup, and where to stream from."""
        host = ["-h", self.primary.scratch, "-U", "postgres"]
        self.run("pg_basebackup", *host, "-R", "-X", "stream", "-c", "fast")

    def pause(self):
        """It goes on to receive, and shows nothing of it."""
        query(self, "SELECT pg_wal_replay_pause()")

    def resume(self):
        query(self, "SELECT pg_wal_replay_resume()")

    def promote(self):
        query(self, "SELECT pg_promote()")

    def lose_touch(self):
        """It receives nothing more, though its primary is well."""
        query(self, "ALTER SYSTEM SET primary_conninfo = ''")
        query(self, "SELECT pg_reload_conf()")


def query(server, sql):
    """The first value that a server says, if it says one."""
    dsn = server.address.replace("postgres://", "postgresql://", 1)
    with psycopg.connect(dsn, autocommit=True, connect_timeout=2) as there:
        found = there.execute(sql)
        return found.fetchone()[0] if found.description else None


def until_level(primary, standby, how="replay", seconds=30):
    """Once the standby shows all that the primary has, or has at least received it."""
    end = query(primary, "SELECT pg_current_wal_lsn()")
    for _time in range(seconds * 50):
        if query(standby, f"SELECT pg_last_wal_{how}_lsn() >= '{end}'"):
            return
        time.sleep(0.02)
    raise RuntimeError("The standby does not follow.")


@contextlib.contextmanager
def both():
    """A primary and its standby, for a block of code."""
    with (
        # What is committed and not yet written is not sent either.
        with_postgres.temporary_server(options=with_postgres.QUICK) as primary,
        tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as scratch,
    ):
        standby = Standby(Path(scratch), primary)
        standby.start()
        try:
            yield primary, standby
        finally:
            if standby.process.poll() is None:
                standby.thaw()
                standby.stop()
            if primary.process.poll() is None:
                primary.thaw()


def addresses(primary, standby):
    """DATABASE_URL with both for hosts, and REPLICA_URL."""
    hosts = [
        server.address.split("@")[1].split("/")[0] for server in (primary, standby)
    ]
    return f"postgres://postgres@{','.join(hosts)}/postgres", standby.address
