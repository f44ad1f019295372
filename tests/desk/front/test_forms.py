"""The front page as it is typed: rows moved, timed and told in words."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from desk.front import forms, stories
from desk.front.forms import MOST, Arrangement
from desk.front.stories import StoryLine
from stories.models import Pick
from tests import make
from tests.support import desk

NOW = dt.datetime(2026, 3, 9, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
KEYS = [str(uuid.UUID(int=n)) for n in range(1, MOST + 3)]


def rows(*keys):
    return [dict.fromkeys(forms.NAMES, "") | {"story": key} for key in keys]


def acted(count, **button):
    """The numbers of the rows that pressing a button leaves."""
    arranged = Arrangement(rows(*KEYS[:count]), NOW, [], "")
    arranged.act(button)
    return [KEYS.index(row["story"]) for row in arranged.sent]


@pytest.mark.parametrize(
    ("button", "left"),
    [
        ({"up": "2"}, [0, 2, 1]),
        ({"up": "0"}, [0, 1, 2]),
        ({"down": "0"}, [1, 0, 2]),
        ({"down": "2"}, [0, 1, 2]),
        ({"down": "3"}, [0, 1, 2]),
        ({"remove": "2"}, [0, 1]),
        ({"remove": "3"}, [0, 1, 2]),
        ({"remove": "0001"}, [0, 1, 2]),
        ({"remove": "001"}, [0, 2]),
        ({"remove": "-1"}, [0, 1, 2]),
        ({"add": KEYS[7]}, [0, 1, 2, 7]),
        ({"add": "ports"}, [0, 1, 2]),
        ({}, [0, 1, 2]),
    ],
)
def test_a_button_moves_removes_or_adds_one_row(button, left):
    assert acted(3, **button) == left


def test_the_page_is_full_at_some_point():
    assert acted(MOST - 1, add=KEYS[-1]) == [*range(MOST - 1), MOST + 1]
    assert acted(MOST, add=KEYS[-1]) == [*range(MOST)]
    assert acted(MOST + 1) == [*range(MOST)]


@pytest.mark.parametrize(
    ("begins", "ends", "fault"),
    [
        ("", "", []),
        ("2026-03-09T10:00", "2026-03-09T10:01", []),
        ("2026-03-09T10:00", "2026-03-09T10:00", ["shown_until"]),
        ("2026-03-09T10:00", "", []),
        ("", "2026-03-09T10:00", []),
    ],
)
def test_a_pick_ends_after_it_begins(begins, ends, fault):
    row = rows(KEYS[0])[0] | {"shown_from": begins, "shown_until": ends}
    form = forms.PickForm(row, 4)

    assert [*form.errors] == fault
    made = form.made() if not fault else None
    assert made is None or (made.story_id, made.shown_from is None) == (
        uuid.UUID(KEYS[0]),
        not begins,
    )
    assert form["shown_from"].auto_id == "id_4_shown_from"


def test_rows_that_say_nothing_that_can_be_are_no_picks():
    wrong = rows(KEYS[0])[0] | {"shown_from": "then"}

    assert Arrangement([wrong], NOW, [], "").picks() is None
    assert Arrangement([wrong, *rows(KEYS[1])], NOW, [], "").picks() is None
    (pick,) = Arrangement(rows(KEYS[1]), NOW, [], "").picks()
    assert str(pick.story_id) == KEYS[1]


def saved(pk, **times):
    return Pick(pk=pk, story_id=uuid.UUID(KEYS[pk]), position=pk, **times)


def test_picks_that_are_over_stand_apart_unless_a_row_has_them():
    over, kept = saved(1, shown_until=NOW), saved(2, shown_until=NOW - HOUR)
    lasting, coming = saved(3, shown_until=NOW + HOUR), saved(4, shown_from=NOW + HOUR)
    sent = [rows(KEYS[2])[0] | {"pick": "2"}]

    arranged = Arrangement(sent, NOW, [over, kept, lasting, coming], "")

    assert arranged.ended() == [over]
    assert arranged.lasting() == [lasting, coming]
    (form,) = arranged.forms()
    assert (form.pick, form.initial["shown_until"]) == ("2", NOW - HOUR)
    begun = rows(KEYS[4])[0] | {"pick": "4"}
    (later,) = Arrangement([begun], NOW, [coming], "").forms()
    assert later.initial == {"shown_from": NOW + HOUR, "shown_until": None}
    (new,) = Arrangement(rows(KEYS[2]), NOW, [kept], "").forms()
    assert (new.pick, new.initial) == ("", {})


def test_a_saved_pick_is_written_as_its_inputs_have_it(settings):
    settings.TIME_ZONE = "Asia/Tokyo"

    assert forms.pick_row(saved(1, shown_from=NOW)) == {
        "pick": "1",
        "story": KEYS[1],
        "shown_from": "2026-03-09T21:00",
        "shown_until": "",
    }


def test_any_other_picks_have_another_version():
    one, two = saved(1), saved(2)

    assert forms.version([one, two]) == forms.version([two, one])
    others = ([], [one], [one, saved(2, shown_from=NOW)])
    versions = {forms.version(picks) for picks in (*others, [one, two])}
    assert len(versions) == 4


def test_the_log_says_which_stories_and_when():
    picks = [saved(1, shown_from=NOW), saved(2, shown_until=NOW), saved(3)]
    picks.append(saved(4, shown_from=NOW, shown_until=NOW + HOUR))
    titles = {pick.story_id: f"Story {pick.pk}" for pick in picks if pick.pk != 3}

    assert forms.in_words(picks, titles) == [
        "Story 1, from 9 Mar 2026, 12:00 UTC",
        "Story 2, until 9 Mar 2026, 12:00 UTC",
        KEYS[3],
        "Story 4, from 9 Mar 2026, 12:00 UTC, until 9 Mar 2026, 13:00 UTC",
    ]


@pytest.mark.parametrize(
    ("waits", "pick", "said"),
    [
        ("Waits.", saved(1), "Waits."),
        ("", saved(1), "On the front page now."),
        ("", None, "On the front page now."),
        ("", saved(1, shown_from=NOW), "On the front page now."),
        ("", saved(1, shown_until=NOW), "Over."),
        ("", saved(1, shown_from=NOW + HOUR), "Comes at 13:00 today."),
    ],
)
def test_a_row_says_why_it_is_on_the_front_page(waits, pick, said):
    assert StoryLine("key", "Ports", waits=waits).said(pick, NOW) == said


@pytest.mark.once
@pytest.mark.django_db
def test_stories_are_told_by_what_readers_have():
    at = timezone.now().replace(hour=6, minute=5) + dt.timedelta(days=3)
    live = make.published_story(headline="Live", short_headline="L")
    plain = make.published_story(headline="Plain")
    down, draft = make.published_story(headline="Down"), make.story(headline="Draft")
    for story in (live, plain, down):
        story.headline = f"{story.headline} moved on"
        story.short_headline = ""
        story.save()
    down.withdraw(note="Gone.")
    waiting = make.story(headline="Waiting")
    make.edition(waiting, at=at)
    ending = make.published_story(headline="Ending")
    ending.withdraw(note="Over.", at=at)
    shown = (live, plain, down, draft, waiting, ending)
    nobody = uuid.uuid4()

    found = stories.lines_by_key([*(one.pk for one in shown), nobody], timezone.now())

    until = f"Waits until it is published, at {at:%-d %b %Y, %H:%M}."
    never, gone = "Waits until it is published.", "This story is no longer there."
    said = [("L", ""), ("Plain", ""), ("Down moved on", never), ("Draft", never)]
    said += [("Waiting", until), ("Ending", "")]
    assert [*found.values()] == [
        *(
            StoryLine(one.pk, title, desk.address("change", one), waits)
            for one, (title, waits) in zip(shown, said, strict=True)
        ),
        StoryLine(nobody, gone, "", gone),
    ]


@pytest.mark.once
@pytest.mark.django_db
def test_what_is_sought_is_found_once_the_newest_first(monkeypatch):
    soon = make.soon(days=3).replace(hour=6, minute=5)
    first, twice = (make.published_story(headline=f"Ports {n}") for n in (1, 2))
    twice.headline = "Ports 2 again"
    twice.save()
    make.edition(twice, at=soon)
    make.published_story(headline="Rivers")
    make.published_story(headline="Ports gone").withdraw(note="Gone.")
    question = make.published_question(title="Ports?")
    others = [
        make.published_story(headline="A", short_headline="The ports"),
        make.published_story(headline="B", slug="ports-b"),
        make.published_story(headline="C", kicker="Ports"),
    ]
    now = timezone.now()

    found = stories.search("ports", now)

    waits = f"waits for {soon:%-d %b %Y, %H:%M}"
    live = "live: edition 1"
    told = [(twice, "Ports 2 again", waits)]
    told += [(one, one.headline, live) for one in reversed(others)]
    told += [(first, "Ports 1", live)]
    assert found == [
        (StoryLine(one.pk, title, desk.address("change", one)), said)
        for one, title, said in told
    ]
    assert len(stories.search("", now)) == 6
    monkeypatch.setattr(stories, "FOUND", 2)
    assert [one.title for one, _said in stories.search("ports", now)] == [
        "Ports 2 again",
        "C",
    ]
    assert question
