"""Texts in house markup: words, tokens, faults, and what holds for any text at all."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories import markup, prose, typesetting
from stories.prose import Context, render
from stories.templatetags import prose as tags

FRAGMENTS = (
    "[^ap]|[^ap p. 14]|[^no]|[^|@[|@[Ana](ana)|[Ana](|](/x)|](//x)|](javascript:x)|[|]"
    "|(|)|<|>|<b>|</p>|<!--|<https://a.b>|<a@b.c>|&|&lt;|&#12;|&#0;|\\|`|```|~~~|*|**"
    "|_|__|#|## |# |- |* |+ |1. |2) |> |::figure map|::quote|:|!|![|'|\"|a|é| |  |\t|"
    "\u00a0|\n|\n\n|\r\n|\x00|\x0c|\u2028|\ud800|\ufffe|\n    |\n  - |onclick=x|===|---"
)
texts = st.text() | st.lists(st.sampled_from(FRAGMENTS.split("|"))).map("".join)
some = settings(max_examples=50, deadline=None, database=None)
ATTRIBUTES = {
    "a": {"href", "rel", "id", "aria-label"},
    "sup": {"class", "role", "aria-label"},
    "strong": {"class"},
    "ol": {"start"},
}
BARE = {"p", "em", "ul", "li", "blockquote", "br", "h3", "h4"}
NESTING = {"ul", "ol", "li", "blockquote", "em", "strong"}


class Reader(HTMLParser):
    """Reads HTML as strictly as nobody else does."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.words = [], [], []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        assert tag in BARE | ATTRIBUTES.keys()
        assert dict(attrs).keys() <= ATTRIBUTES.get(tag, set())
        assert tag not in self.open or tag in NESTING
        href = dict(attrs).get("href", "/").lower()
        assert href.startswith(("http://", "https://", "mailto:", "/", "#source-"))
        assert not href.startswith("//")
        self.ids += [value for name, value in attrs if name == "id"]
        self.words += [] if tag in ("em", "strong", "a", "sup") else [" "]
        self.open += [] if tag == "br" else [tag]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += [] if "sup" in self.open else [data]

    def unknown_decl(self, data):
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl


def page(**kwargs):
    return Context(sources={"ap": "AP", "bbc": "", "reuters": "Reuters"}, **kwargs)


def listed(text, **kwargs):
    known = {"sources": ["ap"], "entities": ["ana"], "figures": ["map"], **kwargs}
    return [(f.line, f.column, f.message) for f in prose.faults(text, **known)]


def squashed(text):
    return "".join(text.split())


def test_filters_print_blocks_and_lines():
    assert tags.prose("*a*", page()) == "<p><em>a</em></p>"
    assert tags.prose_inline("*a*", page()) == "<em>a</em>"
    assert tags.prose(None, page()) == ""


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


@some
@given(texts)
def test_nothing_unescaped_comes_out(text):
    context = page(mentions={"ana": "/topics/ana/"})

    html = render(text, context)
    line = prose.inline(text, context)

    Reader(line)
    assert len(set(Reader(html).ids + Reader(line).ids)) == len(context.cited)
    assert not markup.CONTROL.search(html)


@some
@given(texts)
def test_first_wall_stands_without_the_second(text):
    Reader(typesetting._html(markup.parsed(text), page(), 3))


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
    lines = markup.tidied(text).split("\n")

    for line, column, message in listed(text, sources=[]):
        assert 1 <= column <= len(lines[line - 1])
        if message.startswith("no source"):
            assert lines[line - 1].startswith("[^", column - 1)
