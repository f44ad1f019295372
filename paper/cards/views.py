"""The drawn card of a public page, for whoever may see the page."""

import html
import re
from copy import copy
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from paper.cards.drawing import draw
from paper.queries import page_keys

SAID = re.compile(r'<meta property="og:(\w+)" content="([^"]*)">')
# What no page is, or the desk's.
ELSEWHERE = ("/admin/", "/cards/", "/images/", "/shared/", "/static/")
ELSEWHERE += ("/contact/received/",)
A_DAY = 24 * 3600


def card(request, digest, path):
    """Drawn from what the page at that path says of itself; nobody else's words are.

    An address that the page has no more, as its words have changed, leads to today's.
    """
    said = metadata_at(request, f"/{path}")
    address = said["image"].removeprefix(settings.SITE_URL)
    if address != quote(request.path):
        return redirect(said["image"])
    name = f"card:{digest}"
    drawn = cache.get(name)
    if drawn is None:
        drawn = draw(settings.SITE_NAME, said["title"], said["description"])
        cache.set(name, drawn, timeout=A_DAY)
    return HttpResponse(drawn, content_type="image/png")


def metadata_at(request, path):
    """What a public page says in its head, or 404. The card is due when the page is."""
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
    if page.status_code != 200 or not is_page:
        raise Http404
    request.due = getattr(asked, "due", None)
    if hasattr(asked, "keys"):
        page_keys.declare(request, asked.keys, asked.own_due)
    found = dict(SAID.findall(page.content.decode()))
    if "image" not in found:
        raise Http404
    return {name: html.unescape(text) for name, text in found.items()}
