"""What is taken of a site's answer, and what is said of one that is no page."""

import email.message
import http.client
import zlib
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from sources import fetcher
from sources.fetcher import Page
from sources.network import Deadline, FetchError, SlowError

MOST = 2 * 1024**2


class Answer:
    """An answer of a site, with this status, these headers and pieces of a body."""

    def __init__(self, status=200, pieces=(b"<p>",), length=0, **headers):
        self.status, self.pieces, self.length = status, [*pieces], length
        self.headers = email.message.Message()
        for name, value in headers.items():
            self.headers[name.replace("_", "-")] = value

    def read1(self, most):
        piece = self.pieces.pop(0) if self.pieces else b""
        if isinstance(piece, Exception):
            raise piece
        return piece[:most]


def said(call, *given):
    with pytest.raises(FetchError) as fault:
        call(*given)
    return str(fault.value)


def test_all_that_a_page_says_of_itself_is_taken():
    answer = Answer(
        ETag="e" * 201,
        Last_Modified="m" * 101,
        Content_Type="Text/HTML; charset=Latin-1",
    )

    assert fetcher.parse_answer(answer) == {
        "etag": "e" * 200,
        "modified": "m" * 100,
        "kind": "text/html",
        "charset": "latin-1",
        "body": b"<p>",
        "is_cut": False,
    }


def test_what_says_nothing_of_itself_is_taken_for_a_page():
    assert fetcher.parse_answer(Answer()) == {
        "etag": "",
        "modified": "",
        "kind": "text/html",
        "charset": "",
        "body": b"<p>",
        "is_cut": False,
    }


def test_of_what_is_the_same_only_its_name_is_taken():
    answer = Answer(304, ETag='"1"', Content_Type="text/html")

    assert fetcher.parse_answer(answer) == {
        "etag": '"1"',
        "modified": "",
        "is_same": True,
    }


KINDS = (
    *("text/html", "application/xhtml+xml", "application/xml", "text/xml"),
    *("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
    *("application/feed+json", "application/json"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_these_kinds_are_read(kind):
    assert fetcher.parse_answer(Answer(Content_Type=kind))["body"] == b"<p>"
    assert {*KINDS} == fetcher.READ


def test_of_other_kinds_nothing_is_read():
    answer = Answer(Content_Type="image/png")

    assert "body" not in fetcher.parse_answer(answer)
    assert answer.pieces == [b"<p>"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        *((s, "The site does not let us read this page") for s in (401, 402, 403)),
        *((s, "The site does not let us read this page") for s in (407, 451)),
        *((s, "There is no page at this address") for s in (404, 410)),
        (429, "The site asks us to come back later"),
        *((s, "The site is out of order") for s in (500, 599)),
        *((s, "The site gives no page") for s in (199, 300, 305, 400, 408, 499)),
    ],
)
def test_each_status_that_is_no_page_is_said_in_words(status, words):
    prefix = "the site" if words.startswith("There") else "it"
    whole = f"{words} ({prefix} says {status})."

    assert said(fetcher.parse_answer, Answer(status)) == whole


@pytest.mark.parametrize("status", [200, 299])
def test_each_status_of_a_page_is_one(status):
    assert fetcher.parse_answer(Answer(status))["body"] == b"<p>"


@pytest.mark.parametrize(
    ("pieces", "length", "read"),
    [
        ([b"a", b"b"], 0, (b"ab", False)),
        ([b"a", b"b"], None, (b"ab", False)),
        ([b"a", b"b"], 7, (b"ab", True)),
        ([b"a" * MOST, b"b"], 0, (b"a" * MOST, True)),
        ([b"a" * (MOST - 1), b"bc"], 0, (b"a" * (MOST - 1) + b"b", True)),
        *(
            ([b"a", fault, b"b"], 0, (b"a", True))
            for fault in (
                *(SlowError(), OSError(), ValueError()),
                http.client.IncompleteRead(b""),
            )
        ),
    ],
    ids=repr,
)
def test_a_body_is_read_as_far_as_it_comes(settings, pieces, length, read):
    assert fetcher.read_body(Answer(pieces=pieces, length=length)) == read


@pytest.mark.parametrize("fault", [SlowError, OSError, ValueError])
def test_a_body_that_never_begins_is_none(fault):
    with pytest.raises(fault):
        fetcher.read_body(Answer(pieces=[fault()]))


@pytest.mark.parametrize("encoding", ["", "identity", " GZIP", "x-gzip", "deflate "])
def test_a_page_may_be_packed_in_these_ways(encoding):
    packed = zlib.compress(b"<p>", wbits=31 if "gzip" in encoding.lower() else 15)
    body = packed if encoding.strip().lower() not in ("", "identity") else b"<p>"

    found = fetcher.parse_answer(Answer(pieces=[body], Content_Encoding=encoding))

    assert found["body"] == b"<p>"


def test_what_is_unpacked_is_no_larger_than_what_may_be_sent():
    packed = zlib.compress(b"." * (MOST + 1))

    assert fetcher.unpack(packed, "deflate") == b"." * MOST


def test_what_we_ask_with_is_the_same_but_for_what_we_had(settings):
    settings.SITE_URL = "https://lantern.example"
    plain = {
        "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "Newsroom (+https://lantern.example)",
    }

    assert fetcher.headers(None) == fetcher.headers(Page("a", "a")) == plain
    assert fetcher.headers(Page("a", "a", etag='"1"')) == plain | {
        "If-None-Match": '"1"'
    }
    assert fetcher.headers(Page("a", "a", modified="Mon")) == plain | {
        "If-Modified-Since": "Mon"
    }


class Line:
    """A socket that has so many bytes, or is too slow."""

    def __init__(self, has=10**9):
        self.has, self.waits, self.sent = has, [], []

    def settimeout(self, seconds):
        self.waits.append(seconds)

    def recv_into(self, view):
        if self.has is None:
            raise TimeoutError
        count = min(len(view), self.has)
        self.has -= count
        return count

    def sendall(self, data):
        self.sent.append(data)


def test_a_wire_gives_no_more_than_its_allowance():
    wire = fetcher.Wire(Line(), Deadline(2))

    counts = [wire.readinto(bytearray(40_000)) for _time in range(2)]

    assert counts == [40_000, 64 * 1024 - 40_000]
    assert said(wire.readinto, bytearray(1)) == (
        "The site's answer is longer than any page's."
    )
    assert all(0 < seconds <= 2 for seconds in wire.sock.waits)
    assert (wire.readable(), len(wire.sock.waits)) == (True, 2)


def test_a_wire_waits_until_the_deadline_and_no_longer(settings):
    settings.FETCH_SECONDS = 2
    slow = fetcher.Wire(Line(has=None), Deadline(2))
    late = fetcher.Wire(Line(), Deadline(0))
    words = "The site took longer than 2 seconds to answer."

    assert said(slow.readinto, bytearray(1)) == words
    assert said(late.sendall, b"GET /") == said(late.readinto, bytearray(1)) == words
    assert (late.sock.sent, late.sock.waits) == ([], [])
    slow.sendall(b"GET /")
    assert slow.sock.sent == [b"GET /"]
    assert len(slow.sock.waits) == 2


@pytest.mark.parametrize(
    ("location", "to"),
    [
        (" /a b ", "/a%20b"),
        ("/neu/\xc3\xbc", "/neu/%C3%BC"),
        ("/%20?a=1&b=[2]#c~d+e!f,g;h'i@j(k)*", "/%20?a=1&b=[2]#c~d+e!f,g;h'i@j(k)*"),
        ("/" + "a" * 3000, "/" + "a" * 2000),
    ],
)
def test_a_redirects_target_is_written_as_addresses_are(location, to):
    assert fetcher.readable(location) == to


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_each_kind_of_redirect_is_followed(site, status):
    site.says("/b", "<p>Here")
    address = site.leads("/a", "/b", status=status)

    page = fetcher.fetch(address)

    assert (page.asked, page.address, page.body) == (
        address,
        f"{site.url}/b",
        b"<p>Here",
    )
    assert (page.is_downgraded, page.is_same, page.is_cut) == (False, False, False)


def test_five_redirects_are_enough(site):
    for number in range(5):
        site.leads(f"/{number}", f"/{number + 1}")
    site.says("/5", "<p>Here")
    site.leads("/before", "/0")

    assert fetcher.fetch(f"{site.url}/0").body == b"<p>Here"
    assert said(fetcher.fetch, f"{site.url}/before") == (
        "The address leads on and on: five redirects are enough."
    )


@pytest.mark.parametrize(
    ("hops", "is_downgraded"),
    [
        (["https://a.example/", "http://b.example/", "https://c.example/"], True),
        (["http://a.example/", "http://b.example/"], False),
        (["http://a.example/", "https://b.example/"], False),
        (["https://a.example/", "https://b.example/"], False),
    ],
)
def test_a_way_that_gives_encryption_up_once_has_given_it_up(
    monkeypatch, hops, is_downgraded
):
    left = [*hops[1:], {"kind": "text/html"}]
    monkeypatch.setattr(fetcher, "ask", lambda place, sent, deadline: left.pop(0))

    page = fetcher.follow_redirects(hops[0], None, Deadline(2))

    assert page == Page(
        hops[0], hops[-1], kind="text/html", is_downgraded=is_downgraded
    )


def test_a_page_that_names_a_place_is_no_redirect_and_one_without_leads_nowhere(site):
    page = fetcher.fetch(site.says("/a", "<p>Here", Location="/b"))

    assert (page.address, page.body) == (f"{site.url}/a", b"<p>Here")
    assert said(fetcher.fetch, site.says("/c", status=302)) == (
        "The site gives no page (it says 302)."
    )


NO_SENSE = "The site answers in a way that makes no sense."


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (TimeoutError(), str(SlowError())),
        (OSError(), NO_SENSE),
        (ValueError(), NO_SENSE),
        (http.client.BadStatusLine("x"), NO_SENSE),
    ],
    ids=repr,
)
def test_why_a_site_cannot_be_asked_is_said_in_words(monkeypatch, fault, words):
    ended = []

    def sendall(asked):
        raise fault

    wire = SimpleNamespace(sendall=sendall, close=lambda: ended.append("wire"))
    monkeypatch.setattr(fetcher, "Wire", lambda sock, deadline: wire)
    place = SimpleNamespace(scheme="http", host="news.example", port=80, target="/")
    place.connect = lambda deadline: nullcontext()

    assert said(fetcher.ask, place, {}, Deadline(1)) == words
    assert ended == ["wire"]
