"""Which places are asked, by which names and addresses, and what is said of others."""

import socket
import ssl
import threading

import pytest

from sources import network
from sources.network import Deadline, FetchError, Place, SlowError

PUBLIC = [
    (socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"93.184.215.{number}", 80))
    for number in range(9)
]


@pytest.fixture(autouse=True)
def _short(settings):
    settings.FETCH_SECONDS = 2
    settings.FETCH_ALLOW_HOSTS = ["127.0.0.1", "[::1]", "wiki"]


def said(call, *given):
    with pytest.raises(FetchError) as fault:
        call(*given)
    return str(fault.value)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://news.example/a", ("https", "news.example", 443, "/a")),
        ("HTTP://News.Example", ("http", "news.example", 80, "/")),
        ("https://news.example:80/", ("https", "news.example", 80, "/")),
        ("http://news.example:443/", ("http", "news.example", 443, "/")),
        ("https://news.example./", ("https", "news.example", 443, "/")),
        ("http://wiki:8080/x", ("http", "wiki", 8080, "/x")),
        ("http://[::1]:81/", ("http", "::1", 81, "/")),
        ("http://[2606:4700::1]/", ("http", "2606:4700::1", 80, "/")),
        ("http://93.184.215.14/", ("http", "93.184.215.14", 80, "/")),
        ("https://bücher.example/", ("https", "xn--bcher-kva.example", 443, "/")),
        (
            "https://a.example/ü%20b;c=1?q=ж&r=[1]#part",
            ("https", "a.example", 443, "/%C3%BC%20b;c=1?q=%D0%B6&r=[1]"),
        ),
    ],
)
def test_an_address_is_a_scheme_a_host_a_port_and_what_to_ask_for(address, place):
    assert Place.of(address) == Place(*place)


def test_an_address_may_be_as_long_as_the_column_that_keeps_it():
    address = "https://news.example/".ljust(2000, "a")

    assert Place.of(address).target == f"/{'a' * 1979}"
    assert said(Place.of, address + "a") == "This is no address of a web page."


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://news.example/", "Only http and https addresses can be fetched."),
        (
            "http://wiki.example:8080/",
            "The address names port 8080; only 80 and 443 are asked.",
        ),
    ],
)
def test_another_scheme_or_port_is_named(address, why):
    assert said(Place.of, address) == why


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("News.Example..", "news.example"),
        ("a_b-c.example", "a_b-c.example"),
        ("10.0.0.1", "10.0.0.1"),
        ("wiki", "wiki"),
        ("::1", "::1"),
        ("a" * 63 + ".example", "a" * 63 + ".example"),
        (".".join(["a" * 49] * 5) + ".abc", ".".join(["a" * 49] * 5) + ".abc"),
    ],
)
def test_a_name_is_kept_in_the_nets_own_letters(name, known):
    assert network.checked_name(name) == known


@pytest.mark.parametrize(
    "name",
    [
        *("", "intranet", "a b.example", "a..example", "news.1", "news.0x1f", "1"),
        *("a" * 64 + ".example", ".".join(["a" * 49] * 5) + ".abcd"),
    ],
)
def test_what_is_no_name_of_the_net_is_no_site(name):
    assert said(network.checked_name, name) == "There is no such site."


def test_four_of_a_names_addresses_are_tried(monkeypatch):
    asked = []

    def look_up(*given, **how):
        asked.append((given, how))
        return PUBLIC

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    assert Place.of("http://news.example/").resolved(Deadline(2)) == PUBLIC[:4]
    assert asked == [(("news.example", 80), {"type": socket.SOCK_STREAM})]


def test_the_first_address_that_answers_is_the_one(monkeypatch):
    tried, answer = [], object()

    def reached(way, deadline):
        tried.append(way)
        return answer if len(tried) == 2 else None

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: PUBLIC)
    monkeypatch.setattr(network, "connect_to", reached)

    assert Place.of("http://news.example/").connect(Deadline(2)) is answer
    assert tried == PUBLIC[:2]


def test_when_no_address_answers_in_time_that_is_what_is_said(monkeypatch):
    late = Deadline(2)

    def reached(way, deadline):
        late.end = 0

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: PUBLIC)
    monkeypatch.setattr(network, "connect_to", reached)

    assert said(Place.of("http://news.example/").connect, late) == str(SlowError())


@pytest.mark.parametrize("found", [OSError, UnicodeError, []])
def test_a_name_that_nobody_knows_is_no_site(monkeypatch, found):
    def look_up(*given, **how):
        if found:
            raise found
        return found

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    assert said(network.resolve, "news.example", 80, Deadline(2)) == (
        "There is no such site."
    )


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (FetchError("Our own words."), "Our own words."),
        (TimeoutError(), "The site took longer than 2 seconds to answer."),
        (ssl.SSLCertVerificationError(), "The site's certificate can't be trusted."),
        (ssl.SSLError(), "The site offers no safe connection."),
        (ValueError(), "The site offers no safe connection."),
    ],
)
def test_why_there_is_no_safe_connection_is_said(monkeypatch, fault, words):
    one, other = socket.socketpair()

    class Trust:
        def wrap_socket(self, sock, server_hostname):
            assert (sock, server_hostname) == (one, "news.example")
            assert 0 < sock.gettimeout() <= 2
            raise fault

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: PUBLIC)
    monkeypatch.setattr(network, "connect_to", lambda way, deadline: one)
    monkeypatch.setattr(network, "trust", Trust)

    with other:
        assert said(Place.of("https://news.example/").connect, Deadline(2)) == words
    assert one.fileno() == -1  # closed


def test_half_of_the_time_is_for_one_address():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        way = (socket.AF_INET, socket.SOCK_STREAM, 6, "", listening.getsockname())
        with network.connect_to(way, Deadline(2)) as sock:
            assert 0.5 < sock.gettimeout() <= 1
            assert sock.getpeername() == listening.getsockname()
        assert network.connect_to(way, Deadline(0)) is None
    assert network.connect_to(way, Deadline(2)) is None
    assert network.connect_to((9999, 1, 6, "", ()), Deadline(2)) is None


def test_a_deadline_has_time_left_or_has_passed(time_machine, monkeypatch):
    at = [100.0]
    monkeypatch.setattr(network.time, "monotonic", lambda: at[0])
    deadline = Deadline(2)
    left = [deadline.left()]
    at[0] = 101.5
    left.append(deadline.left())
    at[0] = 102.0

    assert left == [2, 0.5]
    assert said(deadline.left) == "The site took longer than 2 seconds to answer."


def test_a_lookup_holds_nobody_up_for_ever():
    assert network.resolve("127.0.0.1", 80, Deadline(2))
    assert all(thread.daemon for thread in threading.enumerate()[1:])


@pytest.mark.parametrize(
    ("host", "allowed"),
    [("wiki", True), ("::1", True), ("::2", False), ("127.0.0.2", False)],
)
def test_the_operator_vouches_for_some_hosts(host, allowed):
    assert network.is_allowed(host) is allowed
