"""Fetching: never into our own net, never for long, never much."""

import socket
import ssl
import threading
import zlib

import pytest

from people import tallies
from sources import fetcher, limits, network
from sources.fetcher import fetch
from sources.network import FetchError

HTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PUBLIC = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))
PRIVATE = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80))


def refusal(address, **options):
    with pytest.raises(FetchError) as fault:
        fetch(address, **options)
    return str(fault.value)


def test_a_page_is_read_as_ourselves_without_cookies_or_packing(site):
    site.says("/a?b=%C3%BC", "<p>Hello", kind="text/html; charset=UTF-8")

    page = fetch(f"{site.url}/a?b=ü#c")

    assert (page.kind, page.charset, page.body) == ("text/html", "utf-8", b"<p>Hello")
    assert site.asked == [
        "GET /a?b=%C3%BC HTTP/1.1\r\n"
        f"Host: {site.url[7:]}\r\n"
        f"Accept: {fetcher.ACCEPT}\r\n"
        "Accept-Encoding: identity\r\n"
        "Connection: close\r\n"
        "User-Agent: Newsroom (+http://testserver)\r\n\r\n"
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://news.example/a", "Only http and https"),
        ("file:///etc/passwd", "Only http and https"),
        ("gopher://127.0.0.1:70/_x", "Only http and https"),
        ("javascript:alert(1)", "Only http and https"),
        ("https://a:b@news.example/", "a name or a password"),
        ("https://news.example@127.0.0.1/", "a name or a password"),
        ("https://news.example\\@127.0.0.1/", "no address of a web page"),
        ("https://news.example/a b", "no address of a web page"),
        ("https://news.example/a\r\nHost: b", "no address of a web page"),
        ("https://news.example/\x00", "no address of a web page"),
        ("https://[::1", "no address of a web page"),
        ("https://news.example:99999/", "no address of a web page"),
        ("https://news.example/" + "a" * 2000, "no address of a web page"),
        ("https://news.example:22/", "names port 22"),
        ("http://news.example:6379/", "names port 6379"),
        ("https:///a", "no address of a web page"),
        ("https://..../", "no such site"),
        ("https://localhost/", "no such site"),
        ("https://intranet/", "no such site"),
        ("https://nightly..example/", "no such site"),
        ("https://2130706433/", "no address of a web page"),
        ("https://0x7f000001/", "no address of a web page"),
        ("https://0x7f.1/", "no address of a web page"),
        ("https://0177.0.0.1/", "no address of a web page"),
        ("https://127.1/", "no address of a web page"),
        ("https://①②⑦.0.0.1./", "no address of a web page"),
        ("https://127.0.0.1/", "private network"),
        ("https://[::1]/", "private network"),
        ("https://[::ffff:127.0.0.1]/", "private network"),
        ("https://[fe80::1]/", "private network"),
    ],
)
def test_an_address_that_leads_astray_is_refused_before_anybody_is_asked(
    settings, address, said
):
    settings.FETCH_SOURCES = True

    assert said in refusal(address)


@pytest.mark.parametrize(
    "number",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254"),
        *("172.16.0.1", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1"),
        *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "::7f00:1", "::ffff:8.8.8.8", "64:ff9b::1"),
        *("64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::"),
        *("fc00::1", "fd00:ec2::254", "fe80::1%eth0", "fec0::1", "ff02::1"),
    ],
)
def test_no_private_address_is_public(number):
    assert network.is_public(number) is False


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:4700:4700::1111"])
def test_addresses_of_the_public_net_are(number):
    assert network.is_public(number) is True


def test_one_private_address_among_a_names_addresses_is_enough(settings, monkeypatch):
    settings.FETCH_SOURCES = True
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [PUBLIC, PRIVATE])

    assert "private network" in refusal("http://news.example/")


def test_a_name_that_changes_its_mind_is_reached_where_it_was_checked(
    settings, monkeypatch
):
    settings.FETCH_SOURCES = True
    answers, reached = [[PRIVATE], [PUBLIC]], []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.pop())
    monkeypatch.setattr(network, "connect_to", lambda way, _: reached.append(way))

    assert "cannot be reached" in refusal("http://news.example/")

    assert (reached, answers) == ([PUBLIC], [[PRIVATE]])


@pytest.mark.parametrize(
    "to",
    [
        *("http://10.0.0.1/", "http://127.0.0.2/", "http://169.254.169.254/latest/"),
        *("http://[::1]/", "http://2130706433/", "file:///etc/passwd", "//127.0.0.2/"),
        *("http://localhost/", "http://a@127.0.0.1/", "gopher://127.0.0.1/"),
    ],
)
def test_a_redirect_is_checked_like_any_address(site, to):
    address = site.leads("/a", to)

    said = refusal(address)

    refused = (
        "private network",
        "no such site",
        "Only http",
        "a name or",
        "no address",
    )
    assert any(words in said for words in refused)


def test_a_redirect_to_what_is_no_address_is_an_error_in_words(site):
    assert "makes no sense" in refusal(site.leads("/a", "http://["))


def test_a_redirect_is_followed_to_the_page(site):
    site.says("/neu/%C3%BC", "<p>Here")
    site.leads("/2", "/neu/ü", status=308)

    page = fetch(site.leads("/1", "2"))

    assert page.address == f"{site.url}/neu/%C3%BC"
    assert page.body == b"<p>Here"


def test_redirects_in_a_circle_or_without_end_are_left(site):
    site.leads("/b", "/a")
    for number in range(9):
        site.leads(f"/{number}", f"/{number + 1}")

    assert "in a circle" in refusal(site.leads("/a", "/b"))
    assert "on and on" in refusal(f"{site.url}/0")
    assert len(site.asked) == 8


def test_a_name_is_looked_up_in_time_or_not_at_all(settings, monkeypatch):
    settings.FETCH_SOURCES, settings.FETCH_SECONDS = True, 0.05
    asleep = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: asleep.wait(5) and [])

    said = refusal("https://news.example/")
    asleep.set()

    assert "longer than 0.05 seconds" in said


def test_slow_headers_end_at_the_deadline(site, settings):
    settings.FETCH_SECONDS = 0.2

    def drip(send):
        for letter in HTML * 9:
            send(letter.encode(), pause=0.02)

    assert "longer than 0.2 seconds" in refusal(site.sends("/", drip))


def test_a_slow_handshake_ends_at_the_deadline(site, settings):
    settings.FETCH_SECONDS = 0.2
    listening = socket.create_server(("127.0.0.1", 0))

    with listening:
        said = refusal(f"https://127.0.0.1:{listening.getsockname()[1]}/")

    assert "longer than 0.2 seconds" in said


def test_of_a_slow_body_the_part_that_came_is_kept(site, settings):
    settings.FETCH_SECONDS = 0.2

    def drip(send):
        send(f"{HTML}\r\n<title>Rates</title>".encode())
        while True:
            send(b".", pause=0.02)

    page = fetch(site.sends("/", drip))

    assert page.body.startswith(b"<title>Rates</title>.")
    assert page.is_cut


def test_an_endless_body_is_cut(site, monkeypatch):
    monkeypatch.setattr(fetcher, "MOST_BODY", 50_000)

    def pour(send):
        send(f"{HTML}\r\n".encode())
        while True:
            send(b"." * 10_000)

    page = fetch(site.sends("/", pour))

    assert (len(page.body), page.is_cut) == (50_000, True)


def test_an_endless_body_of_tiny_pieces_is_cut(site, monkeypatch):
    monkeypatch.setattr(fetcher, "MOST_BODY", 50_000)

    def pour(send):
        send(f"{HTML}Transfer-Encoding: chunked\r\n\r\n".encode())
        while True:
            send(b"1\r\n.\r\n" * 1000)

    page = fetch(site.sends("/", pour))

    assert 0 < len(page.body) <= 50_000
    assert page.is_cut


@pytest.mark.parametrize(
    "packed",
    [
        zlib.compress(b"." * 9_000_000, wbits=31),
        zlib.compress(b"." * 9_000_000),
    ],
)
def test_a_few_bytes_do_not_become_gigabytes(site, monkeypatch, packed):
    monkeypatch.setattr(fetcher, "MOST_BODY", 20_000)

    page = fetch(site.says("/", packed, Content_Encoding="gzip"))

    assert page.body == b"." * 20_000


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"\x1f\x8bnonsense", "gzip"), (b"x", "br"), (b"x", "zstd")]
)
def test_what_is_packed_strangely_is_refused(site, body, encoding):
    address = site.says("/", body, Content_Encoding=encoding)

    assert "packed in a way" in refusal(address)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 999999 ?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000 + b"\r\n\r\n",
        HTML.encode() + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["nothing", "noise", "status", "many", "long", "pieces"],
)
def test_an_answer_that_is_none_is_an_error_in_words(site, answer):
    assert refusal(site.sends("/", answer)).startswith("The site")


def test_an_endless_run_of_headers_ends(site):
    def pour(send):
        while True:
            send(b"HTTP/1.1 100 Continue\r\n" + b"A: b\r\n" * 50 + b"\r\n")

    assert "longer than any page's" in refusal(site.sends("/", pour))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, "does not let us read"),
        (404, "no page at this address"),
        (429, "come back later"),
        (503, "out of order"),
        (418, "gives no page (it says 418)"),
    ],
)
def test_why_there_is_no_page_is_said(site, status, said):
    assert said in refusal(site.says("/", status=status))


def test_of_a_file_only_its_kind_is_noted(site):
    page = fetch(site.says("/a.pdf", b"%PDF" * 1000, kind="application/pdf"))

    assert (page.kind, page.body) == ("application/pdf", b"")


def test_a_page_that_is_the_same_as_before_says_so(site):
    before = fetch(site.says("/", "<p>", ETag='"1"', Last_Modified="Mon"))
    site.says("/", status=304)

    page = fetch(site.url + "/", before)

    assert page.is_same
    assert 'If-None-Match: "1"\r\n' in site.asked[1]
    assert "If-Modified-Since: Mon\r\n" in site.asked[1]


def test_a_site_whose_certificate_nobody_knows_is_not_read(site):
    address = site.says("/", "<p>").replace("http:", "https:")

    assert refusal(address) == "The site offers no safe connection."
    assert network.trust().verify_mode == ssl.CERT_REQUIRED
    assert network.trust().check_hostname


def test_fetching_may_be_switched_off(site, settings):
    settings.FETCH_SOURCES = False

    assert refusal(site.says("/", "<p>")) == "Fetching is switched off here."
    assert site.asked == []


def test_only_so_many_are_fetched_at_a_time(site, monkeypatch):
    monkeypatch.setattr(limits, "slots", lambda: full)
    full = threading.BoundedSemaphore(1)
    address = site.says("/", "<p>")

    with full:
        said = refusal(address)
    page = fetch(address)

    assert "Try again in a moment" in said
    assert page.kind == "text/html"


def test_a_proxy_of_the_environment_is_not_asked(site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert fetch(site.says("/", "<p>")).body == b"<p>"


def test_what_comes_of_each_fetch_is_counted(site, settings, monkeypatch):
    told = []
    monkeypatch.setattr(tallies, "listeners", [lambda *said: told.append(said)])
    site.says("/a", "<p>Here")

    fetch(f"{site.url}/a")
    refusal(f"{site.url}/nowhere")
    settings.FETCH_SECONDS = 0.1
    refusal(site.sends("/slow", lambda send: send(b"H", pause=0.3)))

    assert told == [("fetch", "read"), ("fetch", "failed"), ("fetch", "slow")]
