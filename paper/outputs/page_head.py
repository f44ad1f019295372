"""What a page says in its head: to windows, search engines and who links to it, and, in
a script element that nothing executes, to machines.
"""

from html import unescape
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.translation import gettext

from explainer.days import format_date
from pages.graph import script
from paper.outputs import list_graphs, page_graphs
from paper.outputs.alternates import alternates
from paper.outputs.page_metadata import Card, Metadata, drawn_card
from paper.outputs.story_graph import graph
from paper.page.further_reading import tags
from people.routes import address

PARTS_OF_A_DAY = ("year", "month", "day")
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


def front_data(front, paper):
    """The paper's own page: its lead, what stands beside it, and its desks' stories."""
    shown = [front.lead, *front.seconds] if front.lead else []
    shown += [teaser for _slug, _desk, teasers in front.desks for teaser in teasers]
    own = page_graphs.addresses(teaser.showing for teaser in shown)
    search = f"{reverse('search')}?q="
    return script(list_graphs.front(paper, search, dict.fromkeys(own)))


def list_data(paper, name, path, rows, route="", before=()):
    """A list of what has a page: at a `route` by its slug, or where it says itself."""
    own = (
        address(route, row.slug) if route else row.get_absolute_url() for row in rows
    )
    return script(list_graphs.collection(paper, plain(name), path, own, *before))


def archive_data(paper, name, path, days=(), rows=()):
    """A part of the archive: the months (or, in one, the days) that have editions, or
    the editions of a day that can still be read."""
    parts = [*PARTS_OF_A_DAY[: 3 if "/" in path.strip("/") else 2]]
    route = "archive_day" if len(parts) == 3 else "archive_month"
    own = [address(route, *(getattr(day, part) for part in parts)) for day in days]
    own += [edition_address(row, row.number) for row in rows]
    listed = gettext("Archive"), reverse("archive")
    before = [listed] if path != listed[1] else []
    return script(list_graphs.collection(paper, plain(name), path, own, *before))


def editions_data(paper, name, path, row, numbers):
    """The editions of a story or question that can be read."""
    own = (edition_address(row, number) for number in numbers)
    before = plain(row.headline), row.get_absolute_url()
    return script(list_graphs.collection(paper, plain(name), path, own, before))


def author_data(paper, who, path, rows):
    return script(list_graphs.author(paper, who, path, page_graphs.addresses(rows)))


def corrections_data(paper, name, path, items):
    told = [
        (row, live, live and edition_address(live, row.number)) for row, live in items
    ]
    return script(list_graphs.corrections(paper, plain(name), path, told))


def edition_address(row, number):
    kind = "question" if row.question_id else "story"
    return address(f"{kind}_edition", row.slug, number)


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
        showing, story = said.get("showing"), said.get("story")
        note = card_note(story and story.head.desk, showing and showing.updated_at)
        words = name, description, paper["name"], note
        card = own_card(picture) or drawn_card(card_path(request, showing), *words)
    title = window_title(paper["name"], name, **pop_parts(said))
    said["alternates"] = alternates(request)
    if story := said.get("story"):
        said["tags"] = [tag for _slug, tag in tags(story.document, story.around)]
    if said.get("kind") == "article" and card:
        at = quote(f"{paper['url']}{request.path}", safe="")
        said["oembed"] = f"{reverse('oembed')}?url={at}"
    said["language"] = said.get("language") or paper["language"]
    return Metadata(name, title, description, path, card=card, **said)


def card_path(request, showing):
    """The page that a card is of. That of a story is of the edition which it shows now,
    so that it stays as it is when another one takes its place."""
    if showing is None or "/editions/" in request.path:
        return quote(request.path)
    return quote(edition_address(showing, showing.number))


def card_note(desk, changed_at):
    """What stands at the foot of a card: the desk, and the day of the last change."""
    day = changed_at and format_date(timezone.localtime(changed_at))
    return " · ".join(filter(None, [desk, day]))


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
