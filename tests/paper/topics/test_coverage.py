"""Tellings of many stories: nearly the same on the same day is told once."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper.topics import coverage

WORDS = st.sampled_from(
    ["The port opens.", "The port opens again.", "A strike begins."]
)
DAYS = st.sampled_from([None, dt.date(2026, 1, 1), dt.date(2026, 1, 2)])


def row(text="The port opens.", day=None, showing="a", **said):
    made = SimpleNamespace(text=text, day=day, precision="day", label="")
    made.showing, made.said, made.main = showing, said, False
    return made


def told(rows):
    return [
        (item.row.text, item.row.day)
        for item in coverage.unique_items(map(coverage.CoveredItem, rows))
    ]


@given(st.lists(st.tuples(WORDS, DAYS, st.sampled_from("abc"))))
def test_no_story_is_lost_and_no_two_that_are_left_are_alike(made):
    rows = [row(text, day, showing) for text, day, showing in made]

    kept = coverage.unique_items(map(coverage.CoveredItem, rows))

    assert {s for item in kept for s in item.showings} == {r.showing for r in rows}
    assert {item.row.day for item in kept} == {r.day for r in rows}
    assert told([item.row for item in kept]) == [(i.row.text, i.row.day) for i in kept]


def test_capitals_make_no_second_event():
    assert len(told([row("The port opens."), row("the port opens.")])) == 1


def test_a_quote_is_never_told_as_reported_words():
    rows = [row("We open."), row("We open.", paraphrase=True)]

    assert len(coverage.unique_items(map(coverage.CoveredItem, rows))) == 2


@pytest.mark.parametrize(
    ("day", "office"),
    [
        (dt.date(2015, 1, 1), ""),
        (dt.date(2016, 1, 1), "Mayor"),
        (dt.date(2020, 1, 1), "Mayor"),
        (dt.date(2020, 1, 2), "Minister"),
        (None, ""),
    ],
)
def test_an_office_is_held_from_its_first_day_to_its_last(day, office):
    roles = [
        SimpleNamespace(title="Minister", since=dt.date(2020, 1, 2), until=None),
        SimpleNamespace(
            title="Mayor", since=dt.date(2016, 1, 1), until=dt.date(2020, 1, 1)
        ),
        SimpleNamespace(title="Undated", since=None, until=None),
    ]

    assert coverage.role_on(day, roles) == office


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@[She](ana) speaks.", True),
        ("Ana Ruiz speaks.", True),
        ("Ana Ruizman speaks.", False),
        ("@[Another](ana-other) speaks.", False),
        ("A minister speaks.", False),
    ],
)
def test_an_event_names_somebody_by_mention_or_in_whole_words(text, found):
    called = coverage.EntityNames(["ana"], ["Ana Ruiz"])

    assert bool(coverage.events([row(text)], called)) is found


DAY = dt.date(2026, 1, 1)


def compared(monkeypatch, rows):
    """How often two tellings were compared to gather these rows."""
    asked = []
    alike = coverage.is_similar
    monkeypatch.setattr(
        coverage, "is_similar", lambda one, two: asked.append(1) or alike(one, two)
    )
    coverage.unique_items(map(coverage.CoveredItem, rows))
    return len(asked)


def test_what_has_no_day_is_the_same_only_word_for_word(monkeypatch):
    rows = [row(f"The port number {n} opens at last.") for n in range(300)]

    assert compared(monkeypatch, rows) == 0
    assert len(told([*rows, *rows])) == 300


@pytest.mark.parametrize(
    ("many", "most"), [(10, 10 * coverage.FEW), (500, coverage.MOST)]
)
def test_on_one_day_each_is_compared_with_a_few_and_all_with_no_more_than_many(
    monkeypatch, many, most
):
    rows = [row(f"Authorities: {n} {n + 1} {n + 2}.", DAY) for n in range(many)]

    assert 0 < compared(monkeypatch, rows) <= most


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The first ship of the year enters the new port.", 1),
        ("The first ship of this year enters the new port.", 1),
        ("New port: of the year the ship enters the first.", 2),
        ("A strike closes the new port.", 2),
    ],
)
def test_tellings_of_one_day_are_alike_by_their_words_in_order(text, left):
    rows = [row("The first ship of the year enters the new port.", DAY), row(text, DAY)]

    assert len(told(rows)) == left


def test_a_quote_has_the_office_that_its_story_printed_or_the_one_of_its_day():
    roles = [SimpleNamespace(title="Mayor", since=DAY, until=None)]
    rows = [row("A.", DAY, role="Acting mayor"), row("B.", DAY), row("C.")]

    found = [(told.row.text, told.role) for told in coverage.quotes(rows, roles)]

    assert found == [("A.", "Acting mayor"), ("B.", "Mayor"), ("C.", "")]


def test_what_is_told_twice_stands_where_it_was_told_first_with_each_story_once():
    rows = [
        *(row("The port opens.", DAY, "b"), row("A strike begins.", DAY, "b")),
        *(row("The port opens.", DAY, "a"), row("THE PORT OPENS.", DAY, "b")),
        *(row("The port opens.", None, "c"), row("The port opens.", None, "d")),
    ]

    found = [
        (t.row, t.showings)
        for t in coverage.unique_items(map(coverage.CoveredItem, rows))
    ]

    assert found == [*((rows[0], ["b", "a"]), (rows[1], ["b"]), (rows[4], ["c", "d"]))]


@pytest.mark.parametrize("name", ["precision", "label", "day"])
def test_only_what_is_told_of_one_time_is_one(name):
    rows = [row("The port opens.", DAY), row("The port opens.", DAY)]
    setattr(rows[1], name, {"day": dt.date(2026, 1, 2)}.get(name, "month"))

    assert len(told(rows)) == 2


def test_an_event_is_told_by_its_words_if_it_has_them_apart():
    assert (
        coverage.CoveredItem(row("The *port*.[^k]", words="The port.")).words
        == "The port."
    )
    assert coverage.CoveredItem(row("The *port*.")).words == "The *port*."


def test_what_may_be_alike_shares_one_of_the_longest_words():
    assert (
        coverage.CoveredItem(row("It is a very long harbour wall wall", None)).keys
        == []
    )
    found = coverage.CoveredItem(row("It is a very long harbour wall wall", DAY)).keys

    when = (DAY, "day", "", False)
    assert found == [(*when, word) for word in ("harbour", "long", "very")]


def test_all_events_of_a_story_that_is_about_somebody_are_theirs():
    mine, other = row("A strike begins."), row("The port opens.")
    mine.main = True

    found = coverage.events([mine, other], coverage.EntityNames(["ana"], ["Ana Ruiz"]))

    assert [told.row for told in found] == [mine]
