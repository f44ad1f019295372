"""Readers' pages about the paper, and what robots are told.

Nothing here changes by itself, so no page says until when it stands.
"""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

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


def robots(request):
    """What robots may ask for: all that readers may, but not what they look for."""
    barred = ["/admin/", "/search/"] if settings.PUBLIC_INDEXING else ["/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in barred)]
    if settings.PUBLIC_INDEXING:
        lines += ["Allow: /", *listing()]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def listing():
    """Where the list of all addresses is, if there is one."""
    try:
        return ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    except NoReverseMatch:
        return []
