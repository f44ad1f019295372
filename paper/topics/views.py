"""Public pages of the who's who. Stories come in through the reverse accessor."""

from django.http import Http404
from django.shortcuts import render

from paper.outputs.signposts import in_json, markdown, respond_moved
from paper.topics import topic_list as listed
from paper.topics import topic_twin as twin
from paper.topics.topic import build
from paper.topics.topic import family as found_at
from people.routes import address


def index(request):
    kind = request.GET.get("kind", "")
    kind = kind if kind in listed.PLURALS else ""
    groups = listed.build(request.now, kind, request.GET.get("letter", ""))
    request.due = listed.next_due(request.now)
    context = {"groups": groups, "kind": kind}
    return render(request, "paper/topics/index.html", context)


def entity(request, slug):
    page, other = topic_at(request, slug, "entity")
    return other or render(request, "paper/topics/topic.html", {"page": page})


def topic_twin(request, slug, form):
    """The same in a form for machines."""
    page, other = topic_at(request, slug, f"entity_{form}")
    if other:
        return other
    if form == "md":
        response = markdown(twin.as_markdown(page))
    else:
        response = in_json(twin.as_ninjs(page) if form == "ninjs" else twin.of(page))
    address = twin.site(page.entity.get_absolute_url())
    response["Link"] = f'<{address}>; rel="canonical"'
    return response


def topic_at(request, slug, route):
    """The page of a topic, or the answer that leads to what it was merged into."""
    family = found_at(slug, request.now)
    if not family:
        raise Http404
    if family[0].slug != slug:
        return None, respond_moved(address(route, family[0].slug))
    page = build(family, request.now, everything=request.GET.get("all") == "1")
    request.due = page.due
    return page, None
