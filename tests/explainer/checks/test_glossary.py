"""What an editor is told of the terms that a story explains."""

import datetime as dt

import pytest

from explainer.checks import examine, glossary
from explainer.checks.context import Context

TODAY = Context(dt.date(2026, 1, 20))


def told(*terms, **document):
    """(code, place) of what is found."""
    whole = {"format": "explainer/1", "glossary": [{"term": term} for term in terms]}
    return [(f.code, f.place) for f in glossary.terms(whole | document, TODAY)]


def test_a_term_that_is_explained_twice_is_told_at_the_second():
    found = told("Dam", "weir", "dam", report="A dam and a weir.")

    assert found == [("repeated-term", "glossary[2].term")]


def test_a_term_that_no_text_uses_is_told():
    assert told("dam", summary="A dams' wall.") == [("unused-term", "glossary[0].term")]
    assert told("dam", sections=[{"body": "A dam."}]) == []


def test_a_term_is_not_used_by_a_heading_a_quotation_or_another_meaning():
    terms = [{"term": "dam"}, {"term": "weir", "meaning": "A low dam."}]
    text = "## The dam\n\n> A dam.\n\nA weir."

    assert told(report=text, glossary=terms) == [("unused-term", "glossary[0].term")]


@pytest.mark.parametrize(
    "text", ["@[A dam](the-dam).", "[A dam](https://news.example/)."]
)
def test_a_term_is_not_used_by_a_link_or_a_name_with_a_page(text):
    assert told("dam", report=text) == [("unused-term", "glossary[0].term")]


def test_a_term_is_not_used_where_a_citation_or_emphasis_parts_its_words():
    for text in ("A birth[^a] rate.", "A **birth** rate."):
        assert told("birth rate", report=text) == [("unused-term", "glossary[0].term")]


def test_a_meaning_is_said_shortly():
    terms = [{"term": "dam", "meaning": "word " * size} for size in (40, 41)]

    found = told(report="A dam.", glossary=terms)

    assert ("long-meaning", "glossary[1].meaning") in found
    assert ("long-meaning", "glossary[0].meaning") not in found


def test_the_terms_are_looked_at_with_everything_else():
    document = {"format": "explainer/1", "slug": "a", "glossary": [{"term": "dam"}]}

    assert "unused-term" in {found.code for found in examine(document, TODAY)}
