"""oEmbed 1.0: from an address of ours to the frame of what stands at it."""

from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import Resolver404, resolve

from explainer.prose import shorten
from paper.embeds.frame import WIDTH, frame, height_for, passage_address
from paper.embeds.passage import text_of
from people.routes import address

KEPT = 60  # seconds for which a consumer may keep an answer
FIRST = 90  # letters of a passage, to know it by
ROUTES = ("story", "question")


@dataclass(frozen=True)
class Embed:
    """The frame of a passage of an edition; of what is live without a number, and of
    what a text says first without a name."""

    kind: str
    slug: str
    number: int | None
    name: str
    html: str = ""

    @property
    def address(self):
        """Where the frame is, from the site's root on."""
        numbers = [] if self.number is None else [self.number]
        route = "embed" if self.number is None else "edition_embed"
        at = address(f"{self.kind}_{route}", self.slug, *numbers)
        return f"{at}?block={quote(self.name)}" if self.name else at

    @property
    def passage(self):
        """Where the passage itself is."""
        return passage_address(self.kind, self.slug, self.number, self.name)

    @property
    def begins(self):
        """Its first words, as they are written."""
        return shorten(text_of(self.html), FIRST)

    @property
    def height(self):
        return height_for(text_of(self.html))

    def code(self, title, width="100%", height=0):
        """What an editor pastes into a page."""
        return (
            f'<iframe src="{escape(settings.SITE_URL + self.address)}" '
            f'title="{escape(title)}" width="{width}" height="{height or self.height}" '
            'loading="lazy" frameborder="0"></iframe>'
        )


def resolve_page(url, site):
    """What an address of ours leads to, as an `Embed`; or None."""
    try:
        parts = urlsplit(url)
        match = resolve(unquote(parts.path))
    except (ValueError, Resolver404):  # No address at all, or none of ours.
        return None
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(site).netloc:
        return None
    # What the desk catches has no name.
    kind, _line, rest = (match.url_name or "").partition("_")
    if kind not in ROUTES or rest not in ("", "edition", "embed", "edition_embed"):
        return None
    asked = parse_qs(parts.query).get("block", [""])[0]
    name = unquote(parts.fragment) or asked
    return Embed(kind, match.kwargs["slug"], match.kwargs.get("number"), name)


def limit(text, usual):
    """The least of what is usual and what is asked for, if that is a number."""
    return min(int(text), usual) if text.isdecimal() and len(text) < 6 else usual


def answer(request, reading, asked):
    """What oEmbed says of a frame, or None where there is none. A passage is one of
    an edition: of the one that is live now, if none is named."""
    number = asked.number
    if asked.name and number is None:
        number = reading.current.number
    shown = frame(request, reading, number, asked.name)
    if shown is None:  # What a link leads to may be no passage.
        number = asked.number
        shown = frame(request, reading, number, "")
    if shown is None:
        return None
    slug = reading.current.slug
    made = Embed(asked.kind, slug, number, shown.name, shown.html)
    width = limit(request.GET.get("maxwidth", ""), WIDTH)
    height = limit(request.GET.get("maxheight", ""), made.height)
    title = shown.row.headline
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": settings.SITE_NAME,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": KEPT,
        "html": made.code(title, width, height),
        "width": width,
        "height": height,
    }


def as_xml(said):
    root = Element("oembed")
    for name, value in said.items():
        SubElement(root, name).text = str(value)
    text = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def as_json(said):
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


FORMS = {"json": as_json, "xml": as_xml}
