"""A ready answer: to GET, to HEAD and to who has it already."""

import pytest

from newsroom.answer import Answer, Facts, has, takes_gzip

NOW = 1_770_000_000.4
HEADERS = [
    *(("Content-Type", "text/html"), ("Content-Length", "4"), ("X-Frame-Options", "D")),
    *(("ETag", 'W/"1"'), ("Vary", "Accept-Encoding"), ("Content-Encoding", "gzip")),
    *(("Last-Modified", "old"), ("X-Accel-Expires", "60"), ("Cache-Control", "old")),
    *(("CDN-Cache-Control", "old"), ("Surrogate-Control", "old")),
    ("X-Content-Type-Options", "nosniff"),
]
INNER = frozenset({"Content-Type", "Content-Length", "X-Frame-Options"})


def answer(**facts):
    facts = {"etag": '"1"', "inner": INNER, "is_timed": True} | facts
    return Answer.of("200 OK", HEADERS, b"page", Facts(**facts))


def sent(made, method="GET", now=NOW, **more):
    said = []
    body = made.send({"REQUEST_METHOD": method, **more}, lambda *s: said.append(s), now)
    status, headers = said[0]
    return status, dict(headers), b"".join(body)


def test_what_hangs_on_the_moment_is_said_anew():
    status, headers, body = sent(answer(due=NOW + 9, known_since=NOW - 1))

    assert (status, body, len(headers)) == ("200 OK", b"page", len(HEADERS))
    assert headers["X-Accel-Expires"] == "9"
    assert "old" not in headers.values()
    assert headers["Last-Modified"] == "Mon, 02 Feb 2026 02:39:59 GMT"


def test_it_is_not_dated_before_its_first_second_is_over():
    page = answer(known_since=NOW + 0.6)

    assert "Last-Modified" not in sent(page)[1]
    assert "Last-Modified" in sent(page, now=NOW + 0.6)[1]
    assert "Last-Modified" not in sent(answer(known_since=None))[1]


def test_what_a_view_says_of_caches_itself_stays():
    headers = sent(answer(is_timed=False))[1]

    assert (headers["Cache-Control"], headers["X-Accel-Expires"]) == ("old", "60")


def test_a_question_for_headers_alone_gets_them():
    assert sent(answer(), "HEAD") == (*sent(answer())[:2], b"")


def test_who_has_it_is_told_so_and_little_else():
    status, headers, body = sent(answer(), HTTP_IF_NONE_MATCH='"1"')

    assert (status, body) == ("304 Not Modified", b"")
    assert {*headers} == {
        *("ETag", "X-Content-Type-Options", "X-Accel-Expires", "Cache-Control"),
        *("CDN-Cache-Control", "Surrogate-Control"),
    }
    assert headers["ETag"] == '"1"'


def test_what_has_no_name_is_sent_whole():
    page = answer(etag="")

    assert sent(page, HTTP_IF_NONE_MATCH="*")[0] == "200 OK"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        *(('"1"', True), ('W/"1"', True), ('"0", W/"1"', True), ("*", True)),
        *(('"2"', False), ("1", False), ("", False), ('"1', False)),
    ],
)
def test_bytes_are_known_by_their_name(asked, found):
    assert has(asked, '"1"') is found
    assert has(asked, 'W/"1"') is found


@pytest.mark.parametrize("asked", ["gzip", "br, gzip", "gzip;q=0.5", "gzip; q=1.0, br"])
def test_who_reads_gzip_says_so(asked):
    assert takes_gzip(asked)


@pytest.mark.parametrize("asked", ["", "br", "gzip;q=0", "gzip; q=0.0, br", "gzippy"])
def test_who_does_not_says_that_too(asked):
    assert not takes_gzip(asked)
