"""The backend: Django's, on connections that give up when the server is gone."""

from types import SimpleNamespace

import psycopg
from django.db.backends.postgresql import base

from newsroom.postgresql.schema_gate import GATE, NOT_YET
from newsroom.postgresql.watch import WATCH, UnreachableError, patient


class Connection(psycopg.Connection):
    """Waits for an answer as long as the server answers anybody."""

    watch, place = WATCH, None

    def wait(self, gen, interval=WATCH.STEP, timeout=None):
        patience = patient(gen, self.watch.reassure)
        try:
            return super().wait(patience, WATCH.STEP, timeout)
        except WATCH.Unreachable:
            self.close()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    Database = SimpleNamespace(**vars(psycopg) | {"connect": Connection.connect})
    watch = WATCH

    def connect(self):
        if not self.is_prepared():
            raise UnreachableError(NOT_YET)
        super().connect()

    def is_prepared(self):
        """Whether its schema is ours, for all that is known."""
        return not GATE.is_shut

    def get_new_connection(self, conn_params):
        """Where several hosts are named, to the one that the watch has found."""
        self.watch.params = conn_params
        self.watch.assure(self.watch.FIRST)
        place = self.watch.place()
        connection = super().get_new_connection(conn_params | place)
        connection.watch, connection.place = self.watch, place
        return connection

    def is_usable(self):
        """Not one to a server that another has replaced, though it may answer again."""
        return self.connection.place == self.watch.place() and super().is_usable()
