"""Numbers, notes and counts of what a page cites, and how a story was made."""

import pytest

from explainer.newsrooms import Publisher, Publishers
from tests.support.folio import barrier, page_of


def test_a_source_keeps_its_number_at_every_depth():
    numbers = {
        row.key: row.number
        for asked in ("glance", "brief")
        for row in page_of(barrier(), asked).sources.rows
    }

    whole = {row.key: row.number for row in page_of(barrier()).sources.rows}
    assert numbers.items() <= whole.items()
    assert list(whole.values()) == list(range(1, 14))


def test_shorter_depths_list_the_sources_they_cite():
    shown = page_of(barrier(), "glance").sources

    assert not shown.complete
    assert [row.key for row in shown.rows] == [
        *("survey", "statement", "courier", "reuters", "loan", "memo", "atlas")
    ]


def test_ways_back_lead_to_anchors_in_reading_order():
    page = page_of(barrier())

    back = {row.key: row.back for row in page.sources.rows}
    assert back["survey"][0] == ("a", "cite-1-1")
    assert 'id="cite-1-1"' in page.opening.happened.html
    assert [letter for letter, _anchor in back["atlas"]] == ["a", "b", "c", "d"]


def test_a_block_notes_each_source_once_beside_its_first_row():
    rows = page_of(barrier()).opening.key_points.rows

    assert [(row.place, [n.number for n in row.notes]) for row in rows] == [
        *((1, [1]), (2, [11]), (3, [3, 4]))
    ]


def test_each_turn_of_a_conversation_has_its_own_notes():
    turns = [{"speaker": "A", "text": f"So.[^{key}]"} for key in "ab"]
    sources = [{"key": key, "title": key} for key in "ab"]

    page = page_of({"conversation": {"turns": turns}, "sources": sources})

    # Behind the line that says what it is.
    rows = page.body.conversation.rows
    assert [(row.place, [n.number for n in row.notes]) for row in rows] == [
        *((2, [1]), (3, [2]))
    ]


def test_notes_give_the_place_in_the_document_unbroken_over_lines():
    note = page_of(barrier()).opening.happened.rows[0].notes[0]

    place = ("Nordic Hydrographic Survey", "p.\N{NO-BREAK SPACE}14")
    assert (note.label, note.locator) == place
    assert note.primary


def test_a_source_named_by_a_part_and_its_text_is_cited_once():
    event = {"date": "2026-01-01", "text": "It happened.[^a]", "sources": ["a"]}
    document = {"timeline": [event], "sources": [{"key": "a", "title": "A"}]}

    html = page_of(document).body.history.axis.past[0].html

    assert html.count("href=") == 1


def test_a_wire_copy_counts_for_the_agency():
    coverage = page_of(barrier()).opening.papers.coverage

    assert (coverage.reports, coverage.newsrooms) == (4, 3)
    assert coverage.shared == [(2, "Reuters")]


def test_a_copy_stands_under_its_origin():
    told = page_of(barrier()).body.papers.perspectives

    assert [item.who for item in told] == ["Maren Courier", "Reuters", "Havnebladet"]
    assert [copy.who for copy in told[1].copies] == ["Coast Daily"]


def counted(*sources, known=()):
    sources = [{"key": f"s-{n}", **source} for n, source in enumerate(sources)]
    document = {"divergence": "They differ.", "sources": sources}
    coverage = page_of(document, publishers=Publishers(known)).opening.papers.coverage
    return coverage and (coverage.reports, coverage.newsrooms)


def at(host, outlet=""):
    return {"url": f"https://{host}/a", "outlet": outlet}


def test_one_site_is_one_newsroom_whatever_it_is_called():
    assert counted(at("www.cbc.ca", "CBC"), at("cbc.ca", "cbc.ca")) == (2, 1)
    assert counted(at("news.cbc.ca", "CBC News"), at("cbc.ca", "CBC")) == (2, 1)
    assert counted(at("cbc.ca", "CBC"), at("notcbc.ca", "Not CBC")) == (2, 2)


def test_one_outlet_or_owner_is_one_newsroom_on_however_many_sites():
    bbc = Publisher("BBC", frozenset({"bbc.com", "bbc.co.uk"}))
    sunday = Publisher("Sunday", owner="Press House")
    daily = Publisher("Daily", owner="press  house")
    sources = [at("bbc.com", "bbc"), at("bbc.co.uk"), {"outlet": "BBC"}]
    sources += [{"outlet": "Sunday"}, {"outlet": "Daily"}, {"outlet": "Other"}]

    assert counted(*sources) == (6, 5)
    assert counted(*sources, known=[bbc, sunday, daily]) == (6, 3)


def test_what_is_no_newsroom_is_not_counted_as_one():
    ministry = Publisher("Ministry", newsroom=False)
    sources = [at("reddit.com", "r/europe"), at("www.gov.uk"), {"outlet": "Ministry"}]

    assert counted(*sources, known=[ministry]) is None
    assert counted(*sources, at("paper.example"), known=[ministry]) == (1, 1)
    assert counted({"title": "Nobody knows whose"}) is None


def test_a_wires_text_is_the_wires_on_every_site():
    copies = [
        at("coast.example", "Coast") | {"syndicated_from": "Reuters"},
        at("north.example", "North") | {"syndicated_from": "reuters"},
        at("reuters.example", "Reuters"),
        at("north.example", "North"),
    ]

    assert counted(*copies) == (4, 2)


def test_documents_are_no_newsrooms():
    source = {"key": "a", "kind": "document", "outlet": "Ministry"}

    page = page_of({"divergence": "They differ.", "sources": [source]})

    assert page.opening.papers.coverage is None


@pytest.mark.parametrize(
    ("source", "checker"), [("assisted", "Ruth Adeyemi"), ("generated", "Ruth Adeyemi")]
)
def test_an_editor_answers_for_what_a_model_wrote(source, checker):
    assert page_of(barrier() | {"digital_source": source}).method.checker == checker


def test_nobody_answers_for_what_a_model_wrote_and_no_editor_read():
    document = {"digital_source": "generated", "byline": [{"name": "A. Writer"}]}

    assert page_of(document).method.checker == ""


def test_method_counts_paragraphs_with_a_source():
    method = page_of(barrier()).method

    assert (method.cited_paragraphs, method.paragraphs) == (6, 9)
    assert (method.sources, method.primary, method.languages) == (13, 8, 2)


def test_method_counts_apart_what_readers_can_open():
    sources = [
        {"key": "open", "url": "https://paper.example/a"},
        {"key": "kept", "archive_url": "https://archive.example/a"},
        {"key": "shut", "title": "A letter"},
    ]
    report = ["A.[^open][^shut]", "B.[^kept p. 3]", "C.[^shut]", "D."]
    quotes = [{"text": "So.", "source": key} for key in ("shut", "open")]
    document = {
        "sources": sources,
        "report": "\n\n".join(report),
        "quotes": [*quotes, {"text": "No."}],
    }

    method = page_of(document).method

    assert (method.sources, method.open_sources) == (3, 2)
    assert (method.cited_paragraphs, method.open_paragraphs) == (3, 2)
    assert (method.sourced_quotes, method.open_quotes) == (2, 1)


def test_a_source_without_a_name_is_called_by_its_site_or_kind_not_by_our_key():
    sources = [
        {"key": "politico-1", "url": "https://www.politico.example/brexit"},
        {"key": "notes", "kind": "own"},
        {"key": "letter"},
    ]
    rows = page_of({"sources": sources}).sources.rows

    assert [row.title for row in rows] == [
        "politico.example",
        "our own reporting",
        "report",
    ]


def test_nothing_is_said_of_who_made_it_where_nobody_has_said_so():
    assert page_of({"headline": "Talks"}).method.origin == ""
    assert page_of({"digital_source": "human"}).method.origin == "human"
