"""What is found, in which order, and where its list ends: whole, without a page."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from pages import menu
from paper.search import results
from paper.search.query import parse_query
from stories.models import Showing
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


def publish(headline, **fields):
    return make.published_story(headline=headline, **fields)


def find(words="", **narrowed):
    return results.find(results.Search(parse_query(words), narrowed), timezone.now())


def headlines(words="", **narrowed):
    keys = find(words, **narrowed).keys
    rows = Showing.objects.in_bulk(keys)
    return [rows[key].headline for key in keys]


def test_titles_come_before_texts_and_words_before_what_they_begin():
    publish("Boats", summary="An ice age.")
    publish("A thaw", summary="Iceland melts.")
    make.published_question(title="What is ice?")
    publish("Icebreakers")
    publish("Ice")
    publish("Rivers")
    publish("Old ice", summary="Ice.")

    assert headlines("ice") == [
        *("Old ice", "Ice", "Boats", "Icebreakers", "A thaw"),
        "What is ice?",
    ]
    assert headlines("iceland ice") == ["A thaw"]


@pytest.mark.parametrize("words", ["", "ice"])
def test_of_what_is_alike_the_last_changed_comes_first(words):
    desk = make.desk(slug="world")
    first = publish("Ice one", desk=desk)
    publish("Ice two", desk=desk)
    publish("Ice three")
    first.summary = "Other."
    first.save()
    make.edition(first, kind="correction", note="It was other.")
    with time_machine.travel(DAY, tick=False):
        newest, other = publish("Ice four", desk=desk), publish("Ice five", desk=desk)
    assert newest.pk != other.pk

    found = headlines(words, desk="world")

    assert found[:2] == ["Ice one", "Ice two"]
    assert {*found[2:]} == {"Ice four", "Ice five"}


def test_of_one_moment_the_later_edition_comes_first():
    with time_machine.travel(DAY, tick=False):
        for number in range(3):
            publish(f"Ice {number}")

    assert headlines("ice") == ["Ice 2", "Ice 1", "Ice 0"]


@pytest.mark.parametrize("words", ["", "ice"])
def test_only_what_is_more_than_so_much_is_cut(monkeypatch, words):
    monkeypatch.setattr(results, "MOST", 2)
    desk = make.desk(slug="world")
    for number in range(2):
        publish(f"Ice {number}", desk=desk)
    at_the_limit = find(words, desk="world")

    publish("Ice 2", desk=desk)
    over_it = find(words, desk="world")

    assert (len(at_the_limit.keys), at_the_limit.is_capped) == (2, False)
    assert (len(over_it.keys), over_it.is_capped) == (2, True)
    assert headlines(words, desk="world") == ["Ice 2", "Ice 1"]


def test_titles_and_texts_together_are_not_more_than_so_much(monkeypatch):
    monkeypatch.setattr(results, "MOST", 2)
    publish("Boats", summary="Ice.")
    publish("Rivers", summary="Ice.")
    publish("Ice")

    assert headlines("ice") == ["Ice", "Rivers"]


def test_where_no_text_has_all_words_those_with_half_of_them_are_found():
    publish("One", summary="Alpha.")
    publish("Two", summary="Alpha bravo.")
    publish("Three", summary="Alpha bravo charlie.")

    both = find("alpha bravo charlie delta")
    whole = find("alpha bravo charlie")
    few = find("delta echo alpha")

    assert headlines("alpha bravo charlie delta") == ["Three"]
    assert (both.has_all, both.is_capped) == (False, False)
    assert (len(whole.keys), whole.has_all) == (1, True)
    assert headlines("alpha bravo delta") == ["Three", "Two"]
    assert headlines("alpha bravo delta echo") == ["Three", "Two"]
    assert headlines("alpha bravo delta echo foxtrot") == []
    assert few == results.SearchResult([], False, False)
    assert find("delta") == results.SearchResult([], True, False)


def test_what_has_most_of_the_words_is_cut_like_the_rest(monkeypatch):
    monkeypatch.setattr(results, "MOST", 1)
    for number in range(2):
        publish(f"No. {number}", summary="Alpha bravo.")

    found = find("alpha bravo charlie")

    assert (len(found.keys), found.has_all, found.is_capped) == (1, False, True)


def test_of_many_words_the_longest_six_have_to_do():
    publish("Long", summary="Harbour barrier estuary.")
    publish("Short", summary="Fog, harbour, barrier.")

    words = "fog harbour barrier estuary channels zeppelins xylophone"

    assert headlines(words) == ["Long"]


def test_a_day_weighs_more_than_any_word():
    publish("Dated", summary="The estuary froze on 3 March 2026.")
    publish("Undated", summary="Harbour barrier estuary.")

    assert headlines("3 March 2026 estuary xylophone") == ["Dated"]
    (day,) = parse_query('"dead end"').terms
    (word,) = parse_query("harbours").terms
    assert results.weight(day) == results.MOST
    assert results.weight(word) == len("harbours")


def test_a_search_is_narrowed_by_everything_that_it_says():
    world = make.desk(slug="world")
    with time_machine.travel(DAY, tick=False):
        publish("Then", desk=world)
        make.published_question(title="Then?")
    publish("Now", desk=world)
    publish("Elsewhere")
    make.published_question(title="Now?")
    on, next_day = DAY.date(), DAY.date() + dt.timedelta(days=1)

    assert headlines(kind="story") == ["Elsewhere", "Now", "Then"]
    assert headlines(kind="question") == ["Now?", "Then?"]
    assert headlines(desk="world") == ["Now", "Then"]
    assert headlines(kind="story", since=next_day) == ["Elsewhere", "Now"]
    assert headlines(kind="story", since=on, until=on) == ["Then"]
    assert headlines(until=on - dt.timedelta(days=1)) == []
    assert headlines(kind="story", until=dt.date.max) == ["Elsewhere", "Now", "Then"]
    assert headlines(kind="question", until=on) == ["Then?"]


@pytest.mark.usefixtures("unguarded")
def test_a_day_ends_at_midnight_in_the_papers_zone(settings):
    settings.TIME_ZONE = "Pacific/Auckland"  # Midnight is at 11:00 UTC.
    midnight = dt.datetime(2026, 1, 15, 11, tzinfo=dt.UTC)
    for name, moment in (
        ("Before", midnight - dt.timedelta(microseconds=1)),
        ("At", midnight),
    ):
        with time_machine.travel(moment, tick=False):
            publish(name)

    assert headlines("at", since=dt.date(2026, 1, 16)) == ["At"]
    assert headlines(until=dt.date(2026, 1, 15), kind="story") == ["Before"]
    assert headlines(since=dt.date(2026, 1, 15), kind="story") == ["At", "Before"]


def test_a_topic_and_an_outlet_of_one_name_are_two():
    entity = make.entity(slug="gazette", name="Gazette")
    publish("On it", parts={"entities": [{"entity": entity, "name": "Gazette"}]})
    publish("By it", parts={"sources": [{"key": "k", "outlet": "Gazette"}]})
    told = {"entities": [{"entity": entity, "name": "Gazette"}]}
    publish("Gone", parts=told).withdraw(note="It was wrong.")

    assert headlines(topic="gazette") == ["On it"]
    assert headlines(outlet="gazette") == ["By it"]
    assert headlines(topic="gazette", outlet="gazette") == []


def said(**data):
    """What a form takes of an address, and what it doesn't understand."""
    form = results.SearchForm(data, [("world", "World")])
    return form.said, [field.name for field in form.unknown]


def test_a_form_takes_what_makes_sense_and_names_the_rest():
    good = {"q": "ice", "kind": "story", "desk": "world", "since": "2026-01-15"}
    good |= {"until": "2026-01-16", "topic": "a-b", "outlet": "c"}
    days = {"since": dt.date(2026, 1, 15), "until": dt.date(2026, 1, 16)}

    assert said(**good) == (good | days, [])
    assert said(other="x") == ({}, [])
    nonsense = dict.fromkeys(good, "no such thing/")
    assert said(**nonsense) == (
        {"q": "no such thing/"},
        ["kind", "desk", "since", "until", "topic", "outlet"],
    )
    longest = {"q": "x" * 200, "topic": "t" * 80, "outlet": "o" * 80}
    assert said(**longest) == (longest, [])
    longer = {name: f"{value}x" for name, value in longest.items()}
    assert said(**longer) == ({}, ["topic", "outlet"])


def test_a_form_shows_what_can_be_chosen_and_hides_what_it_only_keeps():
    form = results.SearchForm({"since": "2026-01-15"}, [("world", "World")])

    choices = {
        name: [(value, str(words)) for value, words in form.fields[name].choices]
        for name in ("kind", "desk")
    }
    assert choices == {
        "kind": [("", "Everything"), ("story", "Stories"), ("question", "Questions")],
        "desk": [("", "All desks"), ("world", "World")],
    }
    assert [field.name for field in form.hidden_fields()] == ["topic", "outlet"]
    assert [str(field.label_tag()) for field in form.visible_fields()][1:] == [
        '<label for="id_kind">Kind</label>',
        '<label for="id_desk">Desk</label>',
        '<label for="id_since">From</label>',
        '<label for="id_until">To</label>',
    ]
    assert [str(form[name]) for name in ("since", "until")] == [
        '<input type="date" name="since" value="2026-01-15" id="id_since">',
        '<input type="date" name="until" id="id_until">',
    ]


def test_a_search_for_nothing_is_none():
    assert not results.Search(parse_query(""))
    assert results.Search(parse_query("ice"))
    assert results.Search(parse_query(""), {"desk": "world"})


def test_a_search_that_is_narrowed_to_nothing_needs_no_form():
    desks = [("world", "World")]

    for data in ({}, {"q": " ice "}, {"q": "ice", "kind": ""}, {"q": "x" * 200}):
        plain, whole = results.form_of(data, desks), results.SearchForm(data, desks)
        assert plain.is_plain
        assert (plain.said, [*plain.unknown]) == (whole.said, whole.unknown)
    for more in ({"kind": "story"}, {"topic": "a"}, {"since": "x"}, {"desk": "world"}):
        assert not results.form_of({"q": "ice"} | more, desks).is_plain
    for words in ("x" * 201, "a\0b"):
        assert results.form_of({"q": words}, desks).said == {}


def test_a_plain_form_looks_like_a_whole_one(client, monkeypatch):
    make.published_story(desk=make.desk(name="World & more", slug="world"))
    menu.expire()

    def fields():
        page = client.get("/search/?q=ice").content.decode()
        found = page.partition("<summary>Narrow")[2]
        return "".join(found.partition("</details>")[0].split())

    plain = fields()
    monkeypatch.setattr(results, "form_of", results.SearchForm)

    assert "World&amp;more" in plain
    assert plain == fields()
