"""Public pages of the who's who. Stories come in through the reverse accessor."""

from django.http import Http404
from django.shortcuts import redirect, render

from paper.topics import topic_list as listed
from paper.topics.topic import build
from paper.topics.topic import family as found_at


def index(request):
    kind = request.GET.get("kind", "")
    kind = kind if kind in listed.PLURALS else ""
    groups = listed.build(request.now, kind, request.GET.get("letter", ""))
    request.due = listed.next_due(request.now)
    context = {"groups": groups, "kind": kind}
    return render(request, "paper/topics/index.html", context)


def entity(request, slug):
    family = found_at(slug, request.now)
    if not family:
        raise Http404
    if family[0].slug != slug:
        return redirect(family[0], permanent=True)
    everything = request.GET.get("all") == "1"
    page = build(family, request.now, everything=everything)
    request.due = page.due
    return render(request, "paper/topics/topic.html", {"page": page})
