"""Public pages of what stories have in common."""

from functools import partial

from django.http import Http404
from django.shortcuts import render

from paper.lists import outlets as papers
from paper.lists import queries as lists
from paper.queries import page_keys, page_rows
from paper.queries.keyset import page_in_time
from paper.queries.paging import page_of
from paper.topics.topic import find

A_PAGE, OUTLETS = 30, 100


def story_page(request, query, *constants, keys=(), **values):
    """A page of stories, or 404 where there is none; `keys` says what the list hangs
    on, where that can be said."""
    page = page_in_time(request, A_PAGE, query, *constants, **values, now=request.now)
    if not page.rows:
        raise Http404
    request.due = page_rows.next_due(request.now)
    lists.add_translations(page.rows, request.now)
    if keys:
        hangs_on = partial(page_keys.of_stories, page.rows, *keys)
        page_keys.declare(request, hangs_on, None)
    return page


def found_or_404(query, slug):
    found = query.first(slug=slug)
    if found is None:
        raise Http404
    return found


def desk(request, slug):
    found = found_or_404(lists.desk_at, slug)
    keys = (f"desk:{slug}", f"at:{slug}")
    page = story_page(request, lists.stories_of_desk, keys=keys, slug=slug)
    context = {"desk": found, "page": page}
    return render(request, "paper/lists/desk.html", context)


def tag(request, slug):
    found = found_or_404(lists.tag_at, slug)
    keys = (f"tag:{slug}", f"named:{slug}")
    page = story_page(request, lists.stories_with_tag, keys=keys, slug=slug)
    context = {"tag": found, "page": page}
    return render(request, "paper/lists/tag.html", context)


def author(request, slug):
    """Everything that one name stands over, with the part that they had in it."""
    writer = lists.writer_at(slug, find(slug, request.now))
    if writer is None:
        raise Http404
    names = lists.credit_slugs(writer)
    page = story_page(request, lists.stories_under, len(names["slugs"]), **names)
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
    page = page_of(request, OUTLETS, lambda most: papers.outlets(most, now=request.now))
    return render(request, "paper/lists/outlets.html", {"page": page})


def outlet(request, slug):
    """An outlet's page; 404 if no live story cites it, unless an editor opened it."""
    found = found_or_404(papers.outlet_at, slug)
    page = page_in_time(
        request,
        A_PAGE,
        papers.citing_stories,
        identity=found.identity,
        now=request.now,
    )
    if not (page.rows or found.open):
        raise Http404
    everything = request.GET.get("all") == "1"
    request.due = page_rows.next_due(request.now)
    made = papers.build(found, page, request.now, everything=everything)
    return render(request, "paper/lists/outlet.html", {"page": made})
