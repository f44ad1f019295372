"""Python's watch over the record: a clear error before the database's refusal.

What passes it by is stopped by the triggers of `stories/guards.py`.
"""

from django.db import models


class FrozenRecordError(Exception):
    """Someone tried to change what readers were given."""

    def __init__(self):
        super().__init__("The record never changes: publish a new edition.")


def insert_only(row, options):
    """Have Django insert the row or fail: a known key would make it an update."""
    if not row._state.adding or options.get("force_update"):
        raise FrozenRecordError
    options["force_insert"] = True


class RecordQuerySet(models.QuerySet):
    def update(self, **values):
        raise FrozenRecordError

    def bulk_update(self, rows, fields, batch_size=None):
        raise FrozenRecordError

    def bulk_create(self, rows, *args, **options):
        raise FrozenRecordError  # It can update, and it passes by every other rule.

    def delete(self):
        raise FrozenRecordError
