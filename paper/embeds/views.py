"""Frames for other people's pages, the list of what can be framed, and oEmbed."""

from functools import wraps

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from paper.editions import queries as record
from paper.editions.reading import Reading
from paper.editions.views import about
from paper.embeds import oembed as provider
from paper.embeds.frame import frame, texts_of
from paper.embeds.passage import passages
from paper.outputs.full_text import full_text
from paper.queries import page_keys, page_rows
from stories.models import Kind

# Anybody may frame these; they load our own style and fonts, and run nothing.
ANYWHERE = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["*"],
}


def framed(view):
    """The one exception from the rule that no page of ours stands in a frame."""
    return wraps(view)(xframe_options_exempt(csp_override(ANYWHERE)(view)))


@framed
def embed(request, kind, slug, number=None):
    """A passage (`?block=`), or what the text says first; live, or of an edition."""
    current = record.current_edition(kind, slug, request.now)
    if current is None:
        return respond_elsewhere(request, kind, slug, number)
    request.due = page_rows.next_due(request.now)
    reading = Reading(kind, record.history(kind, current, request.now), request.now)
    shown = frame(request, reading, number, request.GET.get("block", ""))
    context = {"frame": shown, "current": current, "kind": kind, "gone": None}
    status = 200 if shown else 404
    return render(request, "paper/embeds/frame.html", context, status=status)


def respond_elsewhere(request, kind, slug, number):
    """Where the frame is now, or the note that stands in its place."""
    row = page_rows.successor(kind, slug, request.now)
    if row is None:
        raise Http404
    request.due = row.live_until
    if row.kind == Kind.WITHDRAWAL:
        page_keys.declare(request, lambda: {f"slug:{slug}", f"slug:{row.slug}"}, None)
        context = {"frame": None, "current": None, "kind": kind, "gone": row}
        return render(request, "paper/embeds/frame.html", context, status=410)
    numbers = [] if number is None else [number]
    name = f"{kind}_embed" if number is None else f"{kind}_edition_embed"
    query = request.META.get("QUERY_STRING", "")
    to = reverse(name, args=[row.slug, *numbers])
    return redirect(f"{to}?{query}" if query else to, permanent=True)


def passages_of_edition(request, kind, slug, number):
    """Every passage of an edition, with its address and the code of its frame."""
    reading, other = about(request, kind, slug, "passages", number)
    if other:
        return other
    row = reading.history.text(number)
    if row is None:
        raise Http404
    _document, page, _keys = texts_of(kind, row, reading, request.now)
    listed = [
        provider.Embed(kind, reading.current.slug, number, name, html)
        for name, html in passages(full_text(page))
    ]
    whole = provider.Embed(kind, reading.current.slug, None, "", "")
    context = {"reading": reading, "row": row, "listed": listed, "whole": whole}
    return render(request, "paper/embeds/passages.html", context)


def oembed(request):
    """How a page of ours stands in another, for programs that know its address."""
    form = request.GET.get("format", "json")
    if form not in provider.FORMS:
        # The format's 501 would be counted, and somebody woken, as a fault of ours.
        return JsonResponse({"status": 400}, status=400)
    found = provider.resolve_page(request.GET.get("url", ""), settings.SITE_URL)
    if found is None:
        return JsonResponse({"status": 404}, status=404)
    row = record.current_edition(found.kind, found.slug, request.now)
    if row is None:
        return respond_gone(request, found)
    request.due = page_rows.next_due(request.now)
    reading = Reading(
        found.kind, record.history(found.kind, row, request.now), request.now
    )
    said = provider.answer(request, reading, found)
    if said is None:
        return JsonResponse({"status": 404}, status=404)
    return provider.FORMS[form](said)


def respond_gone(request, found):
    """That a text was withdrawn, with its note, or that there is none."""
    row = page_rows.successor(found.kind, found.slug, request.now)
    if row is None or row.kind != Kind.WITHDRAWAL:
        return JsonResponse({"status": 404}, status=404)
    request.due = row.live_until
    return JsonResponse({"status": 410, "note": row.note}, status=410)
