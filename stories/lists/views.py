"""Public pages of what stories have in common."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from taggit.models import Tag

from entities.models import Entity
from stories import gather
from stories.lists import gather as lists
from stories.models import Desk, Mention, Outlet, Showing

A_PAGE = 30
# So many of an outlet's pieces are listed: those of the stories changed last.
PIECES = 40


def listed(request, rows, template, **context):
    """A page of stories, or 404 where there is none."""
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404
    request.due = gather.next_due(request.now)
    return render(request, template, context | {"page": page})


@require_safe
def desk(request, slug):
    found = get_object_or_404(Desk, slug=slug)
    rows = lists.of_desk(slug, request.now)
    return listed(request, rows, "stories/desk.html", desk=found)


@require_safe
def tag(request, slug):
    found = get_object_or_404(Tag, slug=slug)
    rows = lists.naming(Mention.Kind.TAG, slug, request.now)
    return listed(request, rows, "stories/tag.html", tag=found)


@require_safe
def author(request, slug):
    """Everything that one name stands over, whatever part they had in it."""
    rows = lists.naming(Mention.Kind.AUTHOR, slug, request.now)
    person = Entity.objects.public(request.now).filter(slug=slug).first()
    name = person.name if person else name_of(rows.first(), slug)
    context = {"person": person, "name": name, "slug": slug}
    return listed(request, rows, "stories/author.html", **context)


def name_of(showing, slug):
    """An author's name as the newest text prints it."""
    if showing is None:
        raise Http404
    for credit in showing.edition.revision.content.get("byline", []):
        if slug in (credit.get("entity"), lists.slugify(credit["name"])[:200]):
            return credit["name"]
    return slug


@require_safe
def outlets(request):
    request.due = gather.next_due(request.now)
    cited = lists.outlets(request.now)
    return render(request, "stories/outlets.html", {"cited": cited})


@require_safe
def outlet(request, slug):
    found = get_object_or_404(Outlet, slug=slug)
    rows = lists.citing(found, request.now)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    if not (page.paginator.count or found.open):
        raise Http404
    texts = Showing.objects.filter(pk__in=[row.pk for row in page])
    texts = texts.select_related("edition__revision").order_by("-updated_at")
    documents = [row.edition.revision.content for row in texts]
    request.due = gather.next_due(request.now)
    context = {
        "outlet": found,
        "page": page,
        "pieces": lists.pieces(documents, found.name)[:PIECES],
    }
    return render(request, "stories/outlet.html", context)
