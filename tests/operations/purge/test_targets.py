"""How each kind of cache is asked, and what is taken for a yes."""

import socket
from threading import Thread

import pytest

from operations.purge import targets
from operations.purge.targets import PurgeError, target_of
from tests.support.caches import open_cache

TAGS = [f"tag{number}" for number in range(300)]


@pytest.fixture
def cache():
    with open_cache() as opened:
        yield opened


def test_varnish_is_asked_with_a_method_of_its_own(cache):
    target_of(cache.address).purge(["any", "abc"])

    ((method, path, headers, tags),) = cache.asked
    assert (method, path, tags) == ("PURGE", "/", ["any", "abc"])
    assert headers["Host"] == f"127.0.0.1:{cache.port}"


def test_varnish_is_told_what_it_may_not_serve_again(cache):
    target_of(cache.address).purge(["any", "abc"], ["abc"])

    hard = [
        headers.get("Surrogate-Purge") for _method, _path, headers, _ in cache.asked
    ]
    assert (hard, cache.purged) == ([None, "hard"], ["any", "abc", "abc"])


def test_fastly_is_asked_for_256_at_a_time_with_its_token(cache, settings):
    settings.FASTLY_TOKEN = "secret"
    target_of(f"fastly+{cache.address}service/ID").purge(TAGS)

    assert cache.purged == TAGS
    assert [len(tags) for *_, tags in cache.asked] == [256, 44]
    (method, path, headers, _tags), _second = cache.asked
    assert (method, path) == ("POST", "/service/ID/purge")
    assert headers["Fastly-Key"] == "secret"


def test_cloudflare_is_asked_for_100_at_a_time_with_its_token(cache, settings):
    settings.CLOUDFLARE_TOKEN = "secret"
    target_of(f"cloudflare+{cache.address}client/v4/zones/ID").purge(TAGS)

    assert cache.purged == TAGS
    assert [len(tags) for *_, tags in cache.asked] == [100, 100, 100]
    assert cache.asked[0][:2] == ("POST", "/client/v4/zones/ID/purge_cache")
    assert cache.asked[0][2]["Authorization"] == "Bearer secret"


def test_who_is_to_forget_all_is_asked_for_nothing_else(cache):
    target_of(cache.address).purge(["everything", *TAGS])

    assert cache.purged == ["everything"]


@pytest.mark.parametrize("status", [301, 400, 403, 500])
def test_only_a_yes_is_one(cache, status):
    cache.status = status

    with pytest.raises(PurgeError, match=rf"^{status} .+: no$"):
        target_of(cache.address).purge(["any"])


def test_who_does_not_answer_is_left_after_a_moment(cache, monkeypatch):
    monkeypatch.setattr(targets, "SECONDS", 0.2)
    cache.held.clear()

    with pytest.raises(PurgeError, match=r"no answer within 0\.2 seconds"):
        target_of(cache.address).purge(["any"])


@pytest.mark.parametrize("answer", [b"", b"220 mail\r\n", b"HTTP/1.1 2"])
def test_who_ends_in_the_middle_has_not_agreed(answer):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        port = server.getsockname()[1]

        def end():
            sock, _where = server.accept()
            with sock:
                sock.recv(10_000)
                sock.sendall(answer)

        thread = Thread(target=end)
        thread.start()
        with pytest.raises(PurgeError):
            target_of(f"http://127.0.0.1:{port}/").purge(["any"])
        thread.join(30)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "https://127.0.0.1:1/"])
def test_who_is_gone_has_not_agreed(address):
    with pytest.raises(PurgeError, match="refused"):
        target_of(address).purge(["any"])


def test_who_offers_no_certificate_that_we_trust_is_told_no_token(cache, settings):
    settings.FASTLY_TOKEN = "secret"
    address = cache.address.replace("http:", "fastly+https:")

    with pytest.raises(PurgeError):
        target_of(address).purge(["any"])
    assert cache.asked == []
