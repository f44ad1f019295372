"""Documents of word processors and the web as the fields of a story, word for word."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import prose
from explainer.format import STORY
from explainer.hypertext import HypertextError
from explainer.hypertext.manuscript import (
    cite,
    lines_of,
    linked,
    prose_places,
    read_manuscript,
    texts_of,
)
from explainer.hypertext.markdown_text import html_of
from explainer.hypertext.tree import LARGEST

pytestmark = pytest.mark.once

PASTED = Path(__file__).parent.parent / "support/pasted"


def pasted(name):
    return read_manuscript((PASTED / f"{name}.html").read_text())


def left_out(made):
    return [(item.kind, item.words) for item in made.dropped]


def test_a_document_of_word_has_its_lists_notes_and_quotes_and_not_its_comments():
    made = pasted("word")

    assert made.fields["headline"] == "Ferry stays in port after storm"
    assert made.fields["report"] == (
        "The night ferry to **Almarra** did not sail[^note-1], as [the Gazette]"
        "(https://gazette.example/2026/ferry?utm_source=mail) reported.\n\n"
        "Forty people slept aboard.\n\n## How the port works\n\n"
        "1. Pilots decide\n\n   - within their own watch\n\n2. Captains may refuse\n\n"
        "::quote quote-1\n\n| Pier | Depth |\n| --- | --- |\n| East | nine |"
    )
    assert made.fields["sources"] == [
        {"key": "note-1", "title": "Port log, sheet seven."}
    ]
    events = [(e["date"], e["text"]) for e in made.fields["timeline"]]
    assert events == [
        ("2026-02-03", "Wind reaches eleven"),
        ("2026-02-04", "Harbour reopens"),
    ]
    (quote,) = made.fields["quotes"]
    assert (quote["speaker"], quote["role"]) == ("Marta Oduya", "harbour master")
    assert left_out(made) == [
        ("comment", "Call the line before we print."),
        ("struck out", "Nobody was aboard."),
        ("picture", "file:///C:/Users/ira/clip_image001.png Pier at dusk"),
    ]


def test_a_document_of_google_docs_is_bold_where_its_styles_say_so():
    made = pasted("docs")

    assert made.fields["headline"] == "Water returns to the old canal"
    assert made.fields["report"] == (
        "After **nine years** the sluice opened, [the trust writes]"
        "(https://canal.example/reports/opening). *Slowly*."
    )
    points = [point["text"] for point in made.fields["key_points"]]
    assert points == ["Boats return in June\n\n- small ones only", "Tolls stay"]
    assert made.fields["sections"] == [
        {
            "heading": "Q&A",
            "body": "### Who pays for the sluice?\n\nThe trust and two towns.",
        }
    ]
    assert made.asked == ["Who pays for the sluice?"]
    assert made.headings == [("Key points", "key_points"), ("Q&A", "sections")]
    assert left_out(made) == [
        ("comment", "Is this still true?"),
        ("struck out", ", and badly"),
    ]


def test_documents_of_libreoffice_notion_and_a_page_keep_what_they_say():
    office, notion, page = map(pasted, ["libreoffice", "notion", "page"])

    assert office.fields["report"] == "Рух **мостом** поновили вранці[^note-1]."
    assert office.fields["unknowns"] == "Скільки *коштував* ремонт."
    assert [event["date"] for event in office.fields["timeline"]] == [
        *("2025-05-05", "2026-06-06")
    ]
    assert office.fields["sources"][0]["url"] == "https://bridge.example/orders/7"
    assert office.dropped == []
    assert notion.fields["headline"] == "Trams run at night again"
    assert notion.fields["report"].endswith(
        "- Every half hour\n\n  - hourly on Mondays\n\n- Day tickets count"
    )
    assert "### Costs\n\nTwo million a year." in notion.fields["background"]
    assert left_out(notion) == [("struck out", "save")]
    assert page.fields["expectations"] == [{"text": "Parents vote in June"}]
    assert left_out(page) == [
        ("picture", "A full tray"),
        ("words below it", "Photo: the school"),
        ("hidden", "Subscribe now"),
        ("iframe", "https://video.example/e/1"),
        ("form", "Share this"),
    ]


def test_links_to_articles_become_citations_and_others_stay():
    word = pasted("word")
    cite(word.fields, dict.fromkeys(linked(word.fields), "gazette-1"))
    assert "[^note-1], as the Gazette[^gazette-1] reported." in word.fields["report"]
    made = pasted("page")
    article = "https://council.example/meals/2026"

    assert linked(made.fields) == [article]
    assert linked(made.fields, own="https://council.example") == []
    cite(made.fields, {article: "council-1"})

    assert "is four crowns dearer[^council-1] from May" in made.fields["report"]
    assert "[the office](mailto:meals@council.example)" in made.fields["report"]
    assert "[the council](https://council.example/)" in made.fields["report"]


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        ("<h1>A</h1><p>b", "A"),
        ("<h2>A</h2><p>b<h3>c</h3>", "A"),
        ("<h2>A</h2><p>b<h2>c</h2>", ""),
        ("<h1>Timeline</h1><p>b", ""),
        ("<p>A harbour closes<p>b<p>c", "A harbour closes"),
        ("<p>A harbour closes.<p>b<p>c", ""),
        ("<p>A<br>b<p>c<p>d", ""),
        ("<p><a href='https://a.example/b'>A</a><p>c<p>d", ""),
        ("<p>A", ""),
        (f"<h1>{'a' * 301}</h1><p>b", ""),
    ],
)
def test_a_headline_is_a_title_or_a_first_line_like_one(html, headline):
    made = read_manuscript(html)

    assert made.fields.get("headline", "") == headline
    said = "".join(texts_of(made.fields))
    assert len(re.findall(r"\w", said)) == len(re.findall(r"\w", plain(html)))


def plain(html):
    return re.sub(r"<[^>]*>", " ", html)


def test_plain_text_and_markdown_are_read_by_their_headings():
    typed = "A bridge opens\nCars came at six.\r\nTimeline\n3 May 2026: It opened\n"
    marked = (
        "# A bridge opens\n\nCars *came*[^a] at < six.\n\nChronologie\n\n"
        "- 3 May 2026: It opened\n\n[^a]: The log\n"
    )

    for text, report in [
        (typed, "Cars came at six."),
        (marked, "Cars *came*[^note-1] at < six."),
    ]:
        made = read_manuscript(html_of(lines_of(text), has_html=False))
        assert made.fields["headline"] == "A bridge opens"
        assert made.fields["report"] == report
        assert [event["date"] for event in made.fields["timeline"]] == ["2026-05-03"]


def test_what_is_too_long_for_its_field_is_cut_and_said():
    address = f"https://a.example/{'b' * 2000}"
    asked = "<h2>Frequently asked questions</h2><h3>Why?</h3><p>So.</p>"
    html = (
        f"<p>x<a href='#fn-1'>1</a></p>{asked * 12}"
        f"<ol><li id='fn-1'>See <a href='{address}'>it</a></li></ol>"
    )

    made = read_manuscript(html)

    assert made.fields["sources"] == [{"key": "note-1", "title": "See it"}]
    (section,) = made.fields["sections"]
    (link, heading) = sorted(left_out(made), reverse=True)
    assert (link, heading[0]) == (("link", address), "end of a line")
    whole = f"{section['heading']} {heading[1]}"
    assert whole == " · ".join(["Frequently asked questions"] * 12)


def test_a_document_that_means_harm_is_read_or_refused():
    with pytest.raises(HypertextError):
        read_manuscript("a" * (LARGEST + 1))
    deep = read_manuscript("<div><ul><li>" * 3000 + "word")
    notes = "".join(f"<a name=_ftn{n} href=#_ftnref{n}>{n}</a>" for n in range(3000))

    assert texts_of(deep.fields) == ["word"]
    assert len(texts_of(read_manuscript(f"<p>{notes}</p>").fields)) == 1
    assert read_manuscript("<script>alert(1)</script>").fields == {}


WORD = st.integers(0, 99).map(lambda n: f"w{n}x")
TAGS = [
    *("p", "h1", "h2", "h3", "ul", "ol", "li", "blockquote", "td", "tr", "table"),
    *("b", "i", "del", "ins", "sup", "div", "o:p", "span style='font-weight:700'"),
    "p class=MsoListParagraph style='mso-list:l0 level2 lfo1'",
    "p class=MsoQuote",
    "p class=MsoCommentText",
    "span style='mso-element:comment'",
    "span style='text-decoration:line-through;font-style:italic'",
    "b style='font-weight:normal' id=docs-internal-guid-1",
    "a href='#_ftn1' name='_ftnref1'",
    "p id=ftn1",
    "a href='https://a.example/b'",
]
PIECE = st.one_of(
    WORD,
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag.partition(' ')[0]}>"),
    st.sampled_from(
        [
            "<h2>Timeline</h2>",
            "<h2>Q&amp;A</h2>",
            "<h2>Sources</h2>",
            "<h2>Key points</h2>",
            "<h3>Why w100x?</h3>",
            "<p>3 May 2026: w101x</p>",
        ]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECE, max_size=40))
def test_every_word_is_in_the_fields_or_in_what_was_left_out(pieces):
    html = " ".join(pieces)

    made = read_manuscript(html)
    keys = {address: f"a-{n}" for n, address in enumerate(linked(made.fields))}
    cite(made.fields, keys)

    texts = [holder[key] for holder, key in prose_places(made.fields, STORY)]
    assert ("[^a-0]" in "".join(texts)) == ("a-0" in keys.values())
    said = " ".join([*texts_of(made.fields), *(item.words for item in made.dropped)])
    words = [sorted(re.findall(r"w\d+x", text)) for text in (said, html)]
    assert words[0] == words[1]
    known = {*keys.values(), *(s["key"] for s in made.fields.get("sources", ()))}
    quotes = {quote["key"] for quote in made.fields.get("quotes", ())}
    for holder, key in prose_places(made.fields, STORY):
        faults = prose.faults(holder[key], sources=known, entities=(), quotes=quotes)
        assert faults == []
    assert {block for _words, block in made.headings} <= {*STORY}
