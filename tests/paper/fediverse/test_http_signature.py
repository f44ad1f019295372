"""A signature is read as both standards have it, and covers all that it has to."""

import base64
import datetime as dt
import hashlib

import pytest

from paper.fediverse import http_signature
from paper.fediverse.http_signature import Received, SignatureError, check, claim_of
from tests.support.elsewhere import is_sealed, key_of, public_pem, sealed

NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
BODY, PATH = b'{"type": "Follow"}', "/inbox?a=1"
SITE, HOST = "https://news.example", "news.example"
KEY = "https://a.example/ana#main-key"
HASH = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
COMPONENTS = {
    "@method": "POST",
    "@target-uri": SITE + PATH,
    "@authority": HOST,
    "@path": "/inbox",
    "@query": "?a=1",
    "content-digest": f"sha-256=:{HASH}:",
    "content-type": "application/activity+json",
}
USUAL = ("@method", "@target-uri", "content-digest")


def request(headers, body=BODY):
    return Received("POST", PATH, {"host": HOST, **headers}, body, SITE)


def of_9421(names=USUAL, created=NOW, values=None, **more):
    """A request that is signed as RFC 9421 has it."""
    values, said = COMPONENTS | (values or {}), {"keyid": f'"{KEY}"', **more}
    said = {"created": f"{created.timestamp():.0f}", **said}
    given = "(" + " ".join(f'"{name}"' for name in names) + ")"
    given += "".join(f";{name}={value}" for name, value in said.items())
    lines = [f'"{name}": {values[name]}' for name in names]
    text = "\n".join([*lines, f'"@signature-params": {given}'])
    seal = base64.b64encode(sealed("ana", text.encode())).decode()
    plain = {name: value for name, value in values.items() if name[0] != "@"}
    return plain | {"signature-input": f"sig1={given}", "signature": f"sig1=:{seal}:"}


def believed(headers, body=BODY):
    claim = claim_of(request(headers, body), NOW)
    assert claim.key_id == KEY
    check(claim, public_pem("ana"))
    return True


def test_what_we_sign_is_right_by_arithmetic():
    said = {"Host": "a.example", "Content-Type": "application/activity+json"}
    key = key_of("ana")
    headers = http_signature.sign(key, KEY, "POST", "/in", said, NOW, BODY)

    assert headers["Date"] == "Wed, 01 Jul 2026 12:00:00 GMT"
    assert headers["Digest"] == f"SHA-256={HASH}"
    lines = "(request-target): post /in\nhost: a.example\n"
    lines += f"date: {headers['Date']}\ndigest: {headers['Digest']}\n"
    lines += "content-type: application/activity+json"
    seal = headers["Signature"].rpartition('signature="')[2].rstrip('"')
    assert is_sealed(base64.b64decode(seal), lines.encode(), public_pem("ana"))
    known = {name.lower(): value for name, value in headers.items()}
    received = Received("POST", "/in", known, BODY, SITE)
    check(claim_of(received, NOW), public_pem("ana"))


@pytest.mark.parametrize(
    "names",
    [
        USUAL,
        ("@method", "@path", "@query", "@authority", "content-digest", "content-type"),
    ],
)
def test_a_signature_of_the_newer_standard_is_read(names):
    assert believed(of_9421(names))
    assert believed(of_9421(names, alg='"rsa-v1_5-sha256"'))


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ({"names": ("@method", "content-digest")}, BODY),
        ({"names": ("@target-uri", "content-digest")}, BODY),
        ({"names": ("@method", "@target-uri")}, BODY),
        ({"values": {"@target-uri": "https://other.example/inbox"}}, BODY),
        ({"values": {"content-digest": "sha-512=:AAAA:"}}, BODY),
        ({"created": NOW - dt.timedelta(hours=13)}, BODY),
        ({"created": NOW + dt.timedelta(hours=1)}, BODY),
        ({"alg": '"ed25519"'}, BODY),
        ({"keyid": '""'}, BODY),
        ({}, b"{}"),
    ],
)
def test_a_signature_of_the_newer_standard_covers_all_that_it_has_to(said, body):
    with pytest.raises(SignatureError):
        believed(of_9421(**said), body)


@pytest.mark.parametrize(
    "change",
    [
        {"signature-input": "sig1=("},
        {"signature-input": 'sig1=("@method";req "@path");created=1'},
        {"signature": "sig2=:AAAA:"},
        {"signature": "sig1=:A:"},
        {"signature": ""},
    ],
)
def test_what_is_no_signature_is_refused_in_words(change):
    with pytest.raises(SignatureError) as refused:
        believed(of_9421() | change)
    assert str(refused.value).endswith(".")


def test_a_key_of_another_kind_or_too_short_is_refused():
    short = "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKwBqHdk9tWs\n"
    claim = claim_of(request(of_9421()), NOW)
    for pem in ("", "no key", short):
        with pytest.raises(SignatureError):
            check(claim, pem)
    with pytest.raises(SignatureError):
        check(claim, public_pem("zoe"))
