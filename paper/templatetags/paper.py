"""Dates as `<time>` in the paper's zone and language, names of languages, how a page
is cited, and what it says to machines and in its head.
"""

import datetime as dt
import re
from html import unescape
from urllib.parse import quote

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext

from explainer import prose
from explainer.days import clip_day, format_date, format_moment, in_words
from explainer.languages import direction, language_info, language_name
from pages.graph import script
from paper.citation import citation
from paper.outputs import page_graphs
from paper.outputs.page_metadata import Card, Metadata, drawn_card
from paper.outputs.story_graph import graph

register = template.Library()
register.filter("direction", direction)
register.filter("language_name", language_name)
# A note that begins by itself with what it is, as "New: …" does.
TELLING = re.compile(r"\A[^\W\d_]+:")
PARTS = ("title", "before", "after", "kind_of")  # Of a window's title.


@register.filter
def day(value, precision="day"):
    """A day, a month or a year, as precisely as it is known."""
    value = local(value)
    return time_element(
        clip_day(iso(value), precision), format_date(value, precision=precision)
    )


@register.filter
def short_day(value):
    """A day for narrow places: the month is cut short."""
    value = local(value)
    return time_element(iso(value), format_date(value, month="M"))


register.filter(in_words)


@register.filter
def weekday(value):
    """A day with its name, as a front page is dated."""
    value = local(value)
    return time_element(iso(value), f"{formatted(value, 'l')} {format_date(value)}")


@register.filter
def moment(value):
    """A day and a time of day, with the name of the zone."""
    value = local(value)
    words = f"{format_date(value)}, {formatted(value, 'H:i T')}"
    return time_element(value.isoformat(timespec="seconds"), words)


register.filter("dated", format_moment)


@register.filter
def clock(value):
    """A time of day, where the day stands beside it."""
    value = local(value)
    return time_element(value.isoformat(timespec="seconds"), formatted(value, "H:i"))


def local(value):
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value


def iso(value):
    """The ISO form of a day; strftime leaves a year's noughts out."""
    return value.isoformat()[: len("2026-01-15")]


def time_element(value, words):
    return format_html('<time datetime="{}">{}</time>', value, words)


@register.filter
def tells_itself(edition):
    """Whether a note of new facts needs nobody to say that it is one."""
    return edition.kind == "development" and bool(TELLING.match(edition.note))


@register.filter
def foreign(language):
    """A language's own name, if it isn't the one that the paper is in."""
    ours = settings.LANGUAGE_CODE.partition("-")[0]
    if not language or language.lower().partition("-")[0] == ours:
        return ""
    return language_info(language).get("name_local", language).capitalize()


@register.filter
def shortened(text, longest=prose.LONGEST):
    """Whole sentences of a text, as many as fit."""
    return prose.shorten(text, longest)


@register.simple_tag(takes_context=True)
def linked_data(context, page):
    """The page for machines, in a script element that nothing executes."""
    return script(graph(page, context["paper"]))


@register.simple_tag(takes_context=True)
def question_data(context, page):
    listed = gettext("Questions"), reverse("questions")
    return script(page_graphs.question(page, context["paper"], *listed))


@register.simple_tag(takes_context=True)
def topic_data(context, page):
    listed = gettext("Topics"), reverse("entities")
    return script(page_graphs.topic(page, context["paper"], *listed))


@register.simple_tag(takes_context=True)
def outlet_data(context, page):
    listed = gettext("Outlets"), reverse("outlets")
    return script(page_graphs.outlet(page, context["paper"], *listed))


@register.simple_tag
def citation_of(page):
    """The citation of the edition that a page shows. Questions name no authors."""
    return citation(page.showing, getattr(page, "document", {}))


@register.inclusion_tag("_metadata.html", takes_context=True)
def metadata(context, name, path="", description="", *, picture=None, **said):
    """Everything that the head of a page prints, made of its name and its address.

    `picture` is one of the story's own. What else is `said` makes the window's title
    (`before` the name, `after` it, a `title`, or the `kind_of` thing that tells it from
    another of its name) or is a field of `Metadata`.
    """
    paper, request = context["paper"], context["request"]
    name = plain(name)
    description = plain(description) or about(paper)
    card = None
    if path and not request.path.startswith("/admin/"):
        address = quote(request.path)
        card = own_card(picture) or drawn_card(
            address, name, description, paper["name"]
        )
    title = window_title(paper["name"], name, **pop_parts(said))
    page = Metadata(name, title, description, path, card=card, **said)
    return {"page": page, "paper": paper}


def pop_parts(said):
    return {key: plain(said.pop(key, "")) for key in PARTS}


def window_title(paper, name, title, before, after, kind_of):
    """What the window is called: “Edition 2: Rates rise, in brief – The Paper”."""
    title = title or (f"{name} ({kind_of})" if kind_of else name)
    title = f"{before}: {title}" if before else title
    title = f"{title}, {after}" if after else title
    return f"{title} – {paper}" if title not in ("", paper) else paper


def plain(text):
    """The characters of a text that may be escaped already."""
    return unescape(conditional_escape(text))


def about(paper):
    text = gettext(
        "%(name)s explains the news: what happened, what is behind it, what the papers "
        "say, and what has changed since."
    )
    return text % {"name": paper["name"]}


def own_card(picture):
    """A story's own picture, while we have the right to show it."""
    card = picture.card if picture else None
    return card and Card(card.address, card.width, card.height, picture.alt)
