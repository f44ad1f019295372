"""Signatures of HTTP requests: made as draft-cavage-http-signatures-12 has it, with
RSA and SHA-256, which all of the fediverse reads; read in that form and in that of
RFC 9421. Pure: whose key it is, and what time it is, is the caller's to say.
"""

import base64
import binascii
import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

SIGNED = ("(request-target)", "host", "date", "digest", "content-type")
TARGET, MADE = "(request-target)", "(created)"
# What has to be signed of a request that brings something.
NEEDED = {TARGET, "host", "digest"}
NEEDED_9421 = {"@method", "content-digest"}
TARGETS_9421 = {"@target-uri", "@path", "@request-target"}
PAIR = re.compile(r'\b([a-zA-Z]{1,20})=(?:"([^"]*)"|([0-9]+))')
INPUT = re.compile(r"([a-z][a-z0-9_-]{0,40})=(\([^()]*\)[^,()]*)")
COMPONENT = re.compile(r'"([a-z0-9@-]+)"')
PARAMETER = re.compile(r';([a-z]{1,20})=(?:"([^"]*)"|([0-9]+))')
ALGORITHMS = {"", "rsa-sha256", "hs2019", "rsa-v1_5-sha256"}
# Clocks differ, and what could not be delivered at first is signed anew.
OLDEST, EARLIEST = dt.timedelta(hours=12), dt.timedelta(minutes=5)
LEAST_BITS = 2048


class SignatureError(Exception):
    """A request is not known to come from whom it names; the message says why."""


@dataclass(frozen=True)
class Received:
    """A request as it came: names of headers in small letters."""

    method: str
    path: str  # with its query
    headers: Mapping[str, str]
    body: bytes
    site: str = ""  # scheme and host under which we are asked


@dataclass(frozen=True)
class Claim:
    """What a request says of its own signature."""

    key_id: str
    signed: bytes
    signature: bytes


def digest_of(body: bytes) -> str:
    return f"SHA-256={base64.b64encode(hashlib.sha256(body).digest()).decode()}"


def sign(
    key: Any,
    key_id: str,
    method: str,
    path: str,
    headers: Mapping[str, str],
    now: dt.datetime,
    body: bytes | None = None,
) -> dict[str, str]:
    """The headers with a signature by a private key; `Host` has to be among them."""
    said = {**headers, "Date": format_datetime(now.astimezone(dt.UTC), usegmt=True)}
    if body is not None:
        said["Digest"] = digest_of(body)
    lowered = {name.lower(): value for name, value in said.items()}
    names = [name for name in SIGNED if name == TARGET or name in lowered]
    lines = [
        f"{name}: {f'{method.lower()} {path}' if name == TARGET else lowered[name]}"
        for name in names
    ]
    signature = base64.b64encode(sign_bytes(key, "\n".join(lines).encode())).decode()
    said["Signature"] = (
        f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(names)}",'
        f'signature="{signature}"'
    )
    return said


def claim_of(request: Received, now: dt.datetime) -> Claim:
    """What is signed, and by which key it says so: as far as it can be told without the
    key. SignatureError for what is too old, or doesn't cover what it has to."""
    if "signature-input" in request.headers:
        return claim_9421(request, now)
    return claim_cavage(request, now)


def claim_cavage(request: Received, now: dt.datetime) -> Claim:
    found = {
        name: text or number
        for name, text, number in PAIR.findall(request.headers.get("signature", ""))
    }
    if not found.get("keyId") or not found.get("signature"):
        raise SignatureError("The request is not signed.")
    if found.get("algorithm", "") not in ALGORITHMS:
        raise SignatureError("Only RSA with SHA-256 is read.")
    names = found.get("headers", "date").lower().split()
    if not {*names} >= NEEDED or not {"date", MADE} & {*names}:
        said = "(request-target), host, date and digest have to be signed."
        raise SignatureError(said)
    check_digest(request.headers.get("digest", ""), request.body)
    made = found.get("created", "") if MADE in names else ""
    check_moment(made or request.headers.get("date", ""), now)
    lines = [f"{name}: {cavage_value(name, found, request)}" for name in names]
    return Claim(found["keyId"], "\n".join(lines).encode(), decoded(found["signature"]))


def cavage_value(name: str, found: Mapping[str, str], request: Received) -> str:
    if name == TARGET:
        return f"{request.method.lower()} {request.path}"
    if name.startswith("("):
        return value_of(found, name.strip("()"))
    return value_of(request.headers, name)


def value_of(values: Mapping[str, str], name: str) -> str:
    try:
        return values[name]
    except KeyError:
        raise SignatureError(f"{name} is signed, and not there.") from None


def claim_9421(request: Received, now: dt.datetime) -> Claim:
    found = INPUT.match(request.headers["signature-input"].strip())
    if found is None:
        raise SignatureError("Signature-Input can't be read.")
    label, given = found.groups()
    inner, _end, rest = given.partition(")")
    names = COMPONENT.findall(inner)
    said = {name: text or number for name, text, number in PARAMETER.findall(rest)}
    if f"({' '.join(f'"{name}"' for name in names)}" != inner:
        raise SignatureError("Parameters of components are not read.")
    if said.get("alg", "") not in ALGORITHMS or not said.get("keyid"):
        raise SignatureError("A keyid is needed, and RSA with SHA-256.")
    if not {*names} >= NEEDED_9421 or not TARGETS_9421 & {*names}:
        raise SignatureError("@method, a target and content-digest have to be signed.")
    check_moment(said.get("created", ""), now)
    check_content_digest(request.headers.get("content-digest", ""), request.body)
    lines = [f'"{name}": {value_9421(name, request)}' for name in names]
    lines.append(f'"@signature-params": {given}')
    sealed = re.search(
        rf"(?:^|,)\s*{re.escape(label)}=:([^:]*):", request.headers.get("signature", "")
    )
    if sealed is None:
        raise SignatureError("The request is not signed.")
    return Claim(said["keyid"], "\n".join(lines).encode(), decoded(sealed[1]))


def value_9421(name: str, request: Received) -> str:
    path, _mark, query = request.path.partition("?")
    derived: dict[str, Callable[[], str]] = {
        "@method": lambda: request.method.upper(),
        "@target-uri": lambda: request.site + request.path,
        "@request-target": lambda: request.path,
        "@path": lambda: path,
        "@query": lambda: f"?{query}",
        "@scheme": lambda: request.site.partition(":")[0],
        "@authority": lambda: value_of(request.headers, "host").lower(),
    }
    if name in derived:
        return derived[name]()
    return value_of(request.headers, name).strip()


def check_digest(said: str, body: bytes) -> None:
    """One of several may be by another method; ours has to be there, and right."""
    given = dict(part.strip().partition("=")[::2] for part in said.split(","))
    known = {name.upper(): value for name, value in given.items()}
    if f"SHA-256={known.get('SHA-256', '')}" != digest_of(body):
        raise SignatureError("The Digest is not that of what was sent.")


def check_content_digest(said: str, body: bytes) -> None:
    found = re.search(r"(?:^|,)\s*sha-256=:([^:]*):", said)
    if found is None or f"SHA-256={found[1]}" != digest_of(body):
        raise SignatureError("The Content-Digest is not that of what was sent.")


def check_moment(said: str, now: dt.datetime) -> None:
    try:
        if said.isdecimal():
            at = dt.datetime.fromtimestamp(int(said[:12]), dt.UTC)
        else:
            at = parsedate_to_datetime(said)
            at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        raise SignatureError("It doesn't say when it was signed.") from None
    if not now - OLDEST <= at <= now + EARLIEST:
        raise SignatureError("It was not signed now: look at the clock.")


def decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise SignatureError("The signature can't be read.") from None


def check(claim: Claim, public_pem: str) -> None:
    """SignatureError unless it was signed with the key of which this is the public
    half. Loaded by whoever is sent something, which few processes are."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    try:
        key = serialization.load_pem_public_key(public_pem.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SignatureError("The key can't be read.") from None
    if not isinstance(key, rsa.RSAPublicKey) or not 2048 <= key.key_size <= 8192:
        raise SignatureError("The key is not one of RSA with 2048 to 8192 bits.")
    try:
        key.verify(claim.signature, claim.signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise SignatureError("The signature is not by this key.") from None


def sign_bytes(key: Any, said: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    signature: bytes = key.sign(said, padding.PKCS1v15(), hashes.SHA256())
    return signature


def new_key() -> tuple[str, str]:
    """A private key and its public half, as PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=LEAST_BITS)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def opened(private_pem: str) -> Any:
    from cryptography.hazmat.primitives import serialization

    # It is our own, and to prove that it is one takes longer than a signature.
    return serialization.load_pem_private_key(
        private_pem.encode(), password=None, unsafe_skip_rsa_key_validation=True
    )
