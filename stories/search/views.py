"""The search page: it works without a script, and answers in part while one types."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from stories import gather, prose
from stories.lists.gather import desks
from stories.models import Showing
from stories.paging import page_of
from stories.search import finding
from stories.search.highlight import excerpt, has, marked

A_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One text found: its title and a piece of it, with the words sought marked."""

    showing: Showing
    title: list
    excerpt: list


@require_safe
def search(request):
    named = [(desk.slug, desk.name) for desk in desks(request.now)]
    form = finding.SearchForm(request.GET, named)
    sought = finding.search(form)
    rows = finding.find(sought, request.now) if sought else Showing.objects.none()
    page = page_of(request, A_PAGE, lambda most: rows[:most])
    request.due = gather.next_due(request.now)
    topics = finding.suggested(sought.asked.text, request.now)
    context = {
        "form": form,
        "sought": sought,
        "page": page,
        "hits": hits(page, sought.asked),
        "topics": topics,
        "meant": meant(form.said, sought, page, topics, request.now),
        "query": urlencode(form.said),
    }
    part = "part" in request.GET
    template = "stories/_found.html" if part else "stories/search.html"
    return render(request, template, context)


def meant(said, sought, page, topics, now):
    """Other words for what found nothing, each with its query."""
    if page.rows or not sought.asked:
        return []
    words = finding.meant(sought.asked.text, topics, now)
    return [(one, urlencode(said | {"q": one})) for one in words]


def hits(page, asked):
    """Only what lists don't show costs a look into the text."""
    rows = list(page)
    deep = [row.pk for row in rows if asked and not has(listed(row), asked)]
    texts = Showing.objects.select_related("edition__revision").in_bulk(deep)
    return [
        Hit(
            showing=row,
            title=marked(row.headline, asked),
            excerpt=excerpt(passages(row, texts.get(row.pk)), asked),
        )
        for row in rows
    ]


def listed(row):
    return f"{row.headline}\n{row.standfirst}\n{row.summary}"


def passages(row, deep):
    """Where an excerpt may come from, the best place first."""
    yield from filter(None, (row.standfirst, row.summary))
    if deep:
        yield from inside(deep.edition.revision.content)


def inside(document):
    for name in ("brief", "report", "background", "papers", "intro"):
        yield from prose.plain(document.get(name, "")).split("\n\n")
    for part in ("key_points", "sections", "perspectives", "timeline", "quotes"):
        for item in document.get(part, []):
            yield prose.plain(item.get("text") or item.get("body", ""))
    for item in document.get("answers", []):
        yield prose.plain(f"{item.get('question', '')} {item.get('answer', '')}")
    for item in document.get("sources", []):
        yield " ".join(filter(None, (item.get("title"), item.get("outlet"))))
