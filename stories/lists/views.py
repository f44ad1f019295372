"""Public pages of what stories have in common."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from entities.page import find
from stories import gather
from stories.lists import gather as lists
from stories.lists import outlets as papers
from stories.models import Desk, Mention, Outlet, Tag

A_PAGE = 30


def paged(request, rows):
    """A page of stories, or 404 where there is none."""
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404
    request.due = gather.next_due(request.now)
    lists.beside(page.object_list, request.now)
    return page


@require_safe
def desk(request, slug):
    found = get_object_or_404(Desk, slug=slug)
    rows = lists.of_desk(slug, request.now)
    context = {"desk": found, "page": paged(request, rows)}
    return render(request, "stories/desk.html", context)


@require_safe
def tag(request, slug):
    found = get_object_or_404(Tag, slug=slug)
    rows = lists.naming(Mention.Kind.TAG, slug, request.now)
    rows = rows.without_translations(request.now)
    context = {"tag": found, "page": paged(request, rows)}
    return render(request, "stories/tag.html", context)


@require_safe
def author(request, slug):
    """Everything that one name stands over, with the part that they had in it."""
    writer = lists.writer_at(slug, find(slug, request.now))
    if writer is None:
        raise Http404
    page = paged(request, lists.under(writer, request.now))
    credits = lists.credits(page, writer)
    context = {
        "person": writer.person,
        "office": office(writer.person),
        "name": writer.name,
        "slug": writer.slug,
        "page": page,
        "items": [(row, roles_in(credits[row.pk])) for row in page],
    }
    return render(request, "stories/author.html", context)


def roles_in(credits):
    return [*dict.fromkeys(role for _name, role in credits)]


def office(person):
    """What somebody is now, of all that they have been."""
    roles = person.roles.all() if person else []
    return next((role for role in roles if role.until is None), None)


@require_safe
def outlets(request):
    request.due = gather.next_due(request.now)
    cited = papers.outlets(request.now)
    return render(request, "stories/outlets.html", {"cited": cited})


@require_safe
def outlet(request, slug):
    found = get_object_or_404(Outlet, slug=slug)
    rows = papers.citing(found, request.now)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    if not (page.paginator.count or found.open):
        raise Http404
    everything = request.GET.get("all") == "1"
    request.due = gather.next_due(request.now)
    made = papers.build(found, rows, page, everything=everything)
    return render(request, "stories/outlet.html", {"page": made})
