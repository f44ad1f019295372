"""Public pages. Each one finds what is live and hands it to a template."""

import math
import re
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from explainer.blocks import named_entities
from explainer.schema import schema as explainer_schema
from images import rendition_files, renditions
from paper import not_found
from paper.editions import queries as record
from paper.front.queries import front as front_page
from paper.lists import queries as lists
from paper.outputs import signposts
from paper.page import build
from paper.page.question_page import build as build_question
from paper.queries import image_rights, page_keys, page_rows
from paper.queries.keyset import page_in_time
from people.static_copy import is_for_copy
from stories.models import Kind

A_PAGE = 30
ASKING = 50


def front(request):
    page, request.due = front_page(request.now)
    return render(request, "paper/front/front.html", {"front": page})


def story(request, slug):
    """A story at a depth, or with marks since an edition; or where it went."""
    showing = page_rows.text_at("story", slug, request.now)
    if showing is None:
        return respond_elsewhere(request, "story", slug)
    names = page_rows.cached_references(showing)
    around = page_rows.surroundings(names, request.now, showing)
    keys = partial(page_keys.of_story, showing, names, around)
    depth = request.GET.get("depth", "")
    only = request.GET.get("only") == "new"
    if since := record.since(around, request.GET.get("since", ""), only):
        around = replace(around, since=since)
    document = showing.edition.revision.content
    amended = record.amendments_of(around, document, read=[showing])
    page = build(document, depth, replace(around, amended=amended))
    page_keys.declare(request, keys, page.due)
    request.due = page_rows.next_due(request.now, showing)
    request.due = page_rows.earliest(page.due, request.due)
    return render(request, "paper/page/story.html", {"page": page})


def schema(request):
    request.due = None
    return JsonResponse(
        explainer_schema(),
        content_type="application/schema+json",
        json_dumps_params={"indent": 1},
    )


def questions(request):
    """By status; with one in the query, all of that one, page by page."""
    status = request.GET.get("status", "")
    if status in lists.STATUSES:
        query, values = lists.questions_of_status, {"status": status}
        page = page_in_time(request, A_PAGE, query, **values, now=request.now)
        groups = [lists.QuestionGroup(status, page.rows, page.more)]
    else:
        page, groups = None, lists.questions_by_status(request.now)
    page_keys.declare(request, lambda: {"questions"}, None)
    request.due = page_rows.next_due(request.now)
    context = {"groups": groups, "page": page}
    return render(request, "paper/lists/questions.html", context)


def question(request, slug):
    """A question with the stories that lead to it; else where it went."""
    showing = page_rows.text_at("question", slug, request.now)
    if showing is None:
        return respond_elsewhere(request, "question", slug)
    document = showing.edition.revision.content
    around = page_rows.question_surroundings(document, request.now, showing)
    slugs = {row.slug for row in around.editions}
    asked_in = page_rows.stories_asking(slugs, request.now, ASKING)
    page = build_question(document, around, asked_in)
    entities = named_entities(document)
    keys = partial(page_keys.of_question, showing, entities, around, asked_in)
    page_keys.declare(request, keys, None)
    request.due = page_rows.next_due(request.now, showing, *asked_in)
    return render(request, "paper/page/question.html", {"page": page})


def image(request, name, size=""):
    """A picture that readers have been shown, while we have the right to show it."""
    found = image_rights.picture_in_print(f"images/{name}", request.now)
    picture = get_object_or_404(found)
    if not picture.showable(request.now):
        return render(request, "410.html", {"showing": None}, status=410)
    request.due = page_rows.earliest(picture.ends_at, page_rows.next_due(request.now))
    asked = renditions.parse_name(size)
    if size and not (asked and image_rights.is_offered(picture, asked, request.now)):
        raise Http404
    kind = asked.type if asked else renditions.type_of(name)
    try:
        made = (
            rendition_files.rendition(picture, asked)
            if asked
            else rendition_files.original(picture)
        )
    except rendition_files.NoPictureError:
        raise Http404 from None
    # Its address is the hash of its bytes; caches that can be purged lose a killed one.
    end = picture.ends_at
    request.unchanging_until = end.timestamp() if end else math.inf
    keys = partial(page_keys.of_picture, picture.name)
    page_keys.declare(request, keys, end)
    return HttpResponse(made, content_type=kind)


def respond_elsewhere(request, kind, slug):
    """No text is live here: lead to where it is now, say why it is gone, or 404."""
    row = page_rows.successor(kind, slug, request.now)
    if row is None:
        raise Http404
    request.due = row.live_until
    if row.kind == Kind.WITHDRAWAL:
        return signposts.respond_gone(request, row)
    return redirect(row, permanent=True)


def not_found_page(request, exception):
    """The address that was meant, or 404 with those that look most like it."""
    if path := not_found.spelling(request):
        return signposts.respond_moved(with_query(path, request))
    request.due = page_rows.next_due(request.now)
    if form := signposts.form_of(not_found.without_end(request.path_info)):
        return signposts.respond_missing(form)
    asked = request.path_info.rstrip("/").rpartition("/")[2].partition(".")[0]
    if is_for_copy(request):  # which has one page for all that isn't there
        asked = ""
    close = not_found.close(asked, request.now)
    context = {"close": close, "asked": words_of(asked)}
    return render(request, "404.html", context, status=404)


def with_query(path, request):
    query = request.META.get("QUERY_STRING", "")
    return f"{quote(path)}?{query}" if query else quote(path)


def words_of(slug):
    """What somebody may have been looking for, as words to search with."""
    return " ".join(re.findall(r"\w+", slug))[:80]
