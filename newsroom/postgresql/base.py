"""The backend: Django's, on connections that give up when the server is gone."""

from types import SimpleNamespace

import psycopg
from django.db.backends.postgresql import base

from newsroom.postgresql.watch import WATCH, patient


class Connection(psycopg.Connection):
    """Waits for an answer as long as the server answers anybody."""

    def wait(self, gen, interval=WATCH.STEP, timeout=None):
        patience = patient(gen, WATCH.reassure)
        try:
            return super().wait(patience, WATCH.STEP, timeout)
        except WATCH.Unreachable:
            self.close()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    Database = SimpleNamespace(**vars(psycopg) | {"connect": Connection.connect})

    def get_new_connection(self, conn_params):
        WATCH.params = conn_params
        WATCH.assure(WATCH.FIRST)
        return super().get_new_connection(conn_params)
