"""Public pages of the who's who. Stories come in through the reverse accessor."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from entities.models import Entity
from entities.page import build, find, grouped


@require_safe
def index(request):
    public = Entity.objects.public(request.now)
    return render(request, "entities/index.html", {"groups": grouped(public)})


@require_safe
def entity(request, slug):
    found = find(slug, request.now)
    if found is None:
        raise Http404
    if found.slug != slug:
        return redirect(found, permanent=True)
    page = build(found, request.now)
    request.due = page.due
    return render(request, "entities/entity.html", {"page": page})
