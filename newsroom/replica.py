"""The streaming replica: public pages are read from it once it has all that they need.

While a thread reads it, its connection stands in the place of the one that Django calls
`default`, so no query knows which server it asks. Nothing is written this way: the
session is a read-only one, and what writes is never led here.
"""

import threading
from contextlib import contextmanager

from django.db import connections
from django.db.utils import ConnectionHandler

from newsroom.generation_watch import ask
from newsroom.postgresql import base
from newsroom.postgresql.schema_gate import GATE, NOT_YET
from newsroom.postgresql.watch import UnreachableError, Watch
from operations.readiness import missing_migrations
from paper import generation

NAME = "default"


class ReplicaConnection(base.DatabaseWrapper):
    """Opened where somebody asks how far the replica is, and nowhere else: a new one
    may lead to another server, which is behind."""

    watch = Watch("The replica")
    may_open = False

    def connect(self):
        if not self.may_open:
            raise UnreachableError("the replica's connection was lost")
        super().connect()
        if GATE.is_shut and missing_migrations(self):
            self.close()
            raise UnreachableError(NOT_YET)

    def is_prepared(self):
        """Nobody prepares it; what it has is seen once it is asked."""
        return True


class Replica:
    """`database` says where it is, as Django's settings do."""

    def __init__(self, database):
        self.database = ConnectionHandler({NAME: database}).settings[NAME]
        self.own = threading.local()

    @contextmanager
    def reading(self, least):
        """Within, this thread's queries ask the replica, if it has come as far as that
        number. Gives the number that it is at; None where they ask the primary."""
        with self.in_place() as made:
            number = self.number(made)
            if number is not None and number >= least:
                yield number
                return
        yield None

    @contextmanager
    def in_place(self):
        made = vars(self.own).get("connection")
        if made is None:
            made = self.own.connection = ReplicaConnection(self.database, NAME)
        primary, connections[NAME] = connections[NAME], made
        try:
            yield made
        finally:
            connections[NAME] = primary

    def number(self, made):
        """How far the replica is, asked anew each time: so a connection that was lost
        is noticed before a page is begun."""
        made.may_open = True
        try:
            return ask(generation.number)
        finally:
            made.may_open = False
