"""A take-out has every table, but those that are named with the reason why not."""

import pytest
from django.apps import apps
from django.db import connection, models

from operations.takeout import holdings
from stories.index.index_tables import TABLE


@pytest.mark.once
def test_every_table_is_taken_or_named_as_left_out(db):
    """Whoever adds one finds it here: in a take-out, or on the list with a reason."""
    taken = {model._meta.db_table for model in holdings.holdings(keys=True)}
    left = {apps.get_model(name)._meta.db_table for name in holdings.LEFT_OUT}
    there = {*connection.introspection.table_names()}

    words = {name for name in there if name.startswith(TABLE)}
    assert words
    assert there - words - taken - left == {"django_migrations"}
    assert taken | left <= there
    assert taken & left == set()


def test_each_table_that_is_named_is_there():
    labels = {model._meta.label for model in holdings.models_of_tables()}
    named = {*holdings.LEFT_OUT, *holdings.KEYS, *holdings.WITHOUT_KEYS}

    assert named | holdings.BEGUN | {*holdings.CALLED} <= labels
    assert all(holdings.LEFT_OUT.values())


def test_rows_have_keys_by_which_both_engines_sort_alike():
    """Texts don't: each engine has an order of letters of its own."""
    kinds = (models.AutoField, models.UUIDField, models.OneToOneField)

    for model in holdings.holdings(keys=True):
        assert isinstance(model._meta.pk, kinds), model._meta.label


def test_who_is_named_by_a_name_is_not_taken():
    """Rows that are found by their names are made by `migrate`, in each paper anew."""
    assert {*holdings.CALLED} <= {*holdings.LEFT_OUT}
