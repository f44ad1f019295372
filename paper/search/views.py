"""The search page: it works without a script, and answers in part while one types."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL
from django.shortcuts import render

from pages import menu
from paper.queries import page_rows
from paper.queries.paging import page_of
from paper.search import meaning, results
from paper.search.highlight import excerpt, highlight_runs
from paper.search.query import parse_query
from people import routes
from people.compiled_query import MOMENT, NUMBER, Many, compile_once
from people.static_copy import is_for_copy
from stories.index import word_index
from stories.models import Showing

A_PAGE = 20


class Found(NamedTuple):
    """One text found, as far as a result says it: no other long texts are read."""

    pk: int
    slug: str
    headline: str
    language: str
    status: str
    updated_at: datetime
    updated_kind: str
    question_id: UUID | None
    passages: str | None

    @property
    def address(self):
        return routes.address("question" if self.question_id else "story", self.slug)

    @property
    def base_language(self):
        said = self.language or settings.LANGUAGE_CODE
        return said.partition("-")[0].lower()


class Hit(NamedTuple):
    """A text found: its title and a piece of it, with the words sought marked."""

    showing: Found
    title: list
    excerpt: list


def search(request):
    """The page of results; with none it suggests other words and topics. In a copy a
    script finds them."""
    if is_for_copy(request):
        return render(request, "paper/search/copy.html")
    named = [(desk.slug, desk.title) for desk in menu.current().desks]
    form = results.form_of(request.GET, named)
    said = dict(form.said)
    who = meaning.match_topics(parse_query(said.pop("q", "")), request.now)
    sought = results.Search(who.asked, said)
    found = results.SearchResult()

    def keys(most):
        nonlocal found
        found = results.find(sought, request.now, most) if sought else found
        return found.keys[:most]

    page = page_of(request, A_PAGE, keys)
    request.due = page_rows.next_due(request.now)
    found_rows = live_rows(page.rows, request.now)
    others = topics(who, found_rows, request.now)
    context = {
        "form": form,
        "sought": sought,
        "found": found,
        "page": page,
        "hits": hits(found_rows, sought.asked),
        "named": who.first if page.number == 1 else [],
        "topics": others,
        "meant": suggested_queries(form.said, sought, found, others, request.now),
        "query": urlencode(form.said),
    }
    part = "part" in request.GET
    template = "paper/search/found.html" if part else "paper/search/search.html"
    return render(request, template, context)


def live_rows(keys, now):
    """The texts found that readers have now, in the order of the keys."""
    found = map(Found._make, live_among(keys=keys, now=now)) if keys else ()
    rows = {row.pk: row for row in found}
    return [rows[key] for key in keys if key in rows]


@compile_once(keys=Many(NUMBER), now=MOMENT)
def live_among(keys, now):
    live = Showing.objects.live(now, now).filter(pk__among=keys)
    passages = RawSQL(word_index.PASSAGES[connection.vendor], ())
    return live.annotate(passages=passages).values_list(*Found._fields)


def topics(who, rows, now):
    """Topics beside the texts found, or that may have been meant instead of them."""
    if not who.asked:
        return []
    found = [*who.others]
    if rows:
        keys = [row.pk for row in rows]
        found += meaning.related_topics(who, keys, now)
    elif not (found or who.first):
        found = meaning.suggest_topics(who.asked.text, now)
    first = {topic.pk for topic in who.first}
    apart = {topic.pk: topic for topic in found if topic.pk not in first}
    return [*apart.values()][: meaning.SUGGESTED]


def suggested_queries(said, sought, found, topics, now):
    """Other words for what found nothing, each with its query."""
    if found.keys or not sought.asked:
        return []
    words = meaning.suggest_words(sought.asked.text, topics, now)
    return [(one, urlencode(said | {"q": one})) for one in words]


def hits(rows, asked):
    """Each text found, with the words sought marked in its title and in a piece."""
    return [
        Hit(
            row,
            highlight_runs(row.headline, asked, row.base_language),
            excerpt(row.passages or "", asked, row.base_language),
        )
        for row in rows
    ]
