"""What the parser remarks on, and that no text keeps it busy."""

import sys

import pytest

from explainer import prose
from explainer.markup import tokens_of

REMARKED = {
    "bracket remnant": ("a [^ap](/b)", 3, "a citation takes no address"),
    "refused target": ("a [b](c)", 3, "this is not a link"),
    "citation in a link": ("[a[^ap]](/b)", 3, "this is not a link"),
    "title": ('a [b](/c "d")', 3, "the title of a link is not shown"),
    "mention in a word": ("ed@[x](ana)", 3, "a mention cannot start in the middle"),
    "mention without slug": ("a @[b]", 3, "this is not a mention"),
    "unfinished citation": ("a [^ap", 3, "this is not a citation"),
    "end without beginning": ("a](c)", 1, "this is not a link"),
    "tag": ("a <b class='c'>", 3, "HTML is not read"),
    "closing tag": ("a</b >", 2, "HTML is not read"),
    "comment": ("a <!-- b", 3, "HTML is not read"),
    "image": ("a ![b](/c)", 3, "a picture cannot stand in the text"),
    "fence": ("````py", 1, "code is not set apart"),
    "other fence": ("~~~", 1, "nothing is struck out or set apart"),
    "code": ("a `b` c", 3, "code is not set apart"),
    "struck out": ("a ~~b~~ c", 3, "nothing is struck out"),
    "highlighted": ("a ==b== c", 3, "nothing is highlighted"),
    "bold without end": ("a **b c", 3, "these marks have no partner"),
    "bold with spaces": ("a **b", 3, "these marks have no partner"),
    "other bold": ("__a b", 1, "these marks have no partner"),
    "line": ("---", 1, "no line is drawn here"),
    "heading without space": ("##A b", 1, "a heading has a space behind ##"),
    "row without head": ("| a | b |", 1, "this is not a table"),
    "nested placement": ("> ::figure map", 3, "a placement is a line of its own"),
    "placement without key": ("::figure", 1, "a placement is a line of its own"),
}


@pytest.mark.parametrize(("text", "column", "start"), REMARKED.values(), ids=REMARKED)
def test_markup_that_would_not_be_read_is_one_fault(text, column, start):
    (fault,) = prose.faults(text, sources=["ap"], entities=["ana"], figures=["map"])

    assert (fault.line, fault.column) == (1, column)
    assert fault.message.startswith(start)


@pytest.mark.parametrize(
    "text",
    [
        *("1 < 2 > 0", r"\<b>", "a [sic] (b)", "a@b [c", "a ~ b", "a == b", "#MeToo"),
        *(r"\*\*a", "f****", "Preis*, Wert*", "a ____ b", "snake__case", "a | b"),
    ],
)
def test_innocent_text_has_no_fault(text):
    assert prose.faults(text, sources=[], entities=[]) == []


UNITS = (
    *("[", "[^", "@[", "**a", "> ", "- ", "1. a\n", "3. a\n", "a [^no] b. ", "<b> "),
    *("@[x](y) ", "![a](", "](", "[](", " [^ap]", "``` ", "==a ", "~~a", "| a |\n"),
    *("|a|b|\n|-|-|\n", "*a ", "_a ", "`a", "---\n", "a\n\n"),
)


def work(text):
    """How much of a text is read: calls, and the letters that our places touch."""
    calls = 0

    def count(_frame, event, _what):
        nonlocal calls
        calls += event in ("call", "c_call")

    tokens_of.cache_clear()
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        prose.faults(text, sources=[], entities=[])
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_is_twice_the_work(unit):
    small, large = (work((unit * size)[:size]) for size in (1_000, 2_000))

    assert large <= 2.2 * small
