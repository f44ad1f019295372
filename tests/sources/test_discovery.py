"""What there is at an address, with every word of doubt on how it was read."""

import pytest

from sources import discovery, fetcher
from sources.discovery import Look, NoAddressError
from sources.fetcher import Page
from sources.network import FetchError
from sources.page_claims import Reading

HERE = "https://paper.example/a"
COPY = f"https://web.archive.org/web/20260101000000/{HERE}"


@pytest.fixture
def web(monkeypatch):
    """Call it with what a fetch gives; it keeps what was asked for."""
    asked = []

    def gives(**page):
        def fetch(address, **how):
            asked.append((address, how))
            return Page(address, **{"address": address, "kind": "text/html"} | page)

        monkeypatch.setattr(fetcher, "fetch", fetch)
        return asked

    return gives


def test_a_page_is_known_by_what_was_asked_where_it_led_and_what_it_says(web):
    named = '<link rel="canonical" href="https://paper.example/rates">'
    asked = web(body=f"<title>Rates rise</title>{named}".encode(), address=f"{HERE}?b")

    found = discovery.look(COPY, 7)

    assert asked == [(HERE, {"wait": 7})]
    assert found == Look(
        given=HERE,
        url="https://paper.example/rates",
        archived=COPY,
        reading=found.reading,
        warnings=(),
        is_fetched=True,
        outlet=None,
    )
    assert found.reading.title == "Rates rise"
    assert found.urls == [HERE, "https://paper.example/rates", found.reading.canonical]


def test_a_page_that_names_no_address_is_where_the_redirects_ended(web):
    asked = web(body=b"<title>Rates", address="https://paper.example/b?utm_source=x#y")

    found = discovery.look(HERE)

    assert (found.url, found.archived) == ("https://paper.example/b", "")
    assert asked == [(HERE, {"wait": 0})]
    assert found.urls == [HERE, "https://paper.example/b"]


@pytest.mark.parametrize(
    "gate",
    [
        *("https://consent.example/", "https://login.paper.example/x"),
        *("https://account.example/", "https://accounts.example/", "http://sso.a.b/"),
        *("https://auth.example/", "https://idp.example/", f"{HERE}/sign-in"),
        *(f"{HERE}/SignIn?x", f"{HERE}/log-in/", f"{HERE}/login.php", f"{HERE}/auth"),
        *(f"{HERE}/consent", f"{HERE}/register", f"{HERE}/paywall"),
    ],
)
def test_a_gate_is_no_page_unless_it_was_asked_for(web, gate):
    web(address=gate, body=b"<title>Sign in")

    with pytest.raises(FetchError) as fault:
        discovery.look(HERE)

    said = "The site asks us to sign in or to agree to something."
    assert str(fault.value) == said
    assert discovery.look(gate).reading.title == "Sign in"


@pytest.mark.parametrize("page", [f"{HERE}/logins", f"{HERE}/the-auth", HERE])
def test_what_only_sounds_like_a_gate_is_a_page(web, page):
    web(address=page, body=b"<title>Rates")

    assert discovery.look(HERE).reading.title == "Rates"


@pytest.mark.parametrize(
    ("page", "said", "words"),
    [
        ({}, {}, []),
        ({"address": "https://www.paper.example/x"}, {}, []),
        (
            {"address": "https://www.other.example/x"},
            {},
            ["The address leads to another site: other.example."],
        ),
        (
            {"is_downgraded": True},
            {},
            [
                "The site sends us on without encryption: anybody may have changed it.",
            ],
        ),
        (
            {"kind": "application/pdf"},
            {"title": ""},
            ["This is a PDF: its title is for you to write."],
        ),
        (
            {"kind": "x" * 61},
            {"title": ""},
            [f"This is no page but a file ({'x' * 60})."],
        ),
        ({}, {"title": ""}, ["The page has no title that we can read."]),
        ({}, {"is_paywalled": True}, ["Readers may need a subscription."]),
        (
            {"address": "http://b.example/", "is_downgraded": True},
            {"title": "", "is_paywalled": True},
            [
                "The address leads to another site: b.example.",
                "The site sends us on without encryption: anybody may have changed it.",
                "The page has no title that we can read.",
                "Readers may need a subscription.",
            ],
        ),
    ],
)
def test_every_doubt_is_told_in_its_order(page, said, words):
    page = Page(HERE, **{"address": HERE, "kind": "text/html"} | page)
    reading = Reading(**{"title": "Rates rise"} | said)

    assert [*discovery.doubts(page, reading, HERE)] == words


@pytest.mark.parametrize("kind", sorted(fetcher.READ))
def test_each_kind_of_page_that_we_read_is_no_file(kind):
    page = Page(HERE, HERE, kind=kind)

    assert [*discovery.doubts(page, Reading(title="Rates"), HERE)] == []


def test_of_a_page_that_nobody_read_its_address_tells_what_there_is():
    address = "https://www.ministry.gov/a?utm_source=x"

    assert discovery.bare_look(address) == Look(
        given=address,
        url="https://www.ministry.gov/a",
        archived="",
        reading=Reading(kind="statement"),
        warnings=(),
        is_fetched=False,
    )
    read = discovery.bare_look(COPY, "It was late.")
    assert (read.given, read.url, read.archived) == (HERE, HERE, COPY)
    assert read.warnings == ("Not read: It was late.",)


def test_an_address_may_be_as_long_as_the_column_that_keeps_it():
    most = f"{HERE}?".ljust(2000, "a")

    assert discovery.address_of(f" {most}. ") == most
    with pytest.raises(NoAddressError, match=r"This is no address of a web page\."):
        discovery.address_of(f"{most}a")


def test_why_an_address_is_none_is_said():
    with pytest.raises(NoAddressError, match="holds a name or a password"):
        discovery.address_of("https://ana:secret@paper.example/")
