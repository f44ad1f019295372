"""What a page says in its head: to windows, search engines and who links to it, and, in
a script element that nothing executes, to machines.
"""

from html import unescape
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import gettext

from pages.graph import script
from paper.outputs import page_graphs
from paper.outputs.alternates import alternates
from paper.outputs.page_metadata import Card, Metadata, drawn_card
from paper.outputs.story_graph import graph

PARTS = ("title", "before", "after", "kind_of")  # Of a window's title.


def linked_data(page, paper):
    """A story's page for machines."""
    return script(graph(page, paper))


def question_data(page, paper):
    listed = gettext("Questions"), reverse("questions")
    return script(page_graphs.question(page, paper, *listed))


def topic_data(page, paper):
    listed = gettext("Topics"), reverse("entities")
    return script(page_graphs.topic(page, paper, *listed))


def outlet_data(page, paper):
    listed = gettext("Outlets"), reverse("outlets")
    return script(page_graphs.outlet(page, paper, *listed))


def metadata(paper, request, name, path="", description="", *, picture=None, **said):
    """What the head of a page says, as `Metadata`, made of its name and its address.

    `picture` is one of the story's own. What else is `said` makes the window's title
    (`before` the name, `after` it, a `title`, or the `kind_of` thing that tells it from
    another of its name) or is a field of `Metadata`.
    """
    name = plain(name)
    description = plain(description) or about(paper)
    card = None
    if path and not request.path.startswith("/admin/"):
        address = quote(request.path)
        card = own_card(picture) or drawn_card(
            address, name, description, paper["name"]
        )
    title = window_title(paper["name"], name, **pop_parts(said))
    said["alternates"] = alternates(request)
    return Metadata(name, title, description, path, card=card, **said)


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
    return unescape(str(conditional_escape(text)))


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
