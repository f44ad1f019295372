"""HTML of others: what becomes of it, and that no word of it is lost unsaid."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import prose
from explainer.hypertext import HypertextError, read, tree
from explainer.hypertext.assembly import assemble
from explainer.hypertext.event_days import day_at_start
from explainer.hypertext.pieces import markup_of

pytestmark = pytest.mark.once


def markup(html, **options):
    text = read(html, **options)
    return markup_of(text.pieces, top=2)


def story(html, headline="", **options):
    return assemble(read(html, **options), headline)


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<h2>A</h2><h3>B</h3><h4>C</h4><p>d", "## A\n\n### B\n\n**C**\n\nd"),
        ("<p>One <b>bold </b>text and <i>it</i>.", "One **bold** text and *it*."),
        ("<p>a<em>b</em>c", "abc"),  # Within a word nothing can be set.
        ("<p>1. May<br># no<br>- no", "1\\. May\\\n\\# no\\\n\\- no"),
        (
            "<p>a*b*c [^x] @[y](z) ::figure q",
            "a\\*b\\*c \\[^x] \\@[y\\](z) \\::figure q",
        ),
        ('<p>See <a href="/x (1)">it [a]</a>!', "See [it \\[a\\]](/x%20%281%29)!"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n\n  - b\n\n- c"),
        (
            "<ul><li>a<ul><li>b<ul><li>c<li>d<ul><li>e",
            "- a\n\n  - b\n\n    - c\n\n    - d\n\n      e",
        ),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<blockquote>a<p>b</blockquote>", "> a\n>\n> b"),
        ("<dl><dt>T<dd>m</dl>", "- **T:** m"),
        ("<p>10<sup>6</sup> H<sub>2</sub>O", "10⁶ H₂O"),
        ("<pre>x = 1\ny</pre>", "x = 1\\\ny"),
        (
            "<table><tr><th>A<th>B<tr><td>1|2<td>c</table>",
            "| A | B |\n| --- | --- |\n| 1\\|2 | c |",
        ),
        ("<table><tr><td>a<tr><td>b</table>", "a\n\nb"),
        ("a <unknown>b</unknown> c &amp; &lt;d&gt;", "a b c & \\<d>"),
    ],
)
def test_html_becomes_house_markup(html, made):
    found = markup(html)

    assert found.startswith(made)
    assert prose.faults(found, sources=(), entities=()) == []


def test_lines_count_where_they_are_meant():
    html = "One\ntwo.\n\nThree <b>four\n\nfive</b>."

    assert markup(html, has_lines=True) == "One\\\ntwo.\n\nThree **four**\\\n**five**."
    assert markup(html) == "One two. Three **four five**."


def test_what_has_no_place_is_said_with_its_address():
    html = """<p>Text.<script src="/s.js">x</script><iframe src="https://v.example/1">
    no</iframe><del>old</del><img src="p.jpg" alt="A bridge"><span hidden>unseen</span>
    <a href="javascript:x">go</a><button>Press</button></p>"""

    text = read(html, base="https://old.example/a/")

    assert [str(found) for found in text.dropped] == [
        "script: https://old.example/s.js",
        "iframe: https://v.example/1 no",
        "struck out: old",
        "picture: https://old.example/a/p.jpg A bridge",
        "hidden: unseen",
        "link: javascript:x",
        "form: Press",
    ]
    assert markup_of(text.pieces) == "Text. go"


def test_known_headings_become_their_blocks():
    html = """<h1>Bridge shut</h1><h2>What’s happened</h2><p>It is shut.</p>
    <h2>Key points:</h2><ul><li><b>Shut.</b> Today<li>Long</ul><p>And more.</p>
    <h2>Timeline</h2><ul><li>12 May 2024: Cracks<li><b>June 2024</b> – worse<li>
    <b>Long before</b> nothing</ul>
    <h2>Häufige Fragen</h2><h3>Why?</h3><p>Rust.</p><p><b>Q: When?</b></p><p>A: Late</p>
    <h2>What the papers say</h2><p>Little.</p>
    <h2>Хронологія</h2><p>Words that are no list.</p>
    <h2>Elsewhere</h2><blockquote>We go.<cite>Ana Ruiz, mayor</cite></blockquote>
    <h2>Go deeper</h2><ul><li><a href="https://b.example/n">The notice</a></ul>"""

    fields, dropped = story(html, "Bridge shut")

    assert fields["summary"] == "It is shut."
    assert fields["key_points"] == [
        {"lead_in": "Shut.", "text": "Today"},
        {"text": "Long"},
    ]
    assert fields["timeline"] == [
        {"date": "2024-05-12", "precision": "day", "text": "Cracks"},
        {"date": "2024-06-01", "precision": "month", "text": "worse"},
        {"label": "Long before", "text": "nothing"},
    ]
    assert fields["questions"] == [
        {"title": "Why?", "intro": "Rust."},
        {"title": "When?", "intro": "Late"},
    ]
    assert fields["papers"] == "Little."
    assert fields["quotes"] == [
        {"key": "quote-1", "text": "We go.", "speaker": "Ana Ruiz", "role": "mayor"}
    ]
    assert fields["sources"] == [
        {"key": "source-1", "title": "The notice", "url": "https://b.example/n"}
    ]
    assert fields["report"] == (
        "And more.\n\n## Хронологія\n\nWords that are no list.\n\n"
        "## Elsewhere\n\n::quote quote-1"
    )
    assert len(dropped) == 6


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2024-05-12: x", "2024-05-12", "day"),
        ("Monday, 12th May 2024 – x", "2024-05-12", "day"),
        ("May 12, 2024: x", "2024-05-12", "day"),
        ("12. Mai 2024: x", "2024-05-12", "day"),
        ("12 mai 2024 : x", "2024-05-12", "day"),
        ("12 de mayo de 2024: x", "2024-05-12", "day"),
        ("12 травня 2024 року — x", "2024-05-12", "day"),
        ("12 مايو 2024: x", "2024-05-12", "day"),
        ("12.5.2024: x", "2024-05-12", "day"),
        ("März 2024: x", "2024-03-01", "month"),
        ("2024: x", "2024-01-01", "year"),
    ],
)
def test_a_day_is_read_in_six_languages_as_precisely_as_it_is_said(
    text, day, precision
):
    assert day_at_start(text)[:2] == (day, precision)


@pytest.mark.parametrize("text", ["30 February 2024: x", "2024 people came", "12: x"])
def test_what_is_no_day_is_none(text):
    assert day_at_start(text) is None


def test_pictures_and_footnotes_are_parts_of_the_story():
    html = """<p>As said<sup><a href="#fn1">1</a></sup>.</p><ul><li>a <img src="x.jpg"
    alt="X"></ul><figure><img src="y.jpg"><figcaption>Below <b>it</b></figcaption>
    </figure><ol><li id="fn1">Smith, <a href="https://s.example">2020</a> ↩</ol>"""

    fields, _dropped = story(html, picture=lambda address: f"in/{address}")

    assert fields["report"] == (
        "As said[^note-1].\n\n- a\n\n::figure figure-1\n\n::figure figure-2"
    )
    assert [(f["src"], f["alt"], f["caption"]) for f in fields["figures"]] == [
        ("in/x.jpg", "X", ""),
        ("in/y.jpg", "", "Below it"),
    ]
    assert fields["sources"] == [
        {"key": "note-1", "title": "Smith, 2020", "url": "https://s.example"}
    ]


def test_a_text_that_no_field_could_hold_is_divided():
    fields, _dropped = story(f"<p>{'word ' * 30_000}</p>")

    bodies = [fields["report"], *(part["body"] for part in fields["sections"])]
    assert [len(body) < 50_000 for body in bodies] == [True] * 4
    assert sum(body.count("word") for body in bodies) == 30_000


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000 + "deep",
        "<b>" * 10_000 + "deep",
        "<ul><li>" * 5_000 + "deep",
        "<blockquote>" * 10_000 + "deep",
        "<table><tr><td>" * 3_000 + "deep",
        "<p>" * 10_000 + "deep",
        "deep" + "</div>" * 10_000,
        "deep <" * 5_000,
        "deep <a href='" * 5_000,
        "deep<!--" * 5_000,
    ],
    ids=lambda html: html[:12],
)
def test_what_is_nested_without_an_end_is_read(html):
    fields, _dropped = story(html)

    assert "deep" in fields["report"]
    assert prose.faults(fields["report"], sources=(), entities=()) == []


def test_what_is_too_large_is_refused():
    with pytest.raises(HypertextError, match="characters"):
        read("x" * (tree.LARGEST + 1))


WORD = st.sampled_from(
    [f"w{number}x" for number in range(20)]
    + ["*a*", "_b", "**", "`c`", "[d](e)", "[^f]", "@[g](h)", "::figure i", "1.", "#"]
    + [
        "-",
        ">",
        "|",
        "| j |",
        "---",
        "<k>",
        "&amp;",
        "!",
        "\\",
        "~~l~~",
        "==m==",
        "\n\n",
    ]
)
INLINE = ["b", "i", "em", "span", "a href='https://a.example/x'", "sup", "q", "code"]
BLOCK = ["p", "div", "ul", "ol", "li", "blockquote", "table", "tr", "td", "h2", "h3"]
BLOCK += [
    "h4",
    "figure",
    "figcaption",
    "pre",
    "dl",
    "dt",
    "dd",
    "section",
    "cite",
    "del",
]
TAG = st.sampled_from(INLINE + BLOCK)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


PIECE = st.one_of(
    WORD.map(escaped),
    TAG.map(lambda tag: f"<{tag}>"),
    TAG.map(lambda tag: f"</{tag.partition(' ')[0]}>"),
    st.sampled_from(
        ["<br>", "<img src=x alt='alt1'>", "<iframe src=y></iframe>", "<hr>"]
    ),
)


def letters(text):
    """Words in the order of the alphabet, without what typography adds."""
    return sorted(re.findall(r"w\d+x", text))


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECE, max_size=40), st.booleans())
def test_no_word_is_lost_unsaid_and_all_markup_is_sound(pieces, has_lines):
    html = " ".join(pieces)

    fields, dropped = story(html, has_lines=has_lines)

    said = []
    for value in (fields, [str(found) for found in dropped]):
        collect(value, said)
    assert letters(" ".join(said)) == letters(html)
    for text in said:
        sources = [source["key"] for source in fields["sources"]]
        quotes = [quote["key"] for quote in fields["quotes"]]
        if text in (fields["report"], fields.get("background"), fields.get("summary")):
            faults = prose.faults(text, sources=sources, entities=(), quotes=quotes)
            assert faults == []


def collect(value, into):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            collect(item, into)
    else:
        into.append(str(value))
