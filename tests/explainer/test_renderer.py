"""House markup as HTML: what it becomes, and what it refuses."""

import pytest
from django.utils.safestring import SafeString

from explainer import prose
from explainer.prose import Context, render


def page(**kwargs):
    return Context(sources={"ap": "AP", "bbc": "", "reuters": "Reuters"}, **kwargs)


RENDERED = {
    "paragraphs": ("One\ntwo.\n\nThree.", "<p>One\ntwo.</p>\n<p>Three.</p>"),
    "headings": ("## A\n### B", "<h3>A</h3>\n<h4>B</h4>"),
    "headings out of range": ("# A\n##### B", "<h3>A</h3>\n<h4>B</h4>"),
    "no empty heading": ("##\n\na", "<p>a</p>"),
    "emphasis": ("a *b* c **d**", "<p>a <em>b</em> c <strong>d</strong></p>"),
    "lead-in": ("**Why:** so", '<p><strong class="lead-in">Why:</strong> so</p>'),
    "lead-in of an item": (
        "- **A:** b",
        '<ul>\n<li><strong class="lead-in">A:</strong> b</li>\n</ul>',
    ),
    "no lead-in in a heading": ("## **A** b", "<h3><strong>A</strong> b</h3>"),
    "numbered list": (
        "3. a\n4. b",
        '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>',
    ),
    "quotation": ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
    "deepest list": ("- - - - a", "<li>- a</li>"),
    "hard break": ("a\\\nb", "<p>a<br>\nb</p>"),
    "link": ("[a](/b)", '<p><a href="/b">a</a></p>'),
    "external link": (
        "[a](https://b.c)",
        '<p><a href="https://b.c" rel="external">a</a></p>',
    ),
    "mail": ("<a@b.c>", '<p><a href="mailto:a@b.c">a@b.c</a></p>'),
    "no title": ('[a](/b "c")', '<p><a href="/b">a</a></p>'),
    "no address": ("[a]()", "<p><a>a</a></p>"),
    "no link in a link": (
        "[a <https://b.c>](/d)",
        '<p><a href="/d">a &lt;https://b.c&gt;</a></p>',
    ),
    "mention": ("@[Ana & co](ana)", '<p><a href="/topics/ana/">Ana &amp; co</a></p>'),
    "unknown mention": ("@[<Bo>](bo)", "<p>&lt;Bo&gt;</p>"),
    "mention in a link": ("[see @[Ana](ana)](/b)", '<p><a href="/b">see Ana</a></p>'),
    "mention in a word": ("ed@[x](ana)", "<p>ed@[x](ana)</p>"),
    "escaped tokens": (r"\[^ap] \@\[a](b)", "<p>[^ap] @[a](b)</p>"),
    "unknown citation": ("a [^no p. <1>].", "<p>a [^no p. &lt;1&gt;].</p>"),
    "placement": ("a\n::figure map\nb", "<p>a</p>\n<img>\n<p>b</p>"),
    "placement after a list": ("- a\n::figure map", "</ul>\n<img>"),
    "unknown placement": ("::figure no", ""),
    "placement in a list": ("- a\n  ::figure map", "<li>a\n::figure map</li>"),
    "reference": ("[a]: /b", "<p>[a]: /b</p>"),
    "code": ("```\n`a`", "<p>```\n`a`</p>"),
    "rule": ("a\n---", "<p>a\n---</p>"),
    "indented": ("    a", "<p>a</p>"),
    "control characters": ("a\x00\x0cb\ud800&#12;", "<p>a b\ufffd </p>"),
    "blank of hard spaces": ("a\n\u00a0\nb", "<p>a</p>\n<p>b</p>"),
}


@pytest.mark.parametrize(("text", "html"), RENDERED.values(), ids=RENDERED)
def test_markup_becomes(text, html):
    placed = {("figure", "map"): SafeString("<img>")}

    found = render(text, page(mentions={"ana": "/topics/ana/"}, placed=placed))

    assert html in found if html.startswith(("<li>", "</ul>")) else html == found


@pytest.mark.parametrize(
    "text",
    [
        *("<script>alert(1)</script>", "<img src=x onerror=a>", "[a](javascript:b)"),
        *("[a](JaVaScript:b)", "[a](data:text/html,b)", "[a](//b.c)", "[a](https:b)"),
        *("![a](javascript:b)", "<javascript:a>", "[a](vbscript:b)", "[a](b)"),
        *("[a](&#106;avascript:b)", "[a](<java\nscript:b>)", "[a](\x01javascript:b)"),
    ],
)
def test_attack_stays_text(text):
    html = render(text, page())

    assert "<" not in html.removeprefix("<p>").removesuffix("</p>")


def test_backslash_cannot_make_a_foreign_address():
    assert 'href="/%5Cevil.example"' in render(r"[a](/\evil.example)", page())


def test_placed_html_that_is_not_marked_safe_is_escaped():
    context = Context(placed={("quote", "k1"): "<b>"})

    assert render("::quote k1", context) == "&lt;b&gt;"


def test_heading_level_follows_the_page_and_ends_at_six():
    assert render("## A\n### B", page(), level=6) == "<h6>A</h6>\n<h6>B</h6>"


def test_citation_is_a_number_with_a_spoken_label():
    assert render("So [^reuters p. 14].", page()) == (
        '<p>So<sup class="cites"><a href="#source-3" id="cite-3-1" '
        'aria-label="Source 3: Reuters, p. 14">3</a></sup>.</p>'
    )


def test_adjacent_citations_are_one_group():
    assert prose.inline("a[^ap] [^bbc]", page()) == (
        'a<sup class="cites" role="group" aria-label="Sources 1, 2">'
        '<a href="#source-1" id="cite-1-1" aria-label="Source 1: AP">1</a>,\u2009'
        '<a href="#source-2" id="cite-2-1" aria-label="Source 2">2</a></sup>'
    )


def test_unknown_citation_splits_a_group():
    html = render("a[^ap][^no] [^bbc]", page())

    assert html.count("<sup") == 2
    assert "</sup>[^no]<sup" in html


def test_group_of_one_source_names_it_once():
    assert 'aria-label="Source 1">' in render("[^ap p. 1][^ap p. 2]", page())


def test_page_counts_citations_across_its_texts():
    context = page()

    render("a[^ap] b[^reuters]", context)
    prose.inline("c[^ap]", context)

    assert context.cited == [
        ("ap", "cite-1-1"),
        ("reuters", "cite-3-1"),
        ("ap", "cite-1-2"),
    ]


def test_inline_reads_one_paragraph_whatever_its_lines_look_like():
    assert prose.inline("1. May\n\n- *so*\n", page()) == "1. May\n\n- <em>so</em>"
