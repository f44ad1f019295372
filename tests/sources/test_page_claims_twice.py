"""Where a page says a thing in several places or too often, and which one is taken."""

import json
from zoneinfo import ZoneInfo

import pytest

from sources.page_claims import PUBLISHED, read_page

HERE = "https://www.paper.example/2026/01/rates"
ZONE = ZoneInfo("Europe/Brussels")


def claims(page, address=HERE, kind="text/html"):
    return read_page(page.encode(), address, kind, "", ZONE)


def meta(name, content, by="name"):
    return f'<meta {by}="{name}" content="{content}">'


def data(**said):
    said = {"@type": "NewsArticle"} | said
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


TITLES = [
    meta("og:title", "1st", "property"),
    data(headline="2nd"),
    meta("twitter:title", "3rd"),
    meta("DC.title", "4th"),
    meta("citation_title", "5th"),
    "<title>6th</title>",
    "<h1>7th</h1>",
]
SITES = [
    meta("og:site_name", "1st"),
    data(publisher=[{"name": "2nd"}, "Other"]),
    meta("application-name", "3rd"),
    meta("dc.publisher", "4th"),
    meta("citation_publisher", "5th"),
]
AUTHORS = [
    data(author=["1st"]),
    *(
        meta(name, f"{n}th")
        for n, name in enumerate(
            ("author", "article:author", "parsely-author", "byl", "dc.creator"), 2
        )
    ),
]
DAYS = [
    data(datePublished="2026-01-01"),
    *(meta(name, f"2026-01-{n:02}") for n, name in enumerate(PUBLISHED, 2)),
    f'<time datetime="2026-01-{len(PUBLISHED) + 2}">',
]
LANGUAGES = [
    data(inLanguage="aa"),
    '<html lang="bb">',
    meta("og:locale", "cc_DD"),
    meta("dc.language", "ee"),
    meta("language", "ff"),
]


@pytest.mark.parametrize(
    ("places", "claim"),
    [
        (TITLES, "title"),
        (SITES, "site"),
        (AUTHORS, "authors"),
        (DAYS, "published"),
        (LANGUAGES, "language"),
    ],
)
def test_a_claim_is_taken_from_the_best_place_that_makes_it(places, claim):
    alone = [getattr(claims(place), claim) for place in places]
    best = [
        getattr(claims("".join(reversed(places[n:]))), claim)
        for n in range(len(places))
    ]

    assert best == alone
    assert len({str(said) for said in alone}) == len(places)
    assert all(alone)


def test_what_no_place_says_is_not_said():
    found = claims("")

    assert (found.title, found.site, found.authors, found.published) == (
        *("", "", []),
        None,
    )
    assert (found.language, found.canonical, found.rights, found.feeds) == (
        *("", "", ""),
        [],
    )
    assert not found.is_paywalled


@pytest.mark.parametrize(
    ("page", "language"),
    [
        (meta("language", "en_gb"), "en-gb"),
        ('<html lang=" de ">', "de"),
        ('<html lang="english">' + meta("language", "en"), "en"),
        ('<html lang="x">', ""),
        ('<html lang="de"><html lang="fr">', "de"),
    ],
)
def test_a_language_is_one_that_has_a_code(page, language):
    assert claims(page).language == language


@pytest.mark.parametrize(
    ("page", "is_paywalled"),
    [
        (data(isAccessibleForFree=False), True),
        (data(isAccessibleForFree="False"), True),
        (data(isAccessibleForFree=True), False),
        (meta("article:content_tier", "Locked"), True),
        (meta("article:content_tier", "metered"), True),
        (meta("article:content_tier", "free"), False),
    ],
)
def test_a_page_says_that_it_is_paid_for(page, is_paywalled):
    assert claims(page).is_paywalled is is_paywalled


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("application/vnd.ms-excel", "data"),
        ("application/vnd.oasis.opendocument.spreadsheet", "data"),
        ("application/xhtml+xml", "report"),
    ],
)
def test_what_is_no_page_is_only_of_a_kind(kind, source):
    found = claims("<title>A</title>", kind=kind)

    assert (found.kind, found.title) == (source, "A" * (source == "report"))


def test_rights_and_givers_are_all_that_are_named():
    found = claims(
        meta("rights", "c")
        + meta("source", "d")
        + data(
            copyrightHolder=["Ana", {"name": "Bo"}],
            creditText="dpa",
            creator="Cy",
            provider="Reuters",
            sourceOrganization="AFP",
        )
    )

    assert found.rights == "c Ana Bo dpa"
    assert found.givers == ["AFP", "Reuters", "Cy"]
    assert claims(meta("dc.rights", "b") + meta("rights", "c")).rights == "b"
    assert len(claims(data(creditText="x" * 301)).rights) == 300


def test_authors_are_each_named_once_without_a_by():
    names = ["By  Ana", "ana", "Ana", "", "https://a.example/ana", "Bylan"]

    assert claims(data(author=names)).authors == ["Ana", "ana", "Bylan"]
    assert len(claims(data(author=[f"A{n}" for n in range(21)])).authors) == 20


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("The Paper - Rates - The Paper", "Rates"),
        ("Rates | Paper | The Paper", "Rates"),
        ("Rates | pa", "Rates | pa"),
        ("Rates | –", "Rates | –"),
        ("Money - Rates rise", "Money - Rates rise"),
    ],
)
def test_a_title_has_no_outlet_in_front_or_at_its_end(title, shown):
    site = meta("og:site_name", "The Paper")

    assert claims(f"{site}<title>{title}</title>").title == shown


def test_a_canonical_address_is_the_first_that_may_be_one():
    away, own = (
        f'<link rel="{rel}" href="{href}">'
        for rel, href in (("canonical", "//a.example/b"), ("Canonical x", "/own"))
    )
    other = meta("og:url", "https://paper.example/other")

    assert claims(away + own + other).canonical == "https://www.paper.example/own"
    assert claims(away + other).canonical == "https://paper.example/other"
    front = '<link rel="canonical" href="/">'
    assert claims(front, "https://paper.example/").canonical == "https://paper.example/"
    long = "https://www.paper.example/" + "x" * (2000 - 26)
    assert claims(f'<link rel="canonical" href="{long}">').canonical == long
    assert claims(f'<link rel="canonical" href="{long}x">').canonical == ""


def test_feeds_are_links_to_another_form_each_once():
    rss = '<link rel="{}" type="{}" href="{}" title="{}">'
    page = [
        rss.format("alternate", "application/rss+xml", "/a", "A"),
        rss.format("home Alternate", " Application/Atom+XML", "/b", "B" * 201),
        rss.format("alternate", "application/feed+json", "/a", "Again"),
        rss.format("alternate", "text/html", "/c", "C"),
        rss.format("home", "application/rss+xml", "/d", "D"),
        rss.format("alternate", "application/rss+xml", "", "E"),
    ]
    many = [
        rss.format("alternate", "application/rss+xml", f"/{n}", n) for n in range(31)
    ]

    assert claims("".join(page)).feeds == [
        ("https://www.paper.example/a", "Again"),
        ("https://www.paper.example/b", "B" * 199 + "…"),
    ]
    assert claims("".join(many)).feeds == [
        (f"https://www.paper.example/{n}", f"{n}") for n in range(30)
    ]
