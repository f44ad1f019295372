"""The tables of the index of words are made once, and what they hold stays."""

import pytest
from django.db import connection

from stories.index import index_tables, word_index
from tests import make

pytestmark = pytest.mark.django_db


def rows():
    return word_index.execute(f"SELECT rowid, passages FROM {index_tables.TABLE}")


def test_to_make_the_tables_again_leaves_what_they_hold():
    make.published_story(headline="Ice", summary="It froze.")
    make.published_story(headline="Fog", summary="It cleared.")
    before = rows()

    index_tables.make()

    assert sorted(rows()) == sorted(before)
    assert len(before) == 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="only PostgreSQL has it")
def test_few_texts_wait_in_a_list_that_each_search_reads():
    names = [f"{index_tables.TABLE}_{column}" for column in ("title", "body")]
    said = word_index.execute(
        "SELECT reloptions FROM pg_class WHERE relname = ANY(%s)", [names]
    )

    assert said == [([f"gin_pending_list_limit={index_tables.PENDING}"],)] * 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="only PostgreSQL has it")
@pytest.mark.parametrize("begun", ["", ":*"])
def test_a_large_archive_finds_the_same_whichever_way_it_goes(begun):
    for number in range(30):
        make.published_story(headline=f"Ice {number}", summary="The harbour froze.")
    make.published_story(headline="Fog", summary="It cleared.")
    word_index.execute(f"ANALYZE {index_tables.TABLE}")
    words = [f"harbour{begun}", f"ice{begun}", f"fog{begun}", f"snow{begun}"]
    small = [newest(word) for word in words]

    with connection.cursor() as cursor:
        for made in index_tables.MAKE["postgresql"]:
            cursor.execute(made.replace(str(index_tables.MANY), "0"))

    assert [newest(word) for word in words] == small
    assert [found[-1] for found in small] == [(2, 10), (2, 10), (2, 1), (2, 0)]


def newest(word):
    sql = f"SELECT * FROM {index_tables.TABLE}_newest(%s::tsquery, 3, 6, 10)"
    return word_index.execute(sql, [word])
