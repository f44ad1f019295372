"""What a reader takes along: citations to download, and what browsers ask a paper for
that is to be read without a net."""

import json

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi

from paper.citation import citation
from paper.editions import queries as record
from paper.editions.views import about

PAPER_COLOUR = "#fcfcfb"
ICONS = (
    ("favicon.svg", "any", "image/svg+xml", "any"),
    ("icons/icon-192.png", "192x192", "image/png", "any"),
    ("icons/icon-512.png", "512x512", "image/png", "any"),
    ("icons/maskable-512.png", "512x512", "image/png", "maskable"),
)
# What the list of kept pages and a kept page need, whatever they are about.
SHELL = (
    *("site.css", "favicon.svg", "js/settings.js", "js/page.js"),
    *("js/reader.js", "js/settings-form.js"),
    *("fonts/serif.woff2", "fonts/display.woff2", "fonts/sans.woff2"),
)
FORMATS = {
    "bib": ("application/x-bibtex", "bibtex"),
    "ris": ("application/x-research-info-systems", "ris"),
}


def cite(request, kind, slug, number, form):
    """One edition for a reference manager; of what is down, the note."""
    reading, other = about(request, kind, slug, "cite", number, form)
    if other:
        return other
    row = reading.history.text(int(number))
    if row is None:
        raise Http404
    content_type, field = FORMATS[form]
    (document,) = record.documents(row)
    cited = citation(row, document)
    response = HttpResponse(
        getattr(cited, field), content_type=f"{content_type}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{cited.key}.{form}"'
    return response


def manifest(request):
    """How the paper looks among a reader's apps."""
    request.due = None
    icons = [
        {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}
        for name, sizes, kind, purpose in ICONS
    ]
    said = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "start_url": reverse("front"),
        "scope": "/",
        "display": "minimal-ui",
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "background_color": PAPER_COLOUR,
        "theme_color": PAPER_COLOUR,
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")


def worker(request):
    """The service worker. It names the files of this deploy: with them it changes."""
    request.due = None
    shell = [reverse("offline"), reverse("settings"), *map(static, SHELL)]
    script = static("js/offline-worker.js")
    said = f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(script)});\n"
    return HttpResponse(said, content_type="text/javascript; charset=utf-8")


def offline(request):
    request.due = None
    return render(request, "paper/offline.html")
