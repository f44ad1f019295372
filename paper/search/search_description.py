"""How a browser takes the paper's search along: an OpenSearch description, and what a
search field suggests, as browsers read it."""

from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext

from explainer.prose import shorten
from paper.queries import page_rows
from paper.search.suggestions import titles, topics

DESCRIPTION = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"
# What OpenSearch 1.1 has room for.
SHORT, LONG = 16, 48


def description(request):
    request.due = None
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        *(f"  {element}" for element in elements()),
        "</OpenSearchDescription>\n",
    ]
    return HttpResponse("\n".join(lines), content_type=f"{DESCRIPTION}; charset=utf-8")


def elements():
    name = settings.SITE_NAME
    words = gettext("Search %(name)s") % {"name": name}
    yield f"<ShortName>{escape(shorten(name, SHORT))}</ShortName>"
    yield f"<LongName>{escape(shorten(name, LONG))}</LongName>"
    yield f"<Description>{escape(words)}</Description>"
    yield f"<Language>{get_language()}</Language>"
    yield "<InputEncoding>UTF-8</InputEncoding>"
    yield "<OutputEncoding>UTF-8</OutputEncoding>"
    icon = f"{settings.SITE_URL}{static('icons/icon-192.png')}"
    yield f'<Image width="192" height="192" type="image/png">{escape(icon)}</Image>'
    yield address("results", "text/html", "search", "?q={searchTerms}")
    yield address("suggestions", SUGGESTIONS, "suggestions_json", "?q={searchTerms}")
    yield address("self", DESCRIPTION, "opensearch")


def address(rel, kind, name, asked=""):
    template = f"{settings.SITE_URL}{reverse(name)}{asked}"
    return f'<Url rel="{rel}" type="{kind}" template="{escape(template)}"/>'


def suggestions(request):
    """The same pages that the paper's own field suggests: names, kinds, addresses."""
    asked = request.GET.get("q", "")
    found = [*topics(asked, request.now), *titles(asked, request.now)]
    request.due = page_rows.next_due(request.now)
    said = [
        asked,
        [one.name for one in found],
        ["" for _one in found],
        [f"{settings.SITE_URL}{one.address}" for one in found],
    ]
    return JsonResponse(said, safe=False, content_type=SUGGESTIONS)
