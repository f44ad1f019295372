"""What programs ask a paper for before anything else. A paper that isn't public yet has
no list of its addresses."""

import datetime as dt
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from paper.discovery import site_map, site_map_texts, site_map_things
from paper.queries import page_rows

XML = "application/xml; charset=utf-8"
NEWS_LASTS, NEWS_MOST = dt.timedelta(days=2), 1000
TEXTS = {"stories": "story", "questions": "question"}
KINDS = (*TEXTS, *site_map_things.THINGS)


def only_if_public(view):
    @wraps(view)
    def found(request, *args, **named):
        if not settings.PUBLIC_INDEXING:
            raise Http404
        request.due = page_rows.next_due(request.now)
        return view(request, *args, **named)

    return found


def module_of(kind):
    """What knows the parts of a kind, and by which word it does."""
    if kind in TEXTS:
        return site_map_texts, TEXTS[kind]
    return site_map_things, kind


@only_if_public
def sitemap(request):
    """The index: every part that has an address in it."""
    found = [(reverse("sitemap_pages"), None)]
    for kind in KINDS:
        module, word = module_of(kind)
        found += [
            (reverse("sitemap_part", args=[kind, part.number]), part.changed)
            for part in module.parts(word, request.now)
        ]
    text = site_map.index(settings.SITE_URL, found)
    return HttpResponse(text, content_type=XML)


@only_if_public
def sitemap_part(request, kind, number):
    module, word = module_of(kind)
    entries, ends = module.entries(word, int(number), request.now)
    if not entries:
        raise Http404
    request.due = page_rows.earliest(request.due, ends)
    text = site_map.urlset(settings.SITE_URL, entries)
    return HttpResponse(text, content_type=XML)


@only_if_public
def sitemap_pages(request):
    entries = site_map_things.pages(request.now)
    text = site_map.urlset(settings.SITE_URL, entries)
    return HttpResponse(text, content_type=XML)


@only_if_public
def news_sitemap(request):
    """The stories that began in the last two days; each goes when it is older."""
    since = request.now - NEWS_LASTS
    rows = site_map_texts.stories_begun(NEWS_MOST, since=since, now=request.now)
    entries = [
        site_map.NewsEntry(
            row.get_absolute_url(),
            row.headline,
            row.language or settings.LANGUAGE_CODE,
            row.first_published_at,
        )
        for row in rows
    ]
    oldest = rows[-1].first_published_at + NEWS_LASTS if rows else None
    request.due = page_rows.earliest(request.due, oldest)
    text = site_map.news(settings.SITE_URL, settings.SITE_NAME, entries)
    return HttpResponse(text, content_type=XML)
