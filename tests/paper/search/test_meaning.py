"""Whom a query names, and what is offered where nothing is found: the whole answer."""

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.name_starts import starts_of
from paper.search import highlight, meaning, views
from paper.search.query import parse_query
from paper.search.results import Search, SearchResult
from tests import make

pytestmark = pytest.mark.django_db


def topic(name, *aliases, **fields):
    made = make.entity(name=name, **{"open": True} | fields)
    for alias in aliases:
        made.aliases.create(name=alias)
    return made


def named(words):
    """The topics that a query names and nothing else, and the others that it names."""
    who = meaning.match_topics(parse_query(words), timezone.now())
    return [row.name for row in who.first], [row.name for row in who.others]


def phrases(words):
    """What a query is looked for by, word by word, but for the forms of its words."""
    who = meaning.match_topics(parse_query(words), timezone.now())
    return [
        {" ".join(phrase) for part in term.all() for phrase in part.phrases}
        for term in who.asked.terms
    ]


def test_a_query_names_who_is_called_by_one_of_its_words_or_runs_of_words():
    topic("Orsa (town)", "Orsa")
    topic("Orsa (river)", "Orsa")
    topic("Lake Siljan", "Siljan")
    topic("Mora")
    topic("Orsa (lake)", "Orsa", open=False)

    assert named("orsa") == (["Orsa (river)", "Orsa (town)"], [])
    assert named("the Orsa") == (["Orsa (river)", "Orsa (town)"], [])
    assert named("lake siljan orsa") == (
        [],
        ["Lake Siljan", "Orsa (river)", "Orsa (town)"],
    )
    assert named("siljan lake") == ([], ["Lake Siljan"])
    assert named("falun") == ([], [])
    assert named("") == ([], [])


def test_who_is_named_alone_is_not_among_the_others_too():
    topic("United Nations", "UN", "Nations")

    assert named("united nations") == (["United Nations"], [])


def test_of_a_name_that_many_have_fifteen_are_read_and_five_stand_first():
    for number in range(16):
        topic(f"Court {number:02}", "ICC")

    assert named("ICC")[0] == [f"Court 0{number}" for number in range(5)]
    assert named("ICC warrant")[1] == [f"Court {number:02}" for number in range(15)]


def test_other_names_will_do_where_they_mean_one_thing():
    court = topic("Criminal Court", "ICC", "the Court", "Strafgerichtshof Haag")
    topic("Old tribunal", "ICT", "the Tribunal").merge_into(court)

    sure = {"criminal court", "icc", "ict", "strafgerichtshof haag", "old tribunal"}
    assert phrases("icc") == [sure]
    assert phrases("ict") == [sure]
    assert phrases("the tribunal") == [sure]
    assert phrases("warrant") == [set()]


@pytest.mark.parametrize(
    ("name", "sure"),
    [
        ("ICC", True),
        ("Union", False),
        ("the Union", False),
        ("Union Union", False),
        ("Harbour Union", True),
    ],
)
def test_a_name_is_sure_in_capitals_or_with_two_telling_words(name, sure):
    assert meaning.is_sure(name) is sure


def test_beside_texts_stand_their_topics_that_have_one_of_the_words():
    river, town = topic("Orsa river"), topic("Orsa")
    other, hidden = topic("Siljan"), make.entity(name="Orsa Jo", kind="person")
    topic("Orsa lake")
    rows = [river, town, other, hidden]
    parts = {"entities": [{"entity": row, "name": row.name} for row in rows]}
    keys = [make.edition(make.story(parts)).pk]
    make.edition(make.story({"entities": [{"entity": topic("Orsa hill")}]}))

    asked = parse_query("orsa")
    _is_named, near = meaning.entries_near(asked)
    for known in (near, None):  # by their names' beginnings, or by those of the texts
        who = meaning.TopicMatches(asked, near=known)
        assert meaning.related_topics(who, keys, timezone.now()) == [town, river]
    assert {row.pk for row in rows} - near.keys() == {other.pk}


def test_whom_a_query_may_name_is_told_by_where_names_begin(monkeypatch):
    court = topic("Criminal Court", "ICC")
    muller = topic("Müller, J.")

    near = {court.pk: "Criminal Court"}
    assert meaning.entries_near(parse_query("courts rise")) == (False, near)
    assert meaning.entries_near(parse_query("icc rises")) == (True, {})
    mueller = {muller.pk: "Müller, J."}
    assert meaning.entries_near(parse_query("mueller sails")) == (False, mueller)
    assert meaning.entries_near(parse_query("fog")) == (False, {})
    assert meaning.entries_near(parse_query("الحرب")) == (False, None)
    monkeypatch.setattr(meaning, "NEAR", 0)
    assert meaning.entries_near(parse_query("courts rise")) == (True, None)


@settings(max_examples=300, deadline=None)
@given(words=st.text("aeouAEäöüøåßn'- .1", max_size=12), wider=st.text("aeoun' ä"))
def test_no_name_that_has_the_words_begins_in_another_way(words, wider):
    asked = parse_query(words)
    name = f"{wider} {words} {wider}".strip()
    is_in = asked.may_be_in(name) and highlight.has(name, asked)

    begins = tuple(asked.name_starts)
    starts = starts_of(name)
    assert not is_in or any(start.startswith(begins) for start in starts)


def test_topics_are_suggested_by_their_likeness(monkeypatch):
    kallas, kallis = topic("Kaja Kallas"), topic("Kaja Kallis")
    topic("Kaja Kalla", open=False)
    topic("Orsa")
    now = timezone.now()

    assert meaning.suggest_topics("kallas", now) == [kallas, kallis]
    assert meaning.suggest_topics("kaja", now) == [kallas, kallis]
    assert meaning.suggest_topics("kaj", now) == [kallas, kallis]
    assert meaning.suggest_topics("ka", now) == []
    monkeypatch.setattr(meaning, "SUGGESTED", 1)
    assert meaning.suggest_topics("kaja", now) == [kallas]
    topic("Kaja Aa")
    monkeypatch.setattr(meaning, "NAMES", 1)
    assert [row.name for row in meaning.suggest_topics("kaja", now)] == ["Kaja Aa"]


def test_words_are_those_of_the_newest_texts_that_are_live(monkeypatch):
    make.published_story(summary="An envoy.")
    make.published_story(summary="The envoys.")
    make.published_story(summary="Envoi.").withdraw(note="It was wrong.")
    now = timezone.now()

    assert meaning.suggest_words("envoj", [], now) == ["envoy", "envoys"]
    assert meaning.suggest_words("envoj", [make.entity(name="Envoy")], now) == [
        "envoys"
    ]
    monkeypatch.setattr(meaning, "RESPELT", 1)
    assert meaning.suggest_words("envoj", [], now) == ["envoy"]
    monkeypatch.setattr(meaning, "READ", 1)
    assert meaning.suggest_words("envoj", [], now) == ["envoys"]


def offered(words, keys=()):
    """What a page shows beside what was found."""
    who = meaning.match_topics(parse_query(words), timezone.now())
    rows = views.live_rows([*keys], timezone.now())
    return [row.name for row in views.topics(who, rows, timezone.now())]


def test_topics_stand_beside_texts_or_in_their_place_each_once(monkeypatch):
    court, other = topic("Criminal Court", "ICC"), topic("ICC hall")
    parts = {"entities": [{"entity": row, "name": row.name} for row in (court, other)]}
    keys = [make.edition(make.story(parts)).pk]

    assert offered("", keys) == []
    assert offered("icc", keys) == ["ICC hall"]
    assert offered("icc warrant", keys) == ["Criminal Court", "ICC hall"]
    assert offered("icc warrant") == ["Criminal Court"]
    assert offered("icc") == []
    assert offered("criminel") == ["Criminal Court"]
    assert offered("criminel", keys) == []
    monkeypatch.setattr(meaning, "SUGGESTED", 1)
    assert offered("icc warrant", keys) == ["Criminal Court"]


def test_other_words_are_offered_where_nothing_is_found_each_with_its_query():
    make.published_story(summary="An envoy.")
    now, said = timezone.now(), {"q": "envoi", "desk": "world"}
    search = Search(parse_query("envoi"), {"desk": "world"})

    assert views.suggested_queries(said, search, SearchResult(), [], now) == [
        ("envoy", "q=envoy&desk=world")
    ]
    assert views.suggested_queries(said, search, SearchResult([1]), [], now) == []
    assert (
        views.suggested_queries({}, Search(parse_query("")), SearchResult(), [], now)
        == []
    )


def test_each_text_is_shown_with_the_words_in_the_order_in_which_it_was_found():
    german = make.edition(
        make.story(headline="Häuser", summary="Ein Haus.", language="de-AT")
    )
    own = make.edition(make.story(headline="Boats", report="One.\n\nTwo houses sank."))
    keys = [own.pk, 0, german.pk]

    shown = [
        (hit.showing.pk, hit.title, hit.excerpt)
        for hit in views.hits(
            views.live_rows(keys, timezone.now()), parse_query("haus houses")
        )
    ]

    sank = [("Two ", False), ("houses", True), (" sank.", False)]
    haus = [("Ein ", False), ("Haus", True), (".", False)]
    assert shown == [
        (own.pk, [("Boats", False)], sank),
        (german.pk, [("Häuser", True)], haus),
    ]
