"""Public pages of what stories have in common."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from paper.lists import outlets as papers
from paper.lists import queries as lists
from paper.queries import page_rows
from paper.queries.paging import page_of
from paper.topics.topic import find
from people.desks import Desk
from sources.models import Outlet
from stories.models import Tag

A_PAGE, OUTLETS = 30, 100


def story_page(request, rows):
    """A page of stories, or 404 where there is none."""
    page = page_of(request, A_PAGE, rows)
    if not page.rows:
        raise Http404
    request.due = page_rows.next_due(request.now)
    lists.add_translations(page.rows, request.now)
    return page


def desk(request, slug):
    found = get_object_or_404(Desk, slug=slug)
    page = story_page(request, lambda most: lists.of_desk(slug, request.now)[:most])
    context = {"desk": found, "page": page}
    return render(request, "paper/lists/desk.html", context)


def tag(request, slug):
    found = get_object_or_404(Tag, slug=slug)
    page = story_page(
        request, lambda most: lists.stories_with_tag(slug, request.now, most)
    )
    context = {"tag": found, "page": page}
    return render(request, "paper/lists/tag.html", context)


def author(request, slug):
    """Everything that one name stands over, with the part that they had in it."""
    writer = lists.writer_at(slug, find(slug, request.now))
    if writer is None:
        raise Http404
    page = story_page(request, lambda most: lists.under(writer, request.now, most))
    credits = lists.credits(page.rows, writer)
    context = {
        "person": writer.person,
        "office": office(writer.person),
        "name": writer.name,
        "slug": writer.slug,
        "page": page,
        "items": [(row, roles_in(credits[row.pk])) for row in page],
    }
    return render(request, "paper/lists/author.html", context)


def roles_in(credits):
    return [*dict.fromkeys(role for _name, role in credits)]


def office(person):
    """What somebody is now, of all that they have been."""
    roles = person.roles.all() if person else []
    return next((role for role in roles if role.until is None), None)


def outlets(request):
    request.due = page_rows.next_due(request.now)
    rows = papers.outlets(request.now)
    page = page_of(request, OUTLETS, lambda most: rows[:most])
    return render(request, "paper/lists/outlets.html", {"page": page})


def outlet(request, slug):
    """An outlet's page; 404 if no live story cites it, unless an editor opened it."""
    found = get_object_or_404(Outlet, slug=slug)
    page = page_of(
        request, A_PAGE, lambda most: papers.citing_stories(found, request.now, most)
    )
    if not (page.rows or found.open):
        raise Http404
    everything = request.GET.get("all") == "1"
    request.due = page_rows.next_due(request.now)
    made = papers.build(found, page, request.now, everything=everything)
    return render(request, "paper/lists/outlet.html", {"page": made})
