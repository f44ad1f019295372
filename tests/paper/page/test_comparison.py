"""Two editions compared as readers read them, for any text at all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import format
from paper.page.comparison import Comparison
from paper.page.labels import CHOICES
from paper.page.marks import Since
from tests.explainer.test_blocks import some
from tests.paper.page.test_marks import point, story

SOURCES = [
    {"uid": "s1", "key": "audit", "outlet": "Audit office"},
    {"uid": "s2", "key": "gazette-1", "outlet": "Gazette"},
    {"uid": "s3", "key": "gazette-2", "outlet": "Gazette"},
    {"uid": "s4", "key": "untitled"},
]
QUOTES = [
    {"uid": "q1", "key": "lohse-1", "text": "No.", "speaker": "Friederike Lohse"},
    {"uid": "q2", "key": "lohse-2", "text": "Yes.", "speaker": "Friederike Lohse"},
]
FIGURES = [{"uid": "f1", "key": "map", "src": "a.png", "caption": "The *harbour*"}]
MARKUP = re.compile(r"\[\^|@\[|::(?:quote|figure)|\]\(|\*\*|^[-*>#]+ ", re.MULTILINE)


def known(**fields):
    return story(sources=SOURCES, quotes=QUOTES, figures=FIGURES, **fields)


def changed(old, new):
    """Every pair of texts that the comparison shows."""
    found = Comparison(known(**old), known(**new))
    return [pair for change in found for pair in change.pairs]


CITED = ["[^audit]", "[^audit p. 3]", "[^gazette-1]", "[^gazette-2]", "[^untitled]"]
INLINE = [
    *("Ash", "**Birch.**", "*Elm*", "@[Friederike Lohse](friederike-lohse)"),
    *("@[Friederike Lohse](another-lohse)", "[the plan](https://plan.example/1)"),
    *("[the plan](https://plan.example/2)", *CITED),
]
PLACED = ["::quote lohse-1", "::quote lohse-2", "::figure map"]

line = st.lists(st.sampled_from(INLINE), min_size=1, max_size=4).map(" ".join)
listed = st.lists(line, min_size=1, max_size=3).map(
    lambda lines: "\n".join(f"- {words}" for words in lines)
)
numbered = line.map(lambda words: f"4. {words}\n5. {words}")
block = st.one_of(
    *(line, listed, numbered, st.sampled_from(PLACED)),
    *(line.map("> {}".format), line.map("## {}".format)),
)
texts = st.lists(block, max_size=4).map("\n\n".join)


@some
@given(old=texts, new=texts)
def test_no_reader_sees_house_markup(old, new):
    for pair in changed(
        {"report": old, "key_points": [point(1, text=old)]},
        {"report": new, "key_points": [point(2, text=new)]},
    ):
        assert not any(MARKUP.search(text) for text in pair)


@some
@given(words=line, pair=st.lists(st.sampled_from(CITED), min_size=2, max_size=2))
def test_texts_that_differ_in_a_citation_alone_show_a_difference(words, pair):
    one, other = (f"{words} So it was. {citation}" for citation in pair)

    assert bool(changed({"report": one}, {"report": other})) == (one != other)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "A.[^audit]",
            "A.[^audit p. 3]",
            ("A. [Audit office]", "A. [Audit office, p. 3]"),
        ),
        ("- A\n- B", "- A\n- C", ("• A\n• B", "• A\n• C")),
        ("", "::figure map", ("", "Picture: The harbour")),
        ("", "::quote lohse-2", ("", "Quote: Friederike Lohse (lohse-2)")),
        ("[A](/b/)", "[A](/c/)", ("A (/b/)", "A (/c/)")),
        ("@[Lohse](a)", "@[Lohse](b)", ("Lohse (a)", "Lohse (b)")),
    ],
)
def test_markup_reads_as_what_it_says(old, new, shown):
    assert changed({"report": old}, {"report": new}) == [shown]


def test_what_no_reader_sees_is_no_change():
    assert changed({"report": "* A\n* B"}, {"report": "- A\n- B"}) == []


def test_a_value_is_said_in_the_words_of_readers():
    event = point(1, text="A.", sources=["audit"], date="2026-02-03", key_event=True)

    shown = changed({"lead_quote": "lohse-1"}, {"timeline": [event]})

    assert ("Friederike Lohse (lohse-1)", "") in shown
    [told] = [new for _old, new in shown if new]
    assert sorted(told.split("\n")) == ["3 February 2026", "A.", "Audit office"]


def test_every_value_of_a_list_has_a_name():
    lists = [
        field
        for fields in (format.STORY, format.QUESTION)
        for item in fields.values()
        for field in (item, *item.items.values())
        if field.kind == "choice" and not field.file_only
    ]
    values = {v for field in lists for v in field.choices if "/" not in v}

    assert len(values) > 20
    assert values - CHOICES.keys() == set()


def test_readers_meet_no_name_of_a_file_and_no_key():
    picture = {
        "uid": "u1",
        "key": "harbour-1",
        "src": "images/5ca2.jpg",
        "alt": "Ships",
    }
    thing = {"uid": "u2", "slug": "mara-quill", "name": "Mara Quill", "prominence": 1}
    old, new = story(), story(figures=[picture], entities=[thing])

    shown = [pair for change in Comparison(old, new) for pair in change.pairs]
    gone = Since(1, new, old).removed

    assert sorted(shown) == [("", "Mara Quill"), ("", "Ships")]
    assert sorted(gone) == [("Picture", "Ships"), ("Topic", "Mara Quill")]
