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
