"""Whoever looks through every door of the paper at once: readers, programs, language
models, and those who follow it by mail."""

import datetime as dt
import json
import re
from collections import Counter
from urllib.parse import urldefrag, urljoin

from django.conf import settings
from django.test import Client
from django.utils import timezone

from entities.models import Entity
from operations.mailroom import turn
from operations.mailroom.delivery import claim
from operations.mailroom.letter_contents import mail_of
from paper.api.resources import RESOURCES
from paper.models import Subscription
from sources.models import Outlet
from stories.models import Question, Story

MARK = "Zqx"
FRAMES = 3
CHANGES = "/api/mcp/?list_changes="
# Also of a frame, in the code of it that readers are given.
ADDRESS = re.compile(r'(?:href|src|action)=(?:"|&#34;)(.*?)(?:"|&#34;)')
# Of a site map, and of a list in Markdown.
PLACE = re.compile(r"(?:loc>|\]\()http://testserver([^<)]+)")
BELOW = re.compile("/(stories|questions|topics|outlets)/")
WHOLE = re.compile("/(stories|questions)/[^/]+/")
# Sent with an address, and asked for before that where a field is wrong.
FOLLOWED = re.compile(r'name="about" value="([^"]+)"')
# What no page leads to: programs know where it is.
FILES = ("/sitemap.xml", "/news-sitemap.xml", "/llms.txt", "/robots.txt", "/offline.js")
FILES += ("/.well-known/change-password",)
FILES += (f"/api/search/?q={MARK}", "/api/search/?q=the")
# They say again what they are asked.
FILES += tuple(f"/search/suggestions{end}?q={MARK[:2]}" for end in ("/", ".json"))
FILES += tuple(f"/api/{one.place}" for one in RESOURCES if not one.path)[:-1]
FILES += ("/api/openapi.json",)
# What the API leads on to, and below what it lists; and what actors and notes do.
TO = "next|address|id|object|outbox|first|followers"
NEXT = re.compile(rf'"(?:{TO})":"http://testserver([^"#]+)"')


def is_first(address, framed):
    """Of the frames of one edition, which are as many as its passages, some are met."""
    path, is_frame, _name = address.partition("?block=")
    framed[path] += bool(is_frame)
    return framed[path] <= FRAMES


def crawl():
    """Every address that a reader can get to, with what it answered."""
    client = Client()
    waiting, seen = ["/", "/schema/explainer-1.json", "/no/such/page/", *FILES], {}
    framed = Counter()
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/admin/")):
            continue
        response = client.get(address)
        seen[address] = response
        if response.streaming:
            continue
        for link in leads(address, response):
            link = link.replace("&amp;", "&").removeprefix(settings.SITE_URL)
            found = urldefrag(urljoin(address, link)).url
            if found.startswith("/") and is_first(found, framed):
                waiting.append(found)
    return seen | told_to_models(client)


def leads(address, response):
    text = response.content.decode()
    yield from ADDRESS.findall(text)
    yield from PLACE.findall(text)
    yield from (f"/follow/?about={page}" for page in FOLLOWED.findall(text))
    if "json" in response.get("Content-Type", ""):
        found = NEXT.findall(without_withdrawals(address, response))
        yield from found
        below = (to for to in found if BELOW.match(to) and to[-1] == "/")
        for to in below:
            yield f"/api{to}"
            if WHOLE.fullmatch(to):
                yield f"/api{to}editions/"


def without_withdrawals(address, response):
    """What an answer says but that something is gone, which who has a copy is told."""
    text = response.content.decode()
    if not address.startswith(("/api/editions/", CHANGES)):
        return text
    said = json.loads(text)
    said = said["result"]["structuredContent"] if "result" in said else said
    gone = [item for item in said["items"] if item["kind"] == "withdrawal"]
    assert not [item for item in gone if "headline" in item or "twin" in item]
    said["items"] = [item for item in said["items"] if item not in gone]
    return json.dumps(said, separators=(",", ":"))


def told_to_models(client):
    """What each tool says of each thing that there is, be it out or not."""
    of = {"story": Story, "question": Question, "topic": Entity, "outlet": Outlet}
    slugs = {
        kind: model.objects.values_list("slug", flat=True) for kind, model in of.items()
    }
    seen = {}
    for resource in RESOURCES:
        kind = resource.name.partition("_")[0]
        asked = [{"slug": slug} for slug in slugs.get(kind, ())] or [{}]
        if resource.name == "search":
            asked = [{"q": MARK}, {"q": "the"}]
        for given in asked:
            edition = {"edition": 1} if "{edition}" in resource.place else {}
            said = {"name": resource.tool, "arguments": given | edition}
            message = {
                "jsonrpc": "2.0",
                "id": 1,
                "method": "tools/call",
                "params": said,
            }
            response = client.post("/api/mcp/", message, "application/json")
            if f"404: Readers have no {kind} " not in response.content.decode():
                seen[f"/api/mcp/?{resource.tool}={given}"] = response
    return seen


def letters():
    """What everybody who follows all that there is would be sent now, in words."""
    now = timezone.now()
    Subscription.objects.update(confirmed_at=now - dt.timedelta(days=1))
    for row in turn.editions_due(now):
        turn.take_up(row, now)
    found = []
    while claimed := claim(timezone.now()):
        mails = [mail_of(one, "ana@place.example", {}) for one in claimed]
        found += [in_words(mail) for mail in mails]
    return found


def in_words(mail):
    parts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    return "\n".join([*map(str, mail.values()), *parts])
