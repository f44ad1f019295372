"""Blocks of a page: the axis of time, voices, what goes deeper, and questions."""

import datetime as dt
from types import SimpleNamespace

import pytest

from explainer.prose import shorten
from paper.page import Surroundings
from paper.page.question_page import build as build_question
from tests.support.folio import NOW, barrier, canteens, edition, page_of


def test_the_axis_parts_at_the_day_the_page_speaks_for():
    document = {
        "timeline": [
            {"date": "2026-01-20", "text": "Today."},
            {"date": "2026-01-21", "text": "Tomorrow."},
        ]
    }

    axis = page_of(document).body.history.axis

    assert axis.as_of == dt.date(2026, 1, 20)
    assert [len(axis.past), len(axis.ahead)] == [1, 1]


def test_the_axis_speaks_for_the_day_of_the_last_check():
    checked = edition(2, checked_at=NOW - dt.timedelta(days=2), hours=24 * 9)

    assert page_of({}, showing=checked).as_of == dt.date(2026, 1, 18)


@pytest.mark.parametrize(
    ("due", "outcome", "state"),
    [
        ("2026-01-21", "", "expected"),
        ("2026-01-20", "", "expected"),
        ("2026-01-19", "", "overdue"),
        ("2026-01-19", "It happened.", "settled"),
        ("", "", "expected"),
    ],
)
def test_an_expectation_is_overdue_the_day_after(due, outcome, state):
    part = {"text": "A vote.", "due": due, "outcome": outcome}

    axis = page_of({"expectations": [part]}).body.history.axis

    [expected] = [*axis.past, *axis.expected]
    assert expected.state == state


@pytest.mark.parametrize(
    ("due", "outcome", "above"),
    [
        ("2026-01-18", "It was passed.", True),
        ("2026-01-20", "It was passed.", True),
        ("2026-01-21", "It was called off.", False),
        ("2026-01-18", "", False),
        ("", "It was passed.", False),
    ],
)
def test_what_was_settled_stands_among_what_happened_at_its_day(due, outcome, above):
    days = ("2026-01-17", "2026-01-19")
    document = {
        "timeline": [{"text": "A sitting.", "date": day} for day in days],
        "expectations": [{"text": "A vote.", "due": due, "outcome": outcome}],
    }

    axis = page_of(document).body.history.axis

    told = [item.on.isoformat() for item in axis.past]
    assert told == sorted([*days, due] if above else days)
    assert len(axis.expected) == (not above)


def test_a_gap_of_over_a_year_is_marked():
    past = page_of(barrier()).body.history.axis.past

    assert [event.after_gap for event in past] == [
        *(False, True, False, False, True, False, False)
    ]


def test_an_answer_without_a_source_is_opinion_and_a_question_never():
    turns = page_of(barrier()).body.conversation.turns

    assert [turn.opinion for turn in turns] == [False, False, False, True]
    assert [turn.first for turn in turns] == [True, True, False, False]


def test_entities_without_a_page_are_names_alone():
    topics = page_of(barrier()).deeper.topics

    assert {topic.address for topic in topics} == {""}
    assert topics[0].name == "Port Maren"


def test_related_stories_that_are_not_live_keep_their_label():
    [background, *_others] = page_of(barrier()).deeper.related

    assert background.title == "How the flood of 2019 changed Port Maren"
    assert background.address == ""


def test_a_picture_goes_when_its_rights_do():
    src = barrier()["image"]["src"]

    def shown(right):
        image = SimpleNamespace(
            showable=lambda at: right,
            get_absolute_url=lambda: "/images/x.png",
            width=640,
            height=480,
            transparent=True,
            keep_whole=False,
            ends_at=None,
        )
        return page_of(barrier(), images={src: image}).opening.picture

    assert (shown(True).shown.address, shown(True).gone) == (
        "/images/x.png/640.png",
        False,
    )
    assert (shown(False).shown, shown(False).card, shown(False).gone) == (
        None,
        None,
        True,
    )


def test_a_story_without_kicker_is_introduced_by_its_desk():
    assert page_of(canteens()).head.desk == "Society"


def test_an_empty_document_makes_a_page():
    page = page_of({})

    assert not any(vars(page.opening).values())
    assert page.deeper is None
    assert page.sources is None


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("What fits is left. As it i", "What fits is left. As it i"),
        ("A whole sentence. The next is cut in the mid", "A whole sentence."),
        ("J. Smith of the U.S. Army came. He left.", "J. Smith of the U.S. Army came."),
        ('He said "no." Then he left, and so on.', 'He said "no."'),
        ("It has 4.2 m of water, says Dr. Lee.", "It has 4.2 m of water, says…"),
    ],
)
def test_leads_end_with_a_sentence_or_a_word(text, short):
    assert shorten(text, 32) == short


def test_a_lead_keeps_its_phonetics_whole():
    spoken = "[ma\u02c8re\u02d0n]"
    text = f"Maren (\\{spoken[:-1]}\\]; 1284) is a port. It lies on the cl"

    assert shorten(text, 50) == f"Maren ({spoken}; 1284) is a port."


def test_a_question_answers_first_and_says_what_it_cannot():
    document = {
        "title": "Can it be mended?",
        "intro": "Yes.[^a]",
        "answers": [{"question": "Done before?", "answer": "Twice.", "sources": ["a"]}],
        "sources": [{"key": "a", "title": "A"}],
    }
    document["answers"].append({"question": "Who pays?"})

    page = build_question(document, Surroundings(now=NOW), [])

    assert page.unanswered == ["Who pays?"]
    assert [answer.question for answer in page.answers] == ["Done before?"]
    assert page.sources.rows[0].back == [("a", "cite-1-1"), ("b", "cite-1-2")]


def test_a_question_names_stories_that_moved_since():
    old, new = (SimpleNamespace(updated_at=NOW - dt.timedelta(days=d)) for d in (9, 1))
    answered = edition(1, hours=48)

    page = build_question({}, Surroundings(now=NOW, showing=answered), [old, new])

    assert page.moved == [new]
