"""What an answer for programs has to be by the rules of its own kind."""

import json

import feedparser
import jsonschema
from lxml import etree

from explainer import file, markdown_file
from tests.paper.outputs.ninjs_profile import SCHEMA
from tests.support import feed_rules, ical

NINJS = jsonschema.Draft202012Validator(SCHEMA)
ASKED_OF_A_FRAME = {"version": "1.0", "type": "rich"}  # by oEmbed, with its size


def faults(answer, address):
    """What is wrong with the answer at an absolute address that some page leads to."""
    kind = answer.get("Content-Type", "").partition(";")[0]
    look = KINDS.get("frame" if "/oembed?" in address else kind)
    if answer.status_code != 200 or look is None:
        return [f"{answer.status_code} {kind}"]
    return [*look(answer, address)]


def of_feed(answer, address):
    yield from feed_rules.faults(answer, address)
    if not address.endswith(".json"):
        parsed = feedparser.parse(answer.content)
        if parsed.bozo or not parsed.entries:
            yield f"no feed: {parsed.get('bozo_exception')}"


def of_json(answer, address):
    said = answer.json()
    if address.endswith(".ninjs.json"):
        yield from (f"{[*e.path]}: {e.message}" for e in NINJS.iter_errors(said))
    elif said["format"] not in ("edition/1", "topic/1") or not said["address"]:
        yield f"an envelope of {said['format']}"


def of_markdown(answer, _address):
    said = markdown_file.read(answer.content.decode())
    if said["format"] in file.FROZEN and len([*file.each_story([said])]) != 1:
        yield "no file of ours"


def of_calendar(answer, _address):
    try:
        ical.checked(answer.content)
    except AssertionError as fault:
        yield str(fault)


def of_frame(answer, _address):
    if "json" in answer["Content-Type"]:
        said = json.loads(answer.content)
    else:
        said = {node.tag: node.text for node in etree.fromstring(answer.content)}
    if said | ASKED_OF_A_FRAME != said or int(said["width"]) * int(said["height"]) == 0:
        yield f"no frame: {said}"
    if "<iframe " not in said["html"]:
        yield "no code of a frame"


KINDS = {
    **dict.fromkeys(
        (kind.partition(";")[0] for kind in feed_rules.TYPES.values()), of_feed
    ),
    "application/json": of_json,
    "text/markdown": of_markdown,
    "text/calendar": of_calendar,
    "frame": of_frame,
}
