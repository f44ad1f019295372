"""What the parser remarks on, and that no text keeps it busy."""

import time

import pytest

from stories import prose

REMARKED = {
    "bracket remnant": ("a [^ap](/b)", 3, "a citation takes no address"),
    "refused target": ("a [b](c)", 3, "this is not a link"),
    "citation in a link": ("[a[^ap]](/b)", 3, "this is not a link"),
    "title": ('a [b](/c "d")', 3, "the title of a link is not shown"),
    "mention in a word": ("ed@[x](ana)", 3, "a mention cannot start in the middle"),
    "mention without slug": ("a @[b]", 3, "this is not a mention"),
    "unfinished citation": ("a [^ap", 3, "this is not a citation"),
    "tag": ("a <b class='c'>", 3, "HTML is not read"),
    "closing tag": ("a</b >", 2, "HTML is not read"),
    "comment": ("a <!-- b", 3, "HTML is not read"),
    "image": ("a ![b](/c)", 3, "a picture cannot stand in the text"),
    "fence": ("````py", 1, "code is not set apart"),
    "other fence": ("~~~", 1, "code is not set apart"),
    "nested placement": ("> ::figure map", 3, "a placement is a line of its own"),
    "placement without key": ("::figure", 1, "a placement is a line of its own"),
}


@pytest.mark.parametrize(("text", "column", "start"), REMARKED.values(), ids=REMARKED)
def test_markup_that_would_not_be_read_is_one_fault(text, column, start):
    (fault,) = prose.faults(text, sources=["ap"], entities=["ana"], figures=["map"])

    assert (fault.line, fault.column) == (1, column)
    assert fault.message.startswith(start)


@pytest.mark.parametrize("text", ["1 < 2 > 0", r"\<b>", "a [sic] (b)", "a@b [c"])
def test_innocent_text_has_no_fault(text):
    assert prose.faults(text, sources=[], entities=[]) == []


@pytest.mark.parametrize("unit", ["[", "[^", "@[", "**a", "> ", "- "])
def test_hostile_text_is_read_in_time(unit):
    text = (unit * 20_000)[:20_000]
    start = time.process_time()

    prose.faults(text, sources=[], entities=[])

    assert time.process_time() - start < 3
