"""What PostgreSQL has read and planned once it answers for any values, and anew if a
migration or a pooler has left it with another."""

import pytest
from django.db import NotSupportedError, connection, transaction

from people.compiled_query import NUMBER, TEXT, Many, compile_by_values, compile_once
from people.prepared_statement import typed
from stories.models import Mention, Tag


@compile_once(name=TEXT, slugs=Many(TEXT))
def tags(name, slugs):
    rows = Tag.objects.filter(name=name) | Tag.objects.filter(slug__among=slugs)
    return rows.order_by("slug")


@compile_once(number=NUMBER, keys=Many(NUMBER))
def mentions(number, keys):
    return Mention.objects.filter(showing__among=keys, pk__gt=number)


@compile_by_values(name=TEXT)
def tags_by_name(name):
    return Tag.objects.filter(name=name)


@pytest.fixture
def prepared(committed):
    """How often each statement of this connection was asked, and planned for values."""
    if connection.vendor != "postgresql":
        pytest.skip("This is about PostgreSQL.")
    connection.close()

    def listed():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
            )
            return cursor.fetchall()

    yield listed
    connection.close()


@pytest.fixture
def freight(prepared):
    return Tag.objects.create(name="Freight", slug="freight")


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def widened():
    """Makes a column longer, as a migration may; afterwards it is as it was."""
    column = "ALTER TABLE stories_tag ALTER COLUMN name TYPE varchar(%d)"
    length = Tag._meta.get_field("name").max_length
    yield lambda: run(column % (length + 1))
    run(column % length)


def test_a_query_is_planned_once_whatever_its_values_are(freight, prepared):
    asked = [("Freight", []), ("", ["freight", "x"]), ("'%s'", ["{"])]

    found = [tags(name=name, slugs=slugs) for name, slugs in asked]

    assert found == [[freight], [freight], []]
    assert prepared() == [(3, 0)]
    for number, keys in ((1, [1]), (2**40, [2**40, 1]), (-1, [9])):
        assert mentions(number=number, keys=keys) == []
    assert sorted(prepared()) == [(3, 0), (3, 0)]
    assert connection.connection.prepare_threshold is None


def test_a_query_that_is_planned_by_its_values_is_not_prepared(freight, prepared):
    assert tags_by_name(name="Freight") == [freight]
    assert prepared() == []


def test_nothing_is_prepared_where_the_settings_forbid_it(freight, prepared, settings):
    settings.PREPARE_STATEMENTS = False

    assert tags(name="Freight", slugs=[]) == [freight]
    assert prepared() == []


def test_readers_are_answered_while_a_migration_alters_a_column(
    freight, prepared, widened
):
    assert tags(name="Freight", slugs=[]) == [freight]
    widened()

    assert tags(name="Freight", slugs=[]) == [freight]
    assert tags(name="Freight", slugs=["y"]) == [freight]
    assert prepared() == [(2, 0)]


def test_of_a_transaction_under_way_the_migration_costs_that_one(
    freight, prepared, widened
):
    assert tags(name="Freight", slugs=[]) == [freight]
    widened()

    with pytest.raises(NotSupportedError), transaction.atomic():
        tags(name="Freight", slugs=[])
    with transaction.atomic():
        assert tags(name="Freight", slugs=[]) == [freight]


def test_what_a_pooler_has_taken_away_is_prepared_anew(freight, prepared):
    tags(name="Freight", slugs=[])
    mentions(number=1, keys=[])
    run("DEALLOCATE ALL")

    assert tags(name="Freight", slugs=[]) == [freight]
    assert mentions(number=1, keys=[]) == []
    assert len(prepared()) == 2


def test_a_connection_that_died_leaves_nothing_to_the_next_one(freight, prepared):
    tags(name="Freight", slugs=[])
    connection.connection.close()
    connection.close()

    assert tags(name="Freight", slugs=[]) == [freight]
    assert prepared() == [(1, 0)]


def test_constants_stand_in_the_sql_and_places_have_names_and_types():
    text = "a = %s AND b LIKE 'x%%' AND c = %s AND d = %s"

    said = typed(text, [("p0", "uuid[]"), (None, "it's 50%"), ("p1", "date")])

    assert said == (
        "a = %(p0)s::uuid[] AND b LIKE 'x%%' AND c = 'it''s 50%%' AND d = %(p1)s::date"
    )
