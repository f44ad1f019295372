"""The Model Context Protocol over single HTTP exchanges: a message in JSON-RPC comes
in, one goes out, and nothing is remembered between two.

Two ages of it are spoken: that which begins with `initialize`, and the one of 2026 in
which every message says its version itself. In the later one headers repeat what the
message says, so that proxies can tell, and have to say the same.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from paper.api import tools

HANDSHAKE = ("2025-03-26", "2025-06-18", "2025-11-25")
ENVELOPE = ("2026-07-28",)
PARSE, INVALID, NO_METHOD, PARAMS = -32700, -32600, -32601, -32602
NOT_FOUND, MISMATCH, VERSION = -32002, -32020, -32022
# Of what HTTP tells beside it; of the earlier age all but broken messages are 200.
STATUSES = {PARSE: 400, INVALID: 400, NO_METHOD: 404, PARAMS: 400}
STATUSES |= {MISMATCH: 400, VERSION: 400}
META = "io.modelcontextprotocol/"
KEPT_FOR = 60_000  # milliseconds, as any cache keeps a page
NAME_OF = {"tools/call": "name", "resources/read": "uri"}


class ProtocolError(Exception):
    """A message that can't be answered."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.data = code, message, data


@dataclass(frozen=True)
class Exchange:
    """A message, the headers that came with it, and the moment of asking."""

    message: Mapping[str, Any]
    headers: Mapping[str, str]
    now: Any
    server: Mapping[str, Any]

    @property
    def params(self) -> Mapping[str, Any]:
        return self.message.get("params") or {}

    @property
    def meta(self) -> Mapping[str, Any]:
        found = self.params.get("_meta")
        return found if isinstance(found, dict) else {}

    @property
    def is_late(self) -> bool:
        """Whether it is of the age in which each message says its version."""
        said = self.headers.get("MCP-Protocol-Version", "")
        return f"{META}protocolVersion" in self.meta or said in ENVELOPE


def check_message(message: Any) -> None:
    """One request or notification, and no batch of them."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise ProtocolError(INVALID, "Send one JSON-RPC 2.0 message.")
    if not isinstance(message.get("method"), str):
        raise ProtocolError(INVALID, "A message has a method.")
    if not isinstance(message.get("params", {}), dict):
        raise ProtocolError(INVALID, "params is an object.")
    key = message.get("id", 0)
    if isinstance(key, bool) or not isinstance(key, int | str):
        raise ProtocolError(INVALID, "id is a whole number or a text.")


def check_version(exchange: Exchange) -> None:
    """The version is one that is spoken."""
    header = exchange.headers.get("MCP-Protocol-Version")
    if exchange.is_late:
        check_envelope(exchange, header)
    # `initialize` says its own.
    elif exchange.message["method"] != "initialize" and header not in (
        None,
        *HANDSHAKE,
    ):
        raise unspoken(header)


def check_envelope(exchange: Exchange, header: str | None) -> None:
    """A message says its version, and the headers say what the message says."""
    version = exchange.meta.get(f"{META}protocolVersion")
    names = ("protocolVersion", "clientCapabilities")
    if missing := [name for name in names if f"{META}{name}" not in exchange.meta]:
        raise ProtocolError(PARAMS, f"params._meta lacks {META}{missing[0]}.")
    if header != version:
        raise mismatch("MCP-Protocol-Version")
    if exchange.headers.get("Mcp-Method") != exchange.message["method"]:
        raise mismatch("Mcp-Method")
    name = NAME_OF.get(exchange.message["method"])
    said = decoded(exchange.headers.get("Mcp-Name"))
    if name and said != exchange.params.get(name):
        raise mismatch("Mcp-Name")
    if version not in ENVELOPE:
        raise unspoken(version)


def decoded(value: str | None) -> str | None:
    """The value of a header that may stand in Base64, as what is not ASCII does."""
    if value is None or not (value.startswith("=?base64?") and value.endswith("?=")):
        return value
    try:
        return base64.b64decode(value[9:-2], validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def mismatch(header: str) -> ProtocolError:
    return ProtocolError(
        MISMATCH, f"The header {header} says what the message doesn't."
    )


def unspoken(version: Any) -> ProtocolError:
    said = {"supported": [*HANDSHAKE, *ENVELOPE], "requested": str(version)[:40]}
    return ProtocolError(VERSION, "This version of the protocol is not spoken.", said)


def answer(exchange: Exchange) -> dict[str, Any]:
    """The result of a request."""
    check_version(exchange)
    method = exchange.message["method"]
    known = LATE if exchange.is_late else EARLY
    if method not in known:
        raise ProtocolError(NO_METHOD, f"There is no method {method[:60]!r}.")
    result = known[method](exchange)
    if not exchange.is_late:
        return result
    stamp = {"resultType": "complete", "_meta": {f"{META}serverInfo": exchange.server}}
    lasts = {"ttlMs": KEPT_FOR, "cacheScope": "public"} if method in LASTING else {}
    return stamp | lasts | result


CAPABILITIES: dict[str, Any] = {"tools": {}, "resources": {}}


def initialize(exchange: Exchange) -> dict[str, Any]:
    asked = exchange.params.get("protocolVersion")
    if not isinstance(asked, str):
        raise ProtocolError(PARAMS, "initialize has a protocolVersion.")
    return {
        "protocolVersion": asked if asked in HANDSHAKE else HANDSHAKE[-1],
        "capabilities": CAPABILITIES,
        "serverInfo": exchange.server,
        "instructions": tools.instructions(),
    }


def discover(exchange: Exchange) -> dict[str, Any]:
    return {
        "supportedVersions": [*HANDSHAKE, *ENVELOPE],
        "capabilities": CAPABILITIES,
        "instructions": tools.instructions(),
    }


def ping(exchange: Exchange) -> dict[str, Any]:
    return {}


def list_tools(exchange: Exchange) -> dict[str, Any]:
    return {"tools": tools.tool_list()}


def call_tool(exchange: Exchange) -> dict[str, Any]:
    name, given = exchange.params.get("name"), exchange.params.get("arguments")
    if not isinstance(name, str) or not isinstance(given or {}, dict):
        raise ProtocolError(
            PARAMS, "tools/call has a name, and arguments as an object."
        )
    try:
        found: dict[str, Any] = tools.call(name, given or {}, exchange.now)
    except tools.UnknownToolError as error:
        raise ProtocolError(PARAMS, str(error)) from None
    return found


def list_resources(exchange: Exchange) -> dict[str, Any]:
    return {"resources": []}


def list_templates(exchange: Exchange) -> dict[str, Any]:
    return {"resourceTemplates": tools.templates()}


def read_resource(exchange: Exchange) -> dict[str, Any]:
    uri = exchange.params.get("uri")
    if not isinstance(uri, str):
        raise ProtocolError(PARAMS, "resources/read has a uri.")
    try:
        found: dict[str, Any] = tools.read_text(uri, exchange.now)
    except tools.UnknownToolError as error:
        code = PARAMS if exchange.is_late else NOT_FOUND
        raise ProtocolError(code, str(error), {"uri": uri[:500]}) from None
    return found


Method = Callable[[Exchange], dict[str, Any]]
BOTH: dict[str, Method] = {
    "tools/list": list_tools,
    "tools/call": call_tool,
    "resources/list": list_resources,
    "resources/templates/list": list_templates,
    "resources/read": read_resource,
}
EARLY: dict[str, Method] = {"initialize": initialize, "ping": ping, **BOTH}
LATE: dict[str, Method] = {"server/discover": discover, **BOTH}
LASTING = {*LATE} - {"tools/call"}
