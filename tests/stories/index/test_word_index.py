"""The index of words itself, on either engine: what goes in, is read, and comes out."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL

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
    rows = word_index.execute(f"SELECT rowid FROM {word_index.TABLE} ORDER BY rowid")
    if word_index.is_sqlite():
        places = f"SELECT place FROM {word_index.PLACES} ORDER BY place"
        assert rows == word_index.execute(places)
    return [place & word_index.KEY_MASK for (place,) in rows]


def showings(*found):
    return [Showing.objects.get(pk=key) for key in found]


@pytest.fixture(autouse=True)
def _empty():
    """Texts that tests with transactions of their own emptied leave their words."""
    empty_index()


def test_each_word_is_counted_by_the_texts_that_have_it():
    one = indexed("Ice ice", summary="Frozen ports.")
    two = indexed("Ice", summary="Ports.")
    indexed("Elsewhere", summary="Ice.")

    assert word_index.word_counts(showings(one, two)) == {
        "ice": 2,
        "frozen": 1,
        "ports": 2,
    }
    assert word_index.word_counts(showings(two)) == {"ice": 1, "ports": 1}
    assert word_index.word_counts([]) == {}


def test_a_text_is_read_as_its_passages():
    one = indexed(
        "Ice", standfirst="It froze.", summary="One.\n\nTwo.", report="Three."
    )
    two = indexed("Fog", summary="Four.")

    passages = RawSQL(word_index.PASSAGES[connection.vendor], ())
    rows = Showing.objects.annotate(said=passages).values_list("pk", "said")
    assert dict(rows) == {one: "It froze.\n\nOne.\n\nTwo.\n\nThree.", two: "Four."}


def found_by(words, least=None, most=1000, limit=1000, rows=None):
    """Keys of texts with words in titles, and anywhere, and how many there are."""
    found = word_index.places_with(parse_query(words).terms, most, limit, least, rows)
    places = found.titles, found.texts
    keys = [[place & word_index.KEY_MASK for place in some] for some in places]
    return *keys, found.count


def test_texts_are_found_by_all_words_or_by_so_many_the_newest_first():
    one = indexed("Ice", summary="Ports close.")
    two = indexed("Ice and ports", summary="Rivers.")
    three = indexed("Fog", summary="Ports.")
    others = Showing.objects.exclude(pk=two)

    assert found_by('"ports"') == ([two], [three, two, one], 3)
    assert found_by('"ports" "ice"') == ([two], [two, one], 2)
    assert found_by('"ports" "ice" "rivers"', least=2) == ([two], [two, one], 2)
    assert found_by('"ports" "fog" "close"', least=1)[1] == [three, two, one]
    assert found_by('"ports close"') == ([], [one], 1)
    assert found_by('"ports"', rows=others) == ([], [three, one], 2)
    assert found_by('"ice"', rows=others) == ([one], [one], 1)
    assert found_by('"rivers froze"') == ([], [], 0)


def test_of_many_texts_so_many_are_read_and_so_many_are_counted():
    found = [indexed(f"Ice {number}", summary="Ports.") for number in range(5)]
    newest = found[::-1]

    assert found_by('"ice"', most=1) == (newest[:1], newest[:2], 5)
    assert found_by('"ice"', most=2, limit=4) == (newest[:2], newest[:4], 4)
    assert found_by('"ports"', most=9, limit=3) == ([], newest[:3], 3)


def test_places_are_in_the_order_of_time_and_stories_before_questions():
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    old, new, asked = Showing(pk=9), Showing(pk=2), Showing(pk=3)
    for row in (old, new):
        row.story_id = uuid.uuid4()
    old.updated_at, new.updated_at = at, at + dt.timedelta(seconds=1)
    asked.updated_at = at + dt.timedelta(days=9)

    places = [*map(word_index.place_of, (asked, old, new))]

    assert places == sorted(places)
    assert [*map(word_index.is_story, places)] == [False, True, True]
    assert [place & word_index.KEY_MASK for place in places] == [3, 9, 2]
    assert -(2**63) <= min(places) <= max(places) < 2**63


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_a_day_far_off_has_a_place_too(year):
    row = Showing(pk=5, story_id=uuid.uuid4())
    row.updated_at = dt.datetime(year, 6, 1, tzinfo=dt.UTC)

    assert word_index.place_of(row) & word_index.KEY_MASK == 5
    assert 0 <= word_index.place_of(row) < 2**62


def test_a_text_that_changed_at_another_time_keeps_one_row():
    key = indexed("Ice")
    (row,) = showings(key)
    row.updated_at -= dt.timedelta(days=3)

    word_index.index_text(row, TEXT)

    assert keys() == [key]
    assert word_index.word_counts([row]) == {"gone": 1}
    word_index.drop([key])
    assert keys() == []


def test_a_text_is_put_in_once_and_taken_out_alone():
    one, two = indexed("Ice"), indexed("Fog")
    showing = Showing.objects.get(pk=one)

    word_index.index_text(showing, TEXT | {"headline": "Thaw", "summary": "It melts."})

    assert keys() == [one, two]
    assert word_index.word_counts(showings(one)) == {"thaw": 1, "it": 1, "melts": 1}
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
