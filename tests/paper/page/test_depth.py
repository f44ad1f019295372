"""What each depth shows, how long it takes, and how two tellings meet."""

import datetime as dt
from copy import copy
from dataclasses import replace

import pytest

from paper.page import Surroundings, build, depth, passages
from tests import make
from tests.support.folio import barrier, page_of, words


def test_every_depth_begins_alike():
    tops = [page_of(barrier(), asked).opening for asked in ("glance", "brief", "full")]

    assert tops[0] == tops[1] == tops[2]


@pytest.mark.parametrize("asked", ["", "full", "FULL", "everything", "'"])
def test_an_unknown_depth_is_the_whole(asked):
    assert page_of(barrier(), asked).depth == "full"


@pytest.mark.parametrize(
    ("document", "steps"),
    [
        ({"summary": "a", "brief": "b", "report": "c"}, ["glance", "brief", "full"]),
        ({"summary": "a", "report": "c"}, ["glance", "full"]),
        ({"summary": "a", "brief": "b"}, ["glance", "full"]),
        ({"summary": "a", "sections": [{"body": "c"}]}, ["glance", "full"]),
        ({"brief": "b", "report": "c"}, ["brief", "full"]),
        ({"summary": "a"}, ["full"]),
        ({"report": "c"}, ["full"]),
        ({}, ["full"]),
    ],
)
def test_a_step_needs_a_text_of_its_own(document, steps):
    assert depth.available_depths(document) == steps


def test_one_step_is_no_ladder():
    assert page_of({"summary": "Only this."}).steps == []


@pytest.mark.django_db
def test_words_are_counted_by_the_row_or_where_it_has_none_by_the_page(monkeypatch):
    text = {"summary": "Two words.", "report": "And at length."}
    make.edition(make.story(slug="other", **text))  # a bystander
    row = make.edition(make.story(**text)).showing
    document = row.edition.revision.content
    around = Surroundings(now=row.live_from, showing=row)
    by_hand = depth.rungs(depth.lengths(document), "full")

    alone = replace(around, showing=copy(row))
    alone.showing.lengths = ""
    assert build(document, "", alone).steps == by_hand
    assert build(document, "", alone).words == depth.words(document, "full")
    with monkeypatch.context() as patch:
        patch.setattr("explainer.depth_texts.words", None)  # Nobody counts.
        page = build(document, "", around)
        assert (page.steps, page.words) == (by_hand, 7)


def test_at_full_depth_the_report_replaces_the_brief():
    assert [p.name for p in page_of(barrier()).body.telling.passages][:2] == [
        "full-1",
        "full-2",
    ]


def test_without_a_report_the_brief_is_told_in_full():
    page = page_of({"brief": "The only telling."})

    assert "The only telling." in page.body.telling.passages[0].html


def test_a_glance_tells_no_telling_and_no_block_of_the_other_depths():
    body = page_of(barrier(), "glance").body

    assert [body.telling, body.analysis, body.words, body.papers, body.history] == [
        None
    ] * 5


def test_a_glance_gives_the_next_date():
    glance = page_of(barrier(), "glance").body.glance

    assert glance.upcoming.due == dt.date(2026, 2, 2)


def test_where_the_papers_differ_is_told_once_before_the_ladder():
    page = page_of(barrier())

    assert "bad luck or bad work" in page.opening.papers.divergence
    assert (page.opening.papers.coverage.reports, bool(page.body.papers)) == (4, True)


def test_a_brief_shows_headings_without_their_bodies():
    sections = page_of(barrier(), "brief").body.analysis.sections

    assert sections[0].heading == "A contract without a brake"
    assert not any(section.html for section in sections)


def test_a_brief_shows_key_events_alone():
    past = page_of(barrier(), "brief").body.history.axis.past

    assert [event.on.year for event in past] == [2019, 2020, 2026, 2026]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "15 seconds"),
        (170, "45 seconds"),
        (215, "1 minute"),
        (345, "2 minutes"),
        (1380, "6 minutes"),
    ],
)
def test_reading_time_is_said_in_quarters_of_a_minute_then_minutes(count, said):
    assert depth.duration(count) == said


def test_reading_time_counts_from_the_headline_down():
    document = {"headline": words(10), "summary": words(50), "report": words(400)}

    assert depth.words(document, "glance") == 60
    assert depth.words(document, "full") == 460


def test_in_brief_only_events_of_the_first_rank_are_read():
    events = [{"text": words(5), "key_event": True}, {"text": words(7)}]

    counted = {
        name: depth.words({"headline": words(10), "timeline": events}, name)
        for name in ("glance", "brief", "full")
    }

    assert counted == {"glance": 10, "brief": 15, "full": 22}


def test_markup_and_citations_are_no_words():
    document = {"summary": "**Two** words.[^key]", "sources": [{"key": "key"}]}

    assert depth.words(document, "full") == 2


def test_the_longest_step_has_the_longest_bar():
    assert [step.share for step in page_of(barrier()).steps][-1] == 100


@pytest.mark.parametrize(
    ("of_brief", "of_report", "opens"),
    [(4, 7, [1, 2, 4, 6]), (1, 5, [1]), (3, 3, [1, 2, 3]), (4, 2, [1, 1, 2, 2])],
)
def test_a_paragraph_of_the_brief_opens_the_report_at_its_share(
    of_brief, of_report, opens
):
    found = [passages.opens_at(i, of_brief, of_report) for i in range(1, of_brief + 1)]

    assert found == opens


def test_the_way_across_leads_back_to_a_paragraph_before():
    document = {"brief": "a\n\nb\n\nc\n\nd", "report": "\n\n".join("abcdefg")}

    across = [p.across for p in page_of(document).body.telling.passages]

    assert across == [f"brief-{i}" for i in (1, 2, 2, 3, 3, 4, 4)]


def test_headings_and_placed_things_are_no_paragraphs():
    passages = page_of(barrier()).body.telling.passages

    assert [p.name for p in passages if p.name] == [f"full-{i}" for i in range(1, 10)]
    assert [p.figure.key for p in passages if p.figure] == ["map"]
    assert [p.quote.speaker for p in passages if p.quote] == ["Per Lindqvist"]


def test_a_quote_or_figure_is_shown_once():
    body = page_of(barrier()).body

    assert [figure.key for figure in body.figures] == ["gone"]
    assert [quote.name for quote in body.words.quotes] == [
        "quote-fisher",
        "quote-haddad",
    ]


def test_a_quote_placed_twice_gives_its_id_once():
    document = {
        "report": "::quote k\n\nText.\n\n::quote k",
        "quotes": [{"key": "k", "text": "Words."}],
    }

    quotes = [p.quote for p in page_of(document).body.telling.passages if p.quote]

    assert [quote.name for quote in quotes] == ["quote-k", ""]


def test_a_placing_line_without_its_thing_leaves_nothing():
    document = {"report": "::quote nobody\n\n::figure nothing"}

    passages = page_of(document).body.telling.passages

    assert [(p.html, p.quote, p.figure) for p in passages] == [("", None, None)] * 2


@pytest.mark.parametrize(
    ("count", "said"), [(0, "15 s"), (170, "45 s"), (345, "2 min")]
)
def test_reading_time_has_a_short_form_for_narrow_places(count, said):
    assert depth.duration(count, short=True) == said


def test_a_way_to_the_full_version_says_from_which_words():
    passages = page_of(barrier(), "brief").body.telling.passages
    told = [passage for passage in passages if passage.across]

    assert len({passage.begins for passage in told}) == len(told) > 1
    assert all(0 < len(passage.begins.split()) <= 6 for passage in told)
    assert not any("[^" in passage.begins for passage in told)


def test_more_topics_than_six_are_folded_and_the_line_names_some():
    named = [{"slug": f"e-{n}", "name": f"Name {n}"} for n in range(10)]
    folded, few = page_of({"entities": named}), page_of({"entities": named[:6]})

    assert [topic.name for topic in folded.deeper.topics] == [
        f"Name {n}" for n in range(6)
    ]
    assert [topic.name for topic in folded.deeper.more_topics] == [
        f"Name {n}" for n in range(6, 10)
    ]
    assert folded.deeper.said_of_more == "4 more topics: Name 6, Name 7, Name 8 …"
    assert few.deeper.more_topics == []
