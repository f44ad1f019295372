"""A small server of the fediverse on 127.0.0.1, with signatures of its own: it reads
them with arithmetic alone, so that what it believes is what the standard says.

`people` are its actors by name. It refuses what isn't signed by whom it says it is
from; what it took stands in `came`, as (inbox, activity).
"""

import base64
import datetime as dt
import hashlib
import http.client
import json
import re
import threading
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization

KEYS = Path(__file__).parent / "tls" / "people.pem"
# What stands before a SHA-256 that is signed with RSA (RFC 8017, 9.2).
PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


@cache
def key_of(name):
    """Made once for all: a new key costs more than what is tested with it."""
    return serialization.load_pem_private_key(
        private_pem(name).encode(), password=None, unsafe_skip_rsa_key_validation=True
    )


def private_pem(name):
    *keys, _rest = re.split("(?<=END PRIVATE KEY-----)\n", KEYS.read_text())
    return keys[("ana", "zoe", "paper").index(name)]


def padded(said, length):
    end = PREFIX + hashlib.sha256(said).digest()
    return b"\x00\x01" + b"\xff" * (length - len(end) - 3) + b"\x00" + end


def sealed(name, said):
    """The signature, by the arithmetic of the standard."""
    key = key_of(name).private_numbers()
    length = (key.public_numbers.n.bit_length() + 7) // 8
    text = int.from_bytes(padded(said, length))
    one, other = pow(text, key.dmp1, key.p), pow(text, key.dmq1, key.q)
    return (other + (one - other) * key.iqmp % key.p * key.q).to_bytes(length)


def is_sealed(signature, said, pem):
    numbers = serialization.load_pem_public_key(pem.encode()).public_numbers()
    length = (numbers.n.bit_length() + 7) // 8
    opened = pow(int.from_bytes(signature), numbers.e, numbers.n)
    return opened.to_bytes(length) == padded(said, length)


@cache
def public_pem(name):
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = serialization.Encoding.PEM
    return key_of(name).public_key().public_bytes(pem, kind).decode()


def digest(body):
    return "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.rpartition("/")[2]
        if name in self.server.people:
            return self.say(200, self.server.actor(name))
        return self.say(410 if name in self.server.gone else 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.arrived.set()
        self.server.held.wait(30)
        status = self.server.answers.get(self.path) or self.status(body)
        if status == 202:
            self.server.came.append((self.path, json.loads(body)))
        self.say(status)

    def status(self, body):
        """202 if it is signed by whom it says it is from, as far as Mastodon asks."""
        said = dict(re.findall(r'(\w+)="([^"]*)"', self.headers["Signature"]))
        assert said["algorithm"] == "rsa-sha256"
        names = said["headers"].split()
        assert {*names} >= {"(request-target)", "host", "date", "digest"}
        assert self.headers["Digest"] == digest(body)
        values = {"(request-target)": f"post {self.path}"}
        lines = [f"{name}: {values.get(name, self.headers[name])}" for name in names]
        actor, key = json.loads(body)["actor"], said["keyId"]
        signature = base64.b64decode(said["signature"])
        pem = self.server.known_keys(actor).get(key, "")
        good = pem and is_sealed(signature, "\n".join(lines).encode(), pem)
        return 202 if good else 401

    def say(self, status, said=None):
        body = b"" if said is None else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/activity+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said):
        """Nobody reads it."""


class Elsewhere(ThreadingHTTPServer):
    """`paper` gives the document at an address of the paper's."""

    daemon_threads = True

    def __init__(self, paper):
        super().__init__(("127.0.0.1", 0), Handler)
        self.paper = paper
        self.people, self.gone, self.shares = {"ana", "zoe"}, set(), True
        self.came, self.answers = [], {}
        self.arrived, self.held = threading.Event(), threading.Event()
        self.held.set()
        self.place = f"127.0.0.1:{self.server_address[1]}"
        self.site = f"http://{self.place}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve_forever, args=[0.01])
        self.thread.start()
        return self

    def __exit__(self, *fault):
        self.held.set()
        self.shutdown()
        self.thread.join()
        self.server_close()

    def handle_error(self, request, client_address):
        """Who sent it may have given up."""

    def known_keys(self, actor):
        key = self.paper(actor)["publicKey"]
        return {key["id"]: key["publicKeyPem"]} if key["owner"] == actor else {}

    def address(self, name):
        return f"{self.site}/users/{name}"

    def actor(self, name):
        there = self.address(name)
        shared = {"sharedInbox": f"{self.site}/inbox"} if self.shares else {}
        key = {"id": f"{there}#main-key", "owner": there}
        return {
            "id": there,
            "type": "Person",
            "preferredUsername": name,
            "inbox": f"{there}/inbox",
            "endpoints": shared,
            "publicKey": key | {"publicKeyPem": public_pem(name)},
        }

    def follow(self, name, actor, **more):
        there = self.address(name)
        said = {"id": f"{there}#follows/{hash(actor) % 1000}", "type": "Follow"}
        context = "https://www.w3.org/ns/activitystreams"
        return {"@context": context, **said, "actor": there, "object": actor, **more}

    def undo(self, name, actor):
        inner = self.follow(name, actor)
        there = {"id": inner["id"] + "/undo", "type": "Undo", "actor": inner["actor"]}
        return there | {"object": inner}

    def signed(self, name, path, host, body, at=None, names=None):
        """The headers of a request by one of its people, as Mastodon sends it."""
        at = at or dt.datetime.now(dt.UTC)
        headers = {
            "Host": host,
            "Date": format_datetime(at.astimezone(dt.UTC), usegmt=True),
            "Digest": digest(body),
            "Content-Type": "application/activity+json",
        }
        values = {"(request-target)": f"post {path}"}
        values |= {key.lower(): value for key, value in headers.items()}
        names = names or [*values]
        said = "\n".join(f"{each}: {values[each]}" for each in names).encode()
        seal = base64.b64encode(sealed(name, said)).decode()
        key = f"{self.address(name)}#main-key"
        headers["Signature"] = (
            f'keyId="{key}",algorithm="rsa-sha256",headers="{" ".join(names)}",'
            f'signature="{seal}"'
        )
        return headers

    def post(self, name, address, said, **more):
        """Send an activity by one of its people; the status of the answer."""
        parts, body = urlsplit(address), json.dumps(said).encode()
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        headers = self.signed(name, parts.path, parts.netloc, body, **more)
        connection.request("POST", parts.path, body, headers)
        status = connection.getresponse().status
        connection.close()
        return status
