"""Readers' pages about the paper, that the desk writes.

Nothing here changes by itself, so no page says until when it stands.
"""

from django.http import Http404
from django.shortcuts import redirect, render

from pages.flat_page import Page
from pages.models import FlatPage
from people.compiled_query import TEXT, compile_once


def flat(request, slug):
    page = page_at.first(slug=slug)
    if page is None:
        moved = moved_from.first(slug=slug)
        if moved is None:
            raise Http404
        return redirect(moved, permanent=True)
    return render(request, "pages/flat.html", {"page": Page(page)})


@compile_once(slug=TEXT)
def page_at(slug):
    return FlatPage.objects.published().filter(slug=slug)[:1]


@compile_once(slug=TEXT)
def moved_from(slug):
    return FlatPage.objects.moved_from(slug)[:1]


def reading_settings(request):
    return render(request, "pages/settings.html")
