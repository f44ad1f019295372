"""The drawn card of a public page, for whoever may see the page."""

import html
import math
import re
from contextlib import suppress
from copy import copy
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from paper.cards.drawing import draw
from paper.outputs.page_head import card_note
from paper.queries import page_keys

SAID = re.compile(r'<meta property="(?:og|article):(\w+)" content="([^"]*)">')
# What no page is, or the desk's.
ELSEWHERE = ("/admin/", "/cards/", "/images/", "/shared/", "/static/")
ELSEWHERE += ("/contact/received/",)
GONE = 410


def card(request, digest, path):
    """Drawn from what the page at that path says of itself; nobody else's words are.

    An address that the page has no more, as its words have changed, leads to today's.
    """
    page = page_at(request, f"/{path}")
    if page.status_code == GONE:
        return page
    said = metadata_in(page)
    address = said["image"].removeprefix(settings.SITE_URL)
    if address != quote(request.path):
        return redirect(said["image"])
    drawn = kept_drawing(f"card:{digest}", said)
    request.unchanging_until = math.inf  # Its address is a hash of what it shows.
    return HttpResponse(drawn, content_type="image/png")


def kept_drawing(name, said):
    """Drawn once for all processes; where nothing can be kept, anew."""
    drawn, kept = None, caches["shared"]
    with suppress(Exception):  # whatever a cache's own library raises
        drawn = kept.get(name)
    if drawn is None:
        at = said.get("modified_time")
        note = card_note(said.get("section"), at and datetime.fromisoformat(at))
        drawn = draw(settings.SITE_NAME, said["title"], said["description"], note)
        with suppress(Exception):
            kept.set(name, drawn, timeout=None)
    return drawn


def page_at(request, path):
    """A public page, or the note in its place; else 404. The card is due when it is."""
    asked = copy(request)
    asked.path = asked.path_info = path
    asked.GET = QueryDict()
    try:
        match = asked.resolver_match = resolve(path)
    except Resolver404:
        raise Http404 from None
    if path.startswith(ELSEWHERE):
        raise Http404
    page = match.func(asked, *match.args, **match.kwargs)
    is_page = page.headers["Content-Type"].startswith("text/html")
    if page.status_code not in (200, GONE) or not is_page:
        raise Http404
    request.due = getattr(asked, "due", None)
    if hasattr(asked, "keys"):
        page_keys.declare(request, asked.keys, asked.own_due)
    return page


def metadata_in(page):
    """What a page says in its head; 404 if it has no card."""
    found = dict(SAID.findall(page.content.decode()))
    if "image" not in found:
        raise Http404
    return {name: html.unescape(text) for name, text in found.items()}
