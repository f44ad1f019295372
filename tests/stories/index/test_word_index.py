"""The index of words itself, on either engine: what goes in, is read, and comes out."""

import pytest
from django.db import connection

from paper.search.query import parse_query
from stories.index import word_index
from stories.models import Showing
from stories.models.rebuild import fill_new_index
from tests import make
from tests.support.files import empty_index

pytestmark = pytest.mark.django_db

TEXT = {"format": "explainer/1", "headline": "Gone"}


def indexed(headline, **fields):
    """The key of a live text with these words."""
    return make.edition(make.story(headline=headline, **fields)).pk


def keys():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {word_index.TABLE} ORDER BY rowid")
        return [key for (key,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def _empty():
    """Texts that tests with transactions of their own emptied leave their words."""
    empty_index()


def test_each_word_is_counted_by_the_texts_that_have_it():
    one = indexed("Ice ice", summary="Frozen ports.")
    two = indexed("Ice", summary="Ports.")
    indexed("Elsewhere", summary="Ice.")

    assert word_index.word_counts([one, two]) == {"ice": 2, "frozen": 1, "ports": 2}
    assert word_index.word_counts([two]) == {"ice": 1, "ports": 1}
    assert word_index.word_counts([]) == {}


def test_a_text_is_read_as_its_passages():
    one = indexed(
        "Ice", standfirst="It froze.", summary="One.\n\nTwo.", report="Three."
    )
    two = indexed("Fog", summary="Four.")

    assert word_index.passages([one, two]) == {
        one: ["It froze.", "One.", "Two.", "Three."],
        two: ["Four."],
    }
    assert word_index.passages([]) == {}


def having(words, column="body", least=None):
    terms = parse_query(words).terms
    found = word_index.rows_with(Showing.objects.all(), terms, column, least)
    return [*found.values_list("pk", flat=True)]


def test_texts_are_found_by_all_words_or_by_so_many_the_newest_first():
    one = indexed("Ice", summary="Ports close.")
    two = indexed("Ice and ports", summary="Rivers.")
    three = indexed("Fog", summary="Ports.")

    assert having('"ports"') == [three, two, one]
    assert having('"ports" "ice"') == [two, one]
    assert having('"ports" "ice"', "title") == [two]
    assert having('"ports" "ice" "rivers"', least=2) == [two, one]
    assert having('"ports" "fog" "close"', least=1) == [three, two, one]
    assert having('"ports close"') == [one]


def test_a_text_is_put_in_once_and_taken_out_alone():
    one, two = indexed("Ice"), indexed("Fog")
    showing = Showing.objects.get(pk=one)

    word_index.index_text(showing, TEXT | {"headline": "Thaw", "summary": "It melts."})

    assert keys() == [one, two]
    assert word_index.word_counts([one]) == {"thaw": 1, "it": 1, "melts": 1}
    word_index.drop([])
    assert keys() == [one, two]
    word_index.drop([one])
    assert (keys(), word_index.is_empty()) == ([two], False)
    empty_index()
    assert (keys(), word_index.is_empty()) == ([], True)


def test_words_of_texts_that_are_no_more_are_swept():
    one, two = indexed("Ice"), indexed("Fog")
    gone = Showing.objects.get(pk=two)
    gone.pk += 1
    word_index.index_text(gone, TEXT)
    assert keys() == [one, two, gone.pk]

    word_index.sweep()

    assert keys() == [one, two]


def test_only_an_upgrade_with_an_empty_index_of_a_whole_plan_fills_it(capsys):
    one = indexed("Ice")

    def filled(**signal):
        empty_index()
        fill_new_index(**signal)
        return keys()

    assert filled(plan=None) == []
    assert filled(plan=[], using="other") == []
    assert filled(plan=[], verbosity=0) == [one]
    assert capsys.readouterr().out == ""
    assert filled(plan=[]) == [one]
    assert "Deriving lists and words anew" in capsys.readouterr().out
    fill_new_index(plan=[])
    assert capsys.readouterr().out == ""
