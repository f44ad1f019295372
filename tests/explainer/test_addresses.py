"""Addresses: two ways of writing one page's address come to the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.addresses import (
    MOST,
    address_in,
    addresses_in,
    host_of,
    normalise_url,
    original,
    same_site,
    tidy_url,
)

PIECES = (
    "http https HTTP ftp : / // ? # & = % %2 %41 %C3%A9 %c3 %25 %2F %20 www. m. amp. "
    "mobile. xn-- xn--bcher-kva bücher . example .com :80 :443 @ [ ] ::1 index.html "
    "index.php default.aspx amp utm_x=1 fbclid= \t a é İ ß A ~ 。 \u3000 \0"
)
PIECE = st.sampled_from(PIECES.split(" "))
ANY = st.one_of(
    st.text(),
    st.lists(PIECE, max_size=14).map("".join),
    st.lists(PIECE, max_size=12).map(lambda pieces: "https://" + "".join(pieces)),
)


@pytest.mark.parametrize(
    "address",
    [
        "https://paper.example/a",
        "http://paper.example/a",
        "HTTPS://Paper.Example/a/",
        "https://www.paper.example:443/a#top",
        "http://m.paper.example:80/a?utm_source=x&fbclid=y",
        "https://amp.paper.example/a?amp",
        "https://mobile.paper.example/%61?amp=1",
        "https://paper.example/a/index.html",
        "https://paper.example./a/index.php?outputType=amp",
    ],
)
def test_one_page_has_one_normal_address(address):
    assert normalise_url(address) == "https://paper.example/a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/a?id=1", "https://paper.example/a?id=2"),
        ("https://paper.example/A", "https://paper.example/a"),
        ("https://paper.example/a%2Fb", "https://paper.example/a/b"),
        ("https://news.paper.example/a", "https://paper.example/a"),
        ("https://m.me/a", "https://me/a"),
        ("https://paper.example:8080/a", "https://paper.example/a"),
        (
            "https://paper.example/app/#/permits/1",
            "https://paper.example/app/#/permits/9",
        ),
        ("https://paper.example/#!/a", "https://paper.example/#/a"),
        ("https://faß.example/", "https://fass.example/"),
    ],
)
def test_two_pages_have_two_normal_addresses(one, other):
    assert normalise_url(one) != normalise_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/caf%c3%a9", "https://paper.example/café"),
        ("https://xn--bcher-kva.example/", "https://bücher.example"),
        ("https://paper.example/a%7eb", "https://paper.example/a~b"),
        ("https://bu\u0308cher.example/", "https://b\u00fccher.example/"),
        ("https://xn--fa-hia.example/a", "https://faß.example/a"),
        ("https://paper.example/x/../a#page=14", "https://paper.example/a"),
    ],
)
def test_letters_may_be_written_in_more_than_one_way(one, other):
    assert normalise_url(one) == normalise_url(other)


@given(ANY)
def test_what_is_normal_stays_as_it_is(address):
    once = normalise_url(address)

    assert normalise_url(once) == once


def test_a_tidied_address_still_leads_there_and_tells_nothing_of_us():
    address = "https://m.Paper.example/A/index.html?id=1&utm_source=us&gclid=2#part"
    program = "HTTPS://Paper.example/?utm_source=us#!/permits/2"

    assert tidy_url(address) == "https://m.Paper.example/A/index.html?id=1"
    assert tidy_url(program) == "https://Paper.example/#!/permits/2"


def test_the_copy_in_an_archive_names_its_original():
    copy = "https://web.archive.org/web/20260101000000/http:/paper.example/a?b=1"

    assert original(copy) == ("http://paper.example/a?b=1", copy)
    assert original("https://paper.example/a") == ("https://paper.example/a", "")


def test_a_part_of_a_site_is_of_the_site_and_a_namesake_is_not():
    assert same_site("https://www.paper.example/", "http://news.paper.example/a")
    assert not same_site("https://paper.example/", "https://otherpaper.example/")
    assert not same_site("https://paper.example/", "nonsense")


def test_addresses_are_found_in_what_was_pasted_each_once():
    pasted = """
    See https://paper.example/a, (https://paper.example/b_(c)).
    paper.example/d?e=f
    “www.paper.example/g”
    https://paper.example/a
    nothing of the kind
    """

    assert addresses_in(pasted) == [
        "https://paper.example/a",
        "https://paper.example/b_(c)",
        "https://paper.example/d?e=f",
        "https://www.paper.example/g",
        "nothing of the kind",
    ]


@pytest.mark.parametrize(
    ("address", "known"),
    [
        (" https://paper.example ", "https://paper.example/"),
        (" nonsense ", "nonsense"),
        ("http://paper.example:8080/a", "https://paper.example:8080/a"),
        (
            "https://paper.example/a?b=1&&c=%41&utm_id=2",
            "https://paper.example/a?b=1&c=A",
        ),
        ("https://paper.example/#/a%41", "https://paper.example/#/aA"),
        ("https://paper.example/a#/", "https://paper.example/a"),
        ("https://paper.example/a#!", "https://paper.example/a"),
        ("https://paper.example/index.html/default.htm", "https://paper.example/"),
        ("https://paper.example/a/index.txt", "https://paper.example/a/index.txt"),
        ("https://www.m.paper.example/", "https://paper.example/"),
        ("https://www.example/", "https://www.example/"),
        ("https://paper.example/%20%7f%FF", "https://paper.example/%20%7F%FF"),
        ("https://paper.example/a%C3%A9%2f", "https://paper.example/aé%2F"),
    ],
)
def test_the_normal_form_of_an_address_is_short(address, known):
    assert normalise_url(address) == known


def test_an_address_with_no_room_for_a_longer_scheme_keeps_its_own():
    fits = "http://paper.example/" + "x" * (MOST - len("https://paper.example/"))

    assert normalise_url(fits) == fits.replace("http:", "https:")
    assert len(normalise_url(fits)) == MOST
    assert normalise_url(fits + "x") == fits + "x"


def test_a_host_is_known_without_what_makes_no_other_site_of_it():
    addresses = (
        "https://www.Paper.example:80/",
        "https://xn--bcher-kva.de",
        "nonsense",
    )

    assert [host_of(a) for a in addresses] == ["paper.example", "bücher.de", ""]
    assert same_site("https://a.example", "https://www.a.example")
    assert not same_site("nonsense", "https://a.example")
    assert not same_site("nonsense", "more")


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (" https://a.example/b). ", "https://a.example/b"),
        ("https://a.example/(b))", "https://a.example/(b)"),
        ("https://a.example/b’]}!?:;,", "https://a.example/b"),
        ("a.example:80/b c", "a.example:80/b c"),
        ("a.example:80?b", "https://a.example:80?b"),
        ("a.1", "a.1"),
        ("...", ""),
    ],
)
def test_an_address_is_read_as_it_was_meant(words, address):
    assert address_in(words) == address
