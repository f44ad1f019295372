"""A story's terms: explained where the page first uses them, and listed at its foot."""

import re

from paper.page.marks import Since
from tests.support.folio import page_of

TERMS = [
    {"uid": "1", "term": "dam", "meaning": "A wall @[that](wall) holds <water>."},
    {"uid": "2", "term": "weir", "meaning": "A low dam.", "sources": ["a"]},
]
STORY = {
    "summary": "A dam broke.",
    "brief": "The dam and the weir.",
    "report": "## The weir\n\nA dam, [a weir](/a/), a\nweir, and a weir.",
    "sources": [{"key": "a", "title": "A"}],
    "glossary": TERMS,
}


def explained(html):
    """(words, meaning) of each term that a text explains in place."""
    found = re.findall(
        r'<dfn>([^<]*)</dfn><button type="button" popovertarget="(meaning-\d)" '
        r'aria-label="[^"]+">\?</button><span id="\2" popover="auto"> ([^<]*)</span>',
        html,
    )
    return [(words, meaning) for words, _name, meaning in found]


def test_a_term_is_explained_where_the_page_first_uses_it_and_nowhere_else():
    page = page_of(STORY)
    told = "".join(part.html for part in page.body.telling.passages)

    assert explained(page.opening.happened.html) == [
        ("dam", "(A wall that holds &lt;water&gt;.)")
    ]
    assert explained(told) == [("weir", "(A low dam.)")]
    assert told.count("<button") == 1
    assert "a\n<dfn>weir</dfn>" in told


def test_each_depth_explains_what_it_uses_and_lists_that():
    terms = {
        depth: [term for _number, term, _html in page_of(STORY, depth).glossary.terms]
        for depth in ("glance", "brief", "full")
    }

    assert terms == {
        "glance": ["dam"],
        "brief": ["dam", "weir"],
        "full": ["dam", "weir"],
    }
    unused = STORY | {"glossary": [{"uid": "3", "term": "lock", "meaning": "A gate."}]}
    assert page_of(unused, "brief").glossary is None
    assert page_of(unused).glossary


def test_a_meaning_cites_its_sources_and_explains_no_other_term():
    document = {"glossary": TERMS, "sources": STORY["sources"]}
    [_dam, (number, term, html)] = page_of(document).glossary.terms

    assert (number, term) == (2, "weir")
    assert "#source-1" in html
    assert "<button" not in html


def test_a_term_within_a_mention_is_left_to_it():
    page = page_of(STORY | {"summary": "@[A dam](the-dam) and a dam."})

    assert [words for words, _ in explained(page.opening.happened.html)] == ["dam"]
    assert "and a <dfn>dam" in page.opening.happened.html


def term(number, name, meaning="Meant."):
    return {"uid": str(number), "term": name, "meaning": meaning}


def test_a_page_of_what_is_new_lists_the_terms_that_it_explains_or_that_are_new():
    terms = [term(1, "dam"), term(2, "weir"), term(3, "lock")]
    had = {"summary": "S.", "brief": "X.", "report": "Y.", "glossary": terms}
    now = had | {"brief": "X.\n\nA lock.", "report": "Y.\n\nA lock."}
    now["glossary"] = [terms[0], term(2, "weir", "New."), terms[2]]
    for depth, listed in (("brief", [3]), ("full", [2, 3])):
        page = page_of(now, depth, since=Since(1, had, now, only=True))
        told = "".join(part.html for part in page.body.telling.passages)

        assert explained(told) == [("lock", "(Meant.)")]
        assert "meaning-3" in told
        assert [number for number, _term, _html in page.glossary.terms] == listed


def test_a_meaning_without_words_is_opened_by_no_button():
    empty = {"uid": "1", "term": "dam", "meaning": "[^a]"}
    page = page_of(STORY | {"glossary": [empty]})

    assert "<button" not in page.opening.happened.html
