"""Public feeds: of each list its newest texts, of a text its editions."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paper.editions import queries as record
from paper.feeds import entries
from paper.feeds import queries as feeds
from paper.feeds.entries import absolute
from paper.feeds.feed import Feed, Writer, editions_id, newest_first
from paper.feeds.forms import FORMS
from paper.lists import queries as lists
from paper.lists.views import found_or_404
from paper.outputs.page_head import about
from paper.queries import page_keys, page_rows
from paper.queries.keyset import page_in_time
from paper.topics.topic import family as family_at
from paper.topics.topic import find
from people.compiled_query import padded
from people.routes import address
from stories.models import Kind

A_PAGE = 20
# So long the feed of what was withdrawn tells that it was. Programs take a 410 for an
# order to ask no more, so it comes once all that ask at all have read the note.
TELLS_FOR = dt.timedelta(days=30)


@dataclass(frozen=True)
class Heading:
    """What a feed is of: `path` is that of the page which readers follow by it."""

    path: str
    title: str = ""
    description: str = ""
    id: str = ""

    def feed(self, made, **said):
        """The feed of these entries."""
        name, place = settings.SITE_NAME, absolute(self.path)
        return Feed(
            id=self.id or f"{place}atom.xml",
            title=f"{self.title} – {name}" if self.title else name,
            description=self.description or about({"name": name}),
            address=place,
            place=place,
            language=get_language(),
            paper=Writer(name, absolute("/")),
            entries=made,
            hub=settings.WEBSUB_HUB,
            **said,
        )


def respond(feed, form, status=200):
    """A feed in one of its forms."""
    body = FORMS[form].write(feed, form)
    kind = f"{FORMS[form].kind}; charset=utf-8"
    response = HttpResponse(body, kind, status)
    ways = {"self": feed.own_address(form), "hub": feed.hub}
    links = (f'<{to}>; rel="{rel}"' for rel, to in ways.items() if to)
    response["Link"] = ", ".join(links)
    return response


def list_feed(request, form, heading, page, keys=()):
    """A page of a list of texts; `keys` says what the list hangs on, where that can be
    said."""
    made, texts = entries.list_entries(page.rows, request.now)
    request.due = page_rows.earliest(page_rows.next_due(request.now), texts.due)
    if keys:
        listed = partial(page_keys.of_stories, page.rows, *keys)
        page_keys.declare(request, lambda: listed() | texts.keys, texts.due)
    feed = heading.feed(newest_first(made), **places(request, page))
    return respond(feed, form)


def page_of_some(request, query, *constants, **values):
    """A page of a list, or 404 where there is none."""
    page = page_in_time(request, A_PAGE, query, *constants, **values, now=request.now)
    if not page.rows:
        raise Http404
    return page


def places(request, page):
    """By which query a page of a feed is asked for, and the one behind it."""
    asked = request.GET.get("page", "")
    return {
        "query": f"?page={asked}" if page.number > 1 else "",
        "older": f"?page={page.older}" if page.older else "",
    }


def front(request, form):
    """Every story, the one that changed last first."""
    page = page_in_time(request, A_PAGE, feeds.newest_stories, now=request.now)
    return list_feed(request, form, Heading(address("front")), page)


def questions(request, form):
    page = page_in_time(request, A_PAGE, feeds.newest_questions, now=request.now)
    said = _(
        "What readers ask, answered from sources, with the day on which each answer "
        "was true."
    )
    heading = Heading(address("questions"), _("Questions"), said)
    return list_feed(request, form, heading, page)


def of_stories(path, name):
    """The heading of a feed of what stories have in common."""
    said = _(
        "%(about)s: stories explained by %(name)s, with their sources and every change."
    )
    return Heading(path, name, said % {"about": name, "name": settings.SITE_NAME})


def desk(request, slug, form):
    found = found_or_404(lists.desk_at, slug)
    page = page_of_some(request, lists.stories_of_desk, slug=slug)
    keys = (f"desk:{slug}", f"at:{slug}")
    heading = of_stories(address("desk", slug), found.name)
    return list_feed(request, form, heading, page, keys)


def tag(request, slug, form):
    found = found_or_404(lists.tag_at, slug)
    page = page_of_some(request, lists.stories_with_tag, slug=slug)
    keys = (f"tag:{slug}", f"named:{slug}")
    heading = of_stories(address("tag", slug), found.name)
    return list_feed(request, form, heading, page, keys)


def author(request, slug, form):
    """Everything that one name stands over."""
    writer = lists.writer_at(slug, find(slug, request.now))
    if writer is None:
        raise Http404
    names = lists.credit_slugs(writer)
    count = len(names["slugs"])
    page = page_of_some(request, lists.stories_under, count, **names)
    heading = of_stories(address("author", writer.slug), writer.name)
    return list_feed(request, form, heading, page)


def entity(request, slug, form):
    """What names somebody or something that has a page, whatever was merged into it."""
    family = family_at(slug, request.now)
    if not family:
        raise Http404
    if family[0].slug != slug:
        return moved(request, family[0], form)
    slugs = padded(row.slug for row in family)
    page = page_of_some(request, feeds.texts_on, len(slugs), slugs=slugs)
    heading = of_stories(family[0].get_absolute_url(), family[0].name)
    return list_feed(request, form, heading, page)


def moved(request, row, form):
    return HttpResponsePermanentRedirect(f"{row.get_absolute_url()}{form}")


def corrections(request, form):
    """What we had wrong, each correction as an entry of its own."""
    now, query = request.now, record.recent_amendments
    page = page_in_time(request, A_PAGE, query, by="live_from", now=now)
    live = record.live_of(page, now)
    made = [
        entries.amendment_entry(row, live.get(row.story_id or row.question_id, row))
        for row in page
    ]
    request.due = page_rows.next_due(now)
    said = _("What we had wrong or made unclear, and what is right.")
    heading = Heading(address("corrections"), _("Corrections"), said)
    feed = heading.feed(newest_first(made), **places(request, page))
    return respond(feed, form)


def text(kind, request, slug, form):
    """What changed in fact in one story or question, edition by edition."""
    now = request.now
    row = page_rows.successor(kind, slug, now)
    if row is None:
        raise Http404
    if row.slug != slug:
        request.due = row.live_until
        return moved(request, row, form)
    if row.kind == Kind.WITHDRAWAL:
        return withdrawn(request, row, form)
    known = page_rows.editions_of(kind, key=entries.owner(row), now=now)
    listed = [edition for edition in known if edition.material][-A_PAGE:]
    made, texts = entries.edition_entries(listed, row, now)
    own = {edition.slug for edition in known}
    names = page_keys.keys_of("slug", own) | page_keys.keys_of("named", own)
    page_keys.declare(request, lambda: names | texts.keys, texts.due)
    request.due = page_rows.earliest(page_rows.next_due(now), texts.due)
    feed = of_text(row).feed(newest_first(made))
    return respond(feed, form)


story, question = partial(text, "story"), partial(text, "question")


def of_text(row):
    said = row.standfirst or row.summary
    id = editions_id(entries.owner(row))
    return Heading(row.get_absolute_url(), row.headline, said, id)


def withdrawn(request, row, form):
    """That it is gone, and why: for a while as news, then as the end."""
    end = row.live_from + TELLS_FOR
    is_over = request.now >= end
    request.due = page_rows.earliest(row.live_until, None if is_over else end)
    made = entries.edition_entry(row, row, entries.texts_of([], request.now))
    heading = Heading(
        row.get_absolute_url(), made.title, row.note, editions_id(entries.owner(row))
    )
    feed = heading.feed([made], is_over=is_over)
    return respond(feed, form, 410 if is_over else 200)
