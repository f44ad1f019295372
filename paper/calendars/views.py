"""Calendars of the paper, of a desk, a topic and a story, each at its own address.

They change with what is live, and with the day.
"""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import override as in_language

from explainer import days
from paper.calendars import upcoming
from paper.calendars.calendar_file import CalendarHead, calendar_file
from paper.lists import queries as lists
from paper.outputs import signposts
from paper.queries import page_rows
from paper.topics.topic import family as family_at
from people.routes import address
from stories.models import Kind

TYPE = "text/calendar; charset=utf-8"


def paper_calendar(request):
    found = upcoming.of_paper(request.now)
    return respond(request, settings.SITE_NAME, reverse("front"), found)


def desk_calendar(request, slug):
    desk = lists.desk_at.first(slug=slug)
    if desk is None:
        raise Http404
    found = upcoming.of_desk(slug, request.now)
    return respond(request, desk.name, address("desk", slug), found)


def topic_calendar(request, slug):
    family = family_at(slug, request.now)
    if not family:
        raise Http404
    if family[0].slug != slug:
        return redirect(address("entity_ics", family[0].slug), permanent=True)
    found = upcoming.of_topic([row.pk for row in family], request.now)
    return respond(request, family[0].name, family[0].get_absolute_url(), found)


def story_calendar(request, slug):
    showing = showing_at(slug, request.now)
    if showing is None:
        return respond_elsewhere(request, slug)
    found = upcoming.of_story(showing, request.now)
    name, page = showing.short_headline or showing.headline, showing.get_absolute_url()
    return respond(request, name, page, found, showing.language)


def showing_at(slug, now):
    row = page_rows.successor("story", slug, now)
    is_there = row and row.slug == slug and row.kind != Kind.WITHDRAWAL
    return row if is_there else None


def respond_elsewhere(request, slug):
    """Where the story went, or its note where it was taken down."""
    row = page_rows.successor("story", slug, request.now)
    if row is None:
        raise Http404
    request.due = row.live_until
    if row.kind != Kind.WITHDRAWAL:
        return redirect(address("story_ics", row.slug), permanent=True)
    return signposts.respond_gone(request, row)


def respond(request, name, page, events, language=""):
    """The file, in the language of a story, else in the paper's."""
    today = days.today(request.now)
    request.due = page_rows.earliest(
        page_rows.next_due(request.now), days.midnight_after(today)
    )
    tongue = language or get_language()
    with in_language(tongue):
        head = CalendarHead(
            name=title(name),
            paper=settings.SITE_NAME,
            language=tongue,
            address=f"{settings.SITE_URL}{request.path}",
            page=f"{settings.SITE_URL}{page}",
        )
        made = calendar_file(head, events)
    response = HttpResponse(made, content_type=TYPE)
    filename = request.path.rpartition("/")[2]
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def title(name):
    return gettext("%(name)s: what is coming up") % {"name": name}
