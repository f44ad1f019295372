"""A program of another site is asked once, in time, and its answer is whole or none."""

import gzip

import pytest

from sources.network import FetchError
from sources.program_call import call

MOST = 1000


def ask(address, body=None):
    method = "GET" if body is None else "POST"
    said = {"Content-Type": "application/json"}

    def headers(host, path):
        return said | {"Host": host, "X-Asked": path}

    return call(method, address, headers, body, seconds=2, most=MOST)


def test_an_answer_comes_with_what_was_asked_by_host_and_path(site):
    address = site.says("/inbox", "{}", 202, "application/json")
    reply = ask(f"{address}?a=1", b"body")

    assert (reply.status, reply.kind, reply.body) == (202, "application/json", b"{}")
    [asked] = site.asked
    assert asked.startswith("POST /inbox?a=1 HTTP/1.1\r\n")
    host = site.url.partition("://")[2]
    assert f"Host: {host}\r\n" in asked
    assert "X-Asked: /inbox?a=1\r\n" in asked
    assert asked.lower().count("host:") == 1


def test_a_redirect_leads_nowhere(site):
    address = site.leads("/here", site.says("/there", "secret"))

    assert ask(address).status == 302
    assert len(site.asked) == 1


def test_an_answer_that_is_too_long_is_none(site):
    assert len(ask(site.says("/fits", "a" * MOST)).body) == MOST
    for path, body, packed in (
        ("/long", b"a" * (MOST + 1), {}),
        ("/broken", b"no gzip", {"Content_Encoding": "gzip"}),
    ):
        with pytest.raises(FetchError):
            ask(site.says(path, body, **packed))
    small = site.says("/small", gzip.compress(b"a"), Content_Encoding="gzip")
    assert ask(small).body == b"a"


CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na"


@pytest.mark.parametrize("answer", [b"", b"no HTTP\r\n\r\n", CUT])
def test_what_is_no_whole_answer_is_none(site, answer):
    with pytest.raises(FetchError):
        ask(site.sends("/odd", answer))


def test_nobody_is_asked_in_the_open_or_in_a_private_network(site, settings):
    address = site.says("/", "ok")
    settings.FETCH_ALLOW_HOSTS = []
    for there in (address, "http://news.example/", "https://127.0.0.1/", "ftp://a.b/"):
        with pytest.raises(FetchError):
            ask(there)
    assert site.asked == []
