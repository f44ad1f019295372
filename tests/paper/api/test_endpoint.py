"""Language models read what readers may, by a client library that is not ours."""

import json
from itertools import chain
from threading import Thread
from wsgiref.simple_server import make_server

import anyio
import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client as Reader
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError

from paper.api.resources import RESOURCES
from stories.models import Edition
from tests.support import harbour, wire
from tests.support.neighbours import Silent

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SITE, PLACE = settings.SITE_URL, "/api/mcp/"
EXAMPLES = {
    "read_story": {"slug": "ports"},
    "list_story_editions": {"slug": "ports"},
    "read_story_edition": {"slug": "ports", "edition": 1},
    "read_question": {"slug": "why"},
    "list_question_editions": {"slug": "why"},
    "read_question_edition": {"slug": "why", "edition": 1},
    "read_topic": {"slug": "board"},
    "read_outlet": {"slug": "lamp"},
    "search": {"q": "walls"},
}


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        harbour.fill()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def paper(filled, db):
    """What that was filled with, as each test finds it."""


@pytest.fixture
def address(paper):
    """Where a real server answers that sees what this test has written."""
    connection.inc_thread_sharing()
    own, application = connections["default"], wire.Paper()

    def on_our_connection(environ, start_response):
        connections["default"] = own
        return application(environ, start_response)

    server = make_server("127.0.0.1", 0, on_our_connection, handler_class=Silent)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{PLACE}"
    server.shutdown()
    thread.join()
    server.server_close()
    connection.dec_thread_sharing()


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_a_client_lists_and_calls_every_tool(address, mode):
    found = {}

    async def talk():
        async with Client(address, mode=mode) as client:
            found["version"] = client.protocol_version
            for tool in (await client.list_tools()).tools:
                said = await client.call_tool(tool.name, EXAMPLES.get(tool.name, {}))
                found[tool.name] = said
            texts = await client.list_resource_templates()
            found["templates"] = [one.uri_template for one in texts.resource_templates]
            found["text"] = await client.read_resource(f"{SITE}/stories/ports.md")
            with pytest.raises(MCPError, match="draft"):
                await client.read_resource(f"{SITE}/stories/draft.md")

    anyio.run(talk)
    versions = {"legacy": "2025-11-25", "auto": "2026-07-28"}
    assert found.pop("version") == versions[mode]
    assert f"{SITE}/stories/{{slug}}/editions/{{edition}}.md" in found.pop("templates")
    assert "The walls will rise." in found.pop("text").contents[0].text
    assert found.keys() == {resource.tool for resource in RESOURCES}
    # The client has held each answer to the schema of its tool.
    for name, said in found.items():
        assert not said.is_error, name
        assert json.loads(said.content[0].text) == said.structured_content
        assert harbour.SECRET not in said.content[0].text
        assert SITE in said.content[0].text, name


def send(message, **headers):
    """Post a message as a program does, without a token of a form."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    headers = {"Content-Type": "application/json"} | headers
    kind = headers.pop("Content-Type")
    reader = Reader(enforce_csrf_checks=True)
    return reader.post(PLACE, body, content_type=kind, headers=headers)


def ask(method, **params):
    return {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}


def call(name, **arguments):
    return send(ask("tools/call", name=name, arguments=arguments)).json()["result"]


def test_a_passage_that_is_found_says_how_to_cite_it(paper):
    (found,) = call("search", q="walls rise", type="story")["structuredContent"][
        "items"
    ]
    passage = next(one for one in found["passages"] if one["id"] == "happened-1")
    given = call("read_story", slug="ports", block="happened-1")["structuredContent"]

    cite = f"{SITE}/stories/ports/editions/2/#happened-1"
    assert (found["edition"], passage["address"]) == (2, cite)
    assert passage["sources"][0]["title"] == "The plan"
    (block,) = given["blocks"]
    assert (block["address"], block["text"]) == (cite, "The walls will rise.")
    assert "html" not in block


def test_a_long_text_is_given_in_parts(paper, monkeypatch):
    monkeypatch.setattr("paper.api.whole_texts.MOST", 20)
    parts, said = [], {}
    while not parts or "next_block" in said:
        more = {"from_block": said["next_block"]} if parts else {}
        said = call("read_story", slug="ports", **more)["structuredContent"]
        parts.append([block["id"] for block in said["blocks"]])

    assert len(parts) > 2
    whole = Reader().get("/api/stories/ports/").json()["blocks"]
    names = [block["id"] for block in whole if "text" in block]
    assert [*chain(*parts)] == names


@pytest.mark.parametrize(
    ("tool", "given", "sentence"),
    [
        ("read_story", {"slug": "draft"}, "404: Readers have no story 'draft'."),
        ("read_story", {"slug": "soon"}, "404: Readers have no story 'soon'."),
        ("read_story", {"slug": "gone"}, "410: It was withdrawn: It was wrong."),
        ("read_topic", {"slug": "only-in-a-draft"}, "404: Readers have no topic"),
        ("read_story", {}, "400: slug has to be given."),
        ("list_stories", {"limit": 101}, "400: limit is a whole number from 1 to 100."),
        (
            "list_stories",
            {"limit": True},
            "400: limit is a whole number from 1 to 100.",
        ),
        ("list_stories", {"nope": 1}, "400: There is no parameter 'nope' here"),
        ("read_story", {"slug": "ports", "block": "no"}, "404: Edition 2 has no block"),
    ],
)
def test_a_tool_refuses_in_a_sentence(paper, tool, given, sentence):
    said = call(tool, **given)

    assert said["isError"]
    assert said["content"][0]["text"].startswith(sentence)


def deep(levels):
    message = ask("ping")
    for _level in range(levels):
        message["params"] = {"more": message["params"]}
    return message


LATE = "io.modelcontextprotocol/"
MODERN = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/list"}
META = {f"{LATE}protocolVersion": "2026-07-28", f"{LATE}clientCapabilities": {}}


@pytest.mark.parametrize(
    ("message", "headers", "status", "code"),
    [
        (b"{", {}, 400, -32700),
        (b"[" * 30_000, {}, 400, -32700),
        (b'{"a": NaN}', {}, 400, -32700),
        (b"\xff", {}, 400, -32700),
        (ask("ping") | {"id": "\ud800"}, {}, 400, -32700),
        (ask("resources/read", uri="http://x/\udfff"), {}, 400, -32700),
        (b"1", {}, 400, -32600),
        ([ask("ping")], {}, 400, -32600),
        (deep(20), {}, 400, -32600),
        ({"jsonrpc": "1.0", "id": 1, "method": "ping"}, {}, 400, -32600),
        ({"jsonrpc": "2.0", "id": None, "method": "ping"}, {}, 400, -32600),
        (ask("ping") | {"params": [1]}, {}, 400, -32600),
        (ask("tools/nope"), {}, 404, -32601),
        (ask("tools/call", name="nope"), {}, 400, -32602),
        (ask("tools/call", name="search", arguments=[1]), {}, 400, -32602),
        (ask("initialize"), {}, 400, -32602),
        (ask("resources/read", uri="file:///etc/hosts"), {}, 200, -32002),
        (ask("ping"), {"MCP-Protocol-Version": "1999-01-01"}, 400, -32022),
        (ask("tools/list"), MODERN, 400, -32602),
        (ask("ping", _meta=META), MODERN, 400, -32020),
        (ask("tools/list", _meta=META), {}, 400, -32020),
        (b"x" * 70_000, {}, 413, -32600),
        (ask("ping"), {"Content-Type": "text/plain"}, 415, -32600),
        (ask("ping"), {"Accept": "text/html"}, 406, -32600),
        (ask("ping"), {"Origin": "null"}, 403, -32600),
        (ask("ping"), {"Origin": "javascript:alert(1)"}, 403, -32600),
    ],
)
def test_what_is_no_message_is_refused_and_said_why(message, headers, status, code):
    answer = send(message, **headers)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]
    assert answer["Cache-Control"] == "no-store"


def test_what_a_proxy_says_of_a_length_is_not_believed():
    sent = json.dumps(ask("ping"))
    kind = "application/json"
    answer = Reader().post(PLACE, sent, content_type=kind, CONTENT_LENGTH="many")

    assert answer.status_code == 400


def test_nothing_is_begun_and_nothing_is_kept():
    before = Edition.objects.count()
    noted = send({"jsonrpc": "2.0", "method": "notifications/initialized"})
    pinged = send(ask("ping"), Origin="https://other.example")

    assert (noted.status_code, noted.content) == (202, b"")
    assert pinged.json() == {"jsonrpc": "2.0", "id": 7, "result": {}}
    assert pinged["Access-Control-Allow-Origin"] == "*"
    assert not {"Set-Cookie", "Mcp-Session-Id"} & pinged.headers.keys()
    assert Edition.objects.count() == before
    for method in ("get", "put", "delete", "head"):
        answer = getattr(Reader(), method)(PLACE)
        assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS"), method
    asked = Reader().options(PLACE)
    assert asked["Access-Control-Allow-Methods"] == "POST, OPTIONS"
