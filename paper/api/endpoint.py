"""The endpoint for language models: one message is posted, one answer comes back.

It reads what readers may, for whoever asks: there is no session, no cookie and nothing
that a script of another site could do with them. A `Host` that is not ours never comes
here, so no name of somebody else's leads to it.
"""

import json
import re

from django.conf import settings
from django.http import HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from paper.api.model_context import (
    INVALID,
    PARSE,
    STATUSES,
    Exchange,
    ProtocolError,
    answer,
    check_message,
)
from paper.outputs.signposts import in_json

LONGEST, DEEPEST = 64 * 1024, 20
ORIGIN = re.compile(
    r"https?://[a-z0-9.\-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?"
)
METHODS = ("POST", "OPTIONS")
VERSION = "1"


class RefusalError(Exception):
    """What is no message at all: the status and a sentence."""


@csrf_exempt
def endpoint(request):
    key = None
    try:
        check_request(request)
        message = read(request)
        check_message(message)
        if "id" not in message:
            return never_kept(HttpResponse(status=202))
        key = message["id"]
        result = answer(Exchange(message, request.headers, request.now, server()))
    except RefusalError as refusal:
        status, words = refusal.args
        return respond({"error": {"code": INVALID, "message": words}}, None, status)
    except ProtocolError as error:
        said = {"code": error.code, "message": error.message}
        said |= {} if error.data is None else {"data": error.data}
        return respond({"error": said}, key, STATUSES.get(error.code, 200))
    return respond({"result": result}, key)


endpoint.allowed_methods = METHODS


def check_request(request):
    """Of what kind a request is, before it is read."""
    origin = request.headers.get("Origin")
    if origin is not None and not ORIGIN.fullmatch(origin.lower()):
        raise RefusalError(403, "Origin is not that of a site.")
    if request.content_type != "application/json":
        raise RefusalError(415, "Send application/json.")
    accepted = request.headers.get("Accept", "*/*")
    if not request.accepts("application/json"):
        raise RefusalError(406, f"The answer is application/json, not {accepted[:80]}.")


def read(request):
    try:
        sent = request.read(LONGEST + 1)
    except UnreadablePostError:
        raise ProtocolError(PARSE, "The message did not arrive whole.") from None
    if len(sent) > LONGEST:
        raise RefusalError(413, f"A message has at most {LONGEST} bytes.")
    try:
        message = json.loads(sent, parse_constant=refuse_constant)
        # What comes back in an answer has to be writable: no half of a character.
        json.dumps(message, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise ProtocolError(PARSE, "The message is no JSON.") from None
    if depth(message) > DEEPEST:
        raise ProtocolError(INVALID, f"A message is at most {DEEPEST} levels deep.")
    return message


def refuse_constant(name):
    raise ValueError(name)  # NaN and Infinity are Python's, and not JSON


def depth(value):
    """How many levels of lists and objects stand in one another."""
    level, inside = 0, [value]
    while inside := [one for one in inside if isinstance(one, dict | list)]:
        level += 1
        inside = [
            each
            for one in inside
            for each in (one.values() if isinstance(one, dict) else one)
        ]
    return level


def server():
    name = settings.SITE_NAME
    return {"name": name, "version": VERSION, "websiteUrl": f"{settings.SITE_URL}/"}


def respond(said, key, status=200):
    return never_kept(in_json({"jsonrpc": "2.0", "id": key, **said}, status=status))


def never_kept(response):
    response["Cache-Control"] = "no-store"
    return response
