"""Texts in house markup: words, tokens, faults, and what holds for any text at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from explainer import markup, prose, renderer
from explainer.markup.characters import CONTROL
from explainer.prose import Context, render
from tests.support.strict import Reader

FRAGMENTS = (
    "[^ap]|[^ap p. 14]|[^no]|[^|@[|@[Ana](ana)|[Ana](|](/x)|](//x)|](javascript:x)|[|]"
    "|(|)|<|>|<b>|</p>|<!--|<https://a.b>|<a@b.c>|&|&lt;|&#12;|&#0;|\\|`|```|~~~|*|**"
    "|_|__|#|## |# |- |* |+ |1. |2) |> |::figure map|::quote|:|!|![|'|\"|a|é| |  |\t|"
    "\u00a0|\n|\n\n|\r\n|\x00|\x0c|\u2028|\ud800|\ufffe|\n    |\n  - |onclick=x|===|---"
)
PIPES = ["|", "| a | [^ap] |\n|---|--:|\n", "| 1 |", ": a", "3. ", "1. a\n2. b\n"]
texts = st.text() | st.lists(st.sampled_from([*FRAGMENTS.split("|"), *PIPES])).map(
    "".join
)
some = settings(max_examples=50, deadline=None, database=None)


def page(**kwargs):
    return Context(sources={"ap": "AP", "bbc": "", "reuters": "Reuters"}, **kwargs)


def listed(text, **kwargs):
    known = {"sources": ["ap"], "entities": ["ana"], "figures": ["map"], **kwargs}
    return [(f.line, f.column, f.message) for f in prose.faults(text, **known)]


def squashed(text):
    return "".join(text.split())


def test_blocks_are_source_texts():
    text = "## A\r\n\r\n\r\none  \ntwo\n- a\n\n  b\n- c\n\n::figure map\n> q\n"

    assert prose.blocks(text) == [
        *("## A", "one  \ntwo", "- a\n\n  b\n- c", "::figure map", "> q")
    ]


def test_plain_keeps_words_alone():
    text = (
        "## A *b*\n\nSo [^ap p. 1], @[Ana](ana) [said](https://a.b)\nno.\n\n"
        "- **x:** y\n- z &amp; <i>\n\n::figure map"
    )

    assert prose.plain(text) == "A b\n\nSo, Ana said no.\n\nx: y\nz & <i>"


def test_tokens_are_listed_in_order():
    text = "a[^b][^c p. 2] @[D](d)\n\n- @[E](e)[^b]\n\n::quote k\n::figure map"

    assert prose.citations(text) == [("b", ""), ("c", "p. 2"), ("b", "")]
    assert prose.mentions(text) == [("D", "d"), ("E", "e")]
    assert prose.placements(text) == [("quote", "k"), ("figure", "map")]


FAULTS = {
    "nothing": ("## A\n\na[^ap] @[Ana](ana) [b](/c) <https://a.b>\n\n::figure map", []),
    "source": ("a\n> - b [^no]", [(2, 7, 'no source with key "no"')]),
    "word footnote": ("[^fix-me]", [(1, 1, 'no source with key "fix-me"')]),
    "entity": ("- a\n  @[B](bo)", [(2, 3, 'no entity "bo"')]),
    "figure": (" ::figure no", [(1, 2, 'no figure "no"')]),
    "quote": ("::quote no", [(1, 1, 'no quote "no"')]),
    "heading": ("a\n\n# B", [(3, 1, "a heading starts with ## or ###")]),
    "empty heading": ("##", [(1, 1, "a heading without words")]),
    "empty item": ("- a\n-", [(2, 1, "a list item without words")]),
    "link without words": ("[](/a)", [(1, 1, "a link without words")]),
    "link without address": ("a [b]()", [(1, 3, "a link without an address")]),
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_fault_is_found_at(text, expected):
    assert listed(text) == expected


def test_faults_come_in_reading_order():
    text = "[^b] [^a]\n\n::figure no\n\n@[x](y)"

    places = [(line, column) for line, column, _ in listed(text, sources=[])]

    assert places == [(1, 1), (1, 6), (3, 1), (5, 1)]


class Counted(str):
    """A text that counts how often its letters are looked at."""

    read = 0

    def __getitem__(self, part):
        Counted.read += len(found := super().__getitem__(part))
        return found

    def split(self, *args):
        Counted.read += len(self)
        return [*map(Counted, super().split(*args))]

    def rfind(self, *args):
        Counted.read += len(self)
        return super().rfind(*args)


def letters_read(size):
    """What it takes to say where every letter of a text stands."""
    Counted.read = 0
    token = Token("inline", "", 0, content=Counted("a b\n" * size))
    where = prose.Places(token, Counted("  a b\n" * size).split("\n"))
    assert [where.of(at) for at in range(4 * size)][5] == (2, 4)
    return Counted.read


def test_places_of_many_faults_are_found_in_one_reading():
    assert letters_read(200) < 2.2 * letters_read(100)


@some
@given(texts)
def test_nothing_unescaped_comes_out(text):
    context = page(mentions={"ana": "/topics/ana/"})

    html = render(text, context)
    line = prose.inline(text, context)

    Reader(line)
    assert len(set(Reader(html).ids + Reader(line).ids)) == len(context.cited)
    assert not CONTROL.search(html)


@some
@given(texts)
def test_first_wall_stands_without_the_second(text):
    Reader(renderer._html(markup.tokens_of(text), page(), 3))


@some
@given(texts)
def test_blocks_joined_render_as_the_text_does(text):
    assert render("\n\n".join(prose.blocks(text)), page()) == render(text, page())


@some
@given(texts)
def test_citations_are_those_that_are_rendered(text):
    context = Context(sources={key: "x" for key, _ in prose.citations(text)})

    render(text, context)

    assert [key for key, _ in context.cited] == [k for k, _ in prose.citations(text)]


@some
@given(texts)
def test_plain_says_what_the_page_says(text):
    context = Context(sources={key: "x" for key, _ in prose.citations(text)})

    assert squashed(prose.plain(text)) == squashed(
        "".join(Reader(render(text, context)).words)
    )


@some
@given(texts)
def test_faults_lie_within_the_text(text):
    lines = markup.tidy_lines(text).split("\n")

    for line, column, message in listed(text, sources=[]):
        assert 1 <= column <= len(lines[line - 1])
        if message.startswith("no source"):
            assert lines[line - 1].startswith("[^", column - 1)


def test_items_follow_each_other_in_a_list_in_a_list_in_a_list():
    html = prose.render("- a\n  - b\n    - c\n    - d\n      - e", prose.Context())

    assert html.count("<li>") == 4
    assert "<li>c</li>" in html.replace("\n", "")
