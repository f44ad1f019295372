"""What somebody does happens whole or not at all, and to nothing else."""

import copy
import functools
import re
from itertools import count

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.deeds import DEEDS, Corner

OURS = ["desk", "pages", "stories", "sources", "images", "entities", "people"]
OURS += ["auth", "otp_totp", "otp_static", "taggit"]
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
# Each of their statements keeps a text or leaves it: they need no transaction.
OF_ONE_ROW = {"keep_what_is_typed", "settle_what_was_typed"}


@functools.cache
def readings():
    """By the name of each table of ours what reads it whole, its key first."""
    models = (
        model
        for app in OURS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    )
    quote = connection.ops.quote_name
    return {
        meta.db_table: f"SELECT {quote(meta.pk.column)}, * FROM {quote(meta.db_table)}"
        for meta in (model._meta for model in models)
    }


def dump():
    """Every row of ours as (table, key), with the values of its columns."""
    with connection.cursor() as cursor:
        return {
            (table, row[0]): row
            for table, reading in readings().items()
            for row in cursor.execute(reading).fetchall()
        }


class BrokenError(Exception):
    """The database has gone away in the middle of something."""


class Breaking:
    """Breaks at the n-th statement that would write."""

    def __init__(self, at):
        self.left = at

    def __call__(self, execute, sql, params, many, context):
        if WRITES.match(sql):
            self.left -= 1
            if not self.left:
                raise BrokenError
        return execute(sql, params, many, context)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Two corners, made once; what a test does to them is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Corner(1), dump(), Corner(2)
        transaction.set_rollback(True)


@pytest.fixture
def corners(made, db):
    ours, rows, theirs = made
    return copy.deepcopy(ours), rows, copy.deepcopy(theirs)


@pytest.mark.once
@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_touches_nothing_of_anybody_elses(name, corners):
    ours, rows, theirs = corners
    DEEDS[name](theirs)
    elses = dump()
    do = DEEDS[name](ours)
    before = dump()

    do()

    after = dump()
    theirs = elses.keys() - rows.keys()
    changed = {row for row in theirs if after.get(row) != elses[row]}
    assert changed == set()
    assert after != before


@pytest.mark.parametrize("name", [name for name in DEEDS if name not in OF_ONE_ROW])
def test_a_deed_that_breaks_at_any_of_its_writes_has_changed_nothing(name, corners):
    do = DEEDS[name](corners[0])
    before = dump()

    for write in count(1):
        try:
            with connection.execute_wrapper(Breaking(write)):
                do()
        except BrokenError:
            transaction.set_rollback(False)  # What was to be rolled back has been.
            assert dump() == before, f"It broke at write {write}."
        else:
            break

    assert dump() != before
