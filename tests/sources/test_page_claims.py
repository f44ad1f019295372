"""Reading a page: what it says of itself, however it says it, and never for long."""

import datetime as dt
import json
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import page_scan
from sources.json_ld import article
from sources.moments import moment_of
from sources.page_claims import Reading
from sources.page_claims import read_page as read_bytes

HERE = "https://www.paper.example/2026/01/rates"
PIECES = (
    *("<", ">", "</", "/>", "<![", "<![CDATA[", "<!--", "-->", "<!", "<!DOCTYPE", "["),
    *("]", "if", "<?", "&", ";", "&#x", "&#", "<meta name=", "'", '"', " ", "a", "="),
    *(
        "<script type=ld+json>",
        "</script>",
        "<svg>",
        "</svg>",
        "<title>",
        "\0",
        "\ud800",
    ),
)
NOISE = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
ZONE = ZoneInfo("Europe/Brussels")


def read(page, address=HERE, kind="text/html", charset=""):
    body = page if isinstance(page, bytes) else page.encode()
    return read_bytes(body, address, kind, charset, ZONE)


def linked(**said):
    data = json.dumps({"@type": "NewsArticle"} | said)
    return f'<script type="application/ld+json">{data}</script>'


def test_a_page_that_says_all_is_read_whole():
    found = read(
        """<!doctype html><html lang="en-GB"><head><title>x</title>
        <meta property="og:title" content="Rates rise again | The Paper">
        <meta property="og:site_name" content="The Paper">
        <meta property="article:published_time" content="2026-01-15T23:30:00Z">
        <meta name="author" content="By Jane Doe">
        <link rel="canonical" href="/2026/01/rates?utm_source=x">
        <link rel="alternate" type="application/rss+xml" title="All" href="/feed">
        <meta name="copyright" content="© Reuters"></head><p>First words.</p>"""
    )

    assert found == Reading(
        title="Rates rise again",
        site="The Paper",
        authors=["Jane Doe"],
        published=dt.date(2026, 1, 16),  # in Brussels, it was past midnight
        canonical=HERE,
        language="en-GB",
        rights="© Reuters",
        opening="First words.",
        feeds=[("https://www.paper.example/feed", "All")],
    )


def test_a_page_in_linked_data_is_read_as_well():
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "The Paper"},
            {
                "@type": ["NewsArticle", "Thing"],
                "headline": "Rates rise",
                "author": [{"name": "Jane Doe"}, "Tom Weber", {"url": "x"}],
                "publisher": {"name": "The Paper"},
                "datePublished": "2026-01-15",
                "inLanguage": "de",
                "isAccessibleForFree": False,
                "sourceOrganization": {"name": "dpa"},
            },
        ],
    }

    found = read(f'<script type="application/ld+json">{json.dumps(graph)}</script>')

    assert found == Reading(
        title="Rates rise",
        site="The Paper",
        authors=["Jane Doe", "Tom Weber"],
        published=dt.date(2026, 1, 15),
        language="de",
        is_paywalled=True,
        givers=["dpa"],
    )


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Rates rise - The Paper", "Rates rise"),
        ("Rates rise | Money | PAPER.example", "Rates rise | Money"),
        ("The Paper: Rates rise", "The Paper: Rates rise"),
        ("The Paper | Rates rise", "Rates rise"),
        ("Rates – what next? – The Paper", "Rates – what next?"),
        ("The Paper", "The Paper"),
        ("East-West trade - a history", "East-West trade - a history"),
    ],
)
def test_the_outlets_name_is_no_part_of_the_title(title, shown):
    site = '<meta property="og:site_name" content="The Paper">'

    assert read(f"{site}<title>{title}</title>").title == shown


def test_the_title_of_a_drawing_is_not_the_pages():
    assert read("<svg><title>Logo</title></svg><title>Rates</title>").title == "Rates"


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("https://paper.example/rates", "https://paper.example/rates"),
        ("//m.paper.example/rates#x", "https://m.paper.example/rates"),
        ("https://elsewhere.example/rates", ""),
        ("https://www.paper.example/", ""),  # A page is not its site's front page.
        ("javascript:alert(1)", ""),
        ("https://[::1", ""),
        ("/a b", ""),
    ],
)
def test_a_canonical_address_counts_on_its_own_site_alone(href, canonical):
    assert read(f'<link rel="canonical" href="{href}">').canonical == canonical


@pytest.mark.parametrize(
    ("body", "charset", "title"),
    [
        ("<title>Köln</title>".encode("latin-1"), "", "Köln"),
        ("<title>Köln</title>".encode("latin-1"), "iso-8859-1", "Köln"),
        ("<title>Köln</title>".encode(), "", "Köln"),
        (b"\xef\xbb\xbf" + "<title>Köln</title>".encode(), "latin-1", "Köln"),
        ("<title>Köln</title>".encode("utf-16"), "", "Köln"),
        ("<meta charset=koi8-r><title>Мир</title>".encode("koi8-r"), "", "Мир"),
        ("<title>“Köln”</title>".encode("cp1252"), "ascii", "“Köln”"),
        ("<title>Köln</title>".encode(), "rot13", "Köln"),
        ("<title>Köln</title>".encode(), "utf-7", "Köln"),
        ("<title>Köln</title>".encode(), "x" * 5000, "Köln"),
        ("<meta charset='\0hex'><title>Köln</title>".encode(), "undefined", "Köln"),
    ],
)
def test_letters_are_read_as_the_page_or_its_bytes_say(body, charset, title):
    assert read(body, charset=charset).title == title


def test_a_title_is_one_line_of_signs_that_can_be_printed():
    said = "A\0 &#xD800;<b>b</b> \u202egnorw\u2066 \n c" + "d" * 5000

    title = read(f"<meta name='og:title' content='{said}'>").title

    assert len(title) == 2000
    assert title.startswith("A \ufffd<b>b</b> gnorw cddd")
    assert read(linked(headline="a\ud800b")).title == "ab"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-15T10:00:00+01:00", dt.date(2026, 1, 15)),
        ("2026-01-15T23:59:00-05:00", dt.date(2026, 1, 16)),
        ("2026-01-15", dt.date(2026, 1, 15)),
        ("20260115", dt.date(2026, 1, 15)),
        ("Thu, 15 Jan 2026 10:00:00 GMT", dt.date(2026, 1, 15)),
        ("2026-01-15 10:00:00 Uhr", dt.date(2026, 1, 15)),
        ("0000-00-00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("yesterday", None),
        ("9" * 5000, None),
        ("\0", None),
    ],
)
def test_a_day_is_the_papers_own(text, day):
    found = read(f'<meta name="date" content="{text}">').published

    assert found == day


def test_a_moment_without_a_zone_is_the_papers():
    assert moment_of("2026-01-15T10:00", ZONE).utcoffset() == dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("address", "kind", "source"),
    [
        (HERE, "text/html", "report"),
        (HERE, "application/pdf", "document"),
        (HERE, "text/csv", "data"),
        ("https://www.treasury.gov.uk/a", "text/html", "statement"),
        ("https://ec.europa.eu/a", "text/html", "statement"),
        ("https://government.example/a", "text/html", "report"),
    ],
)
def test_the_kind_of_a_source_is_guessed_modestly(address, kind, source):
    assert read("", address, kind).kind == source


def test_of_linked_data_only_so_much_is_looked_through():
    wanted = json.dumps({"@type": "NewsArticle", "headline": "Rates rise"})

    near, far = (article(["[{}, {}]"] * n + [wanted]) for n in (20, 400))

    assert (near.get("headline"), far) == ("Rates rise", {})


@pytest.mark.parametrize(
    "data",
    [
        "nonsense",
        "[" * 100_000,
        '{"@graph":' * 50_000,
        f'{{"headline": {"9" * 10_000}}}',
        json.dumps([[[{"@type": 5, "headline": {}, "author": [[], 7, None, {}]}]]]),
        json.dumps({"@type": "NewsArticle", "publisher": [[]], "datePublished": []}),
        json.dumps({"@graph": [{"headline": "x", "@graph": {}}] * 5000}),
    ],
    ids=["noise", "deep", "deeper", "digits", "odd", "types", "many"],
)
def test_linked_data_that_makes_no_sense_is_passed_by(data):
    page = f'<script type="application/ld+json">{data}</script><title>Rates</title>'

    assert read(page).title in ("Rates", "x")


@pytest.mark.parametrize(
    "piece", ["<!--", "<", "<a b ", "<a b='", "<a/", "<script></", "<meta name=a>"]
)
def test_a_page_made_to_take_long_does_not(monkeypatch, piece):
    monkeypatch.setattr(page_scan, "SECONDS", 0.1)
    begun = time.monotonic()

    found = read("<title>Rates</title>" + piece * (2_000_000 // len(piece)))

    assert found.title == "Rates"
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("piece", ["<![<b>", "<![if x]>", "<!x[", "&#99999999999;"])
def test_what_the_parser_gives_up_on_is_read_as_far_as_it_goes(piece):
    assert read(f"<title>Rates</title>{piece}").title == "Rates"


@given(NOISE)
def test_whatever_a_page_says_it_is_read(noise):
    page = f"<title>T</title>{noise}".encode("utf-8", "surrogatepass")

    assert isinstance(read(page).title, str)
