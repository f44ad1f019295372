"""The head of a public page: what it says to search engines and to who links to it."""

from html import unescape
from urllib.parse import quote

from django import template
from django.utils.html import conditional_escape
from django.utils.translation import gettext

from paper.outputs.page_metadata import Card, Metadata, drawn_card

register = template.Library()


PARTS = ("title", "before", "after", "kind_of")


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
