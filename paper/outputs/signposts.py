"""What stands at no address, at another one, or no more: said in the form asked for."""

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render

from explainer import front_matter
from paper.outputs import ninjs
from paper.outputs.alternates import JSON, MARKDOWN

API, PROBLEM = "/api/", "application/problem+json"  # RFC 9457
# By the end of an address, the longest first: what programs asked for.
ENDINGS = {".ninjs.json": "ninjs", ".json": "json", ".md": "md", ".ics": "ics"}


def form_of(path):
    """The form that an address asks for; nothing if it is a page."""
    bare = path.partition("?")[0].lower()
    if bare.startswith(API):
        return "problem"
    return next((form for end, form in ENDINGS.items() if bare.endswith(end)), "")


def respond_missing(form):
    said = {"status": 404}
    if form == "ics":
        return in_words("404", status=404)
    if form == "problem":
        detail = f"Nothing stands at this address; {API} says what there is."
        said |= {"title": "Not Found", "detail": detail}
        return in_json(said, status=404, content_type=PROBLEM)
    if form == "md":
        return in_markdown(said, "# 404\n", status=404)
    return in_json(said, status=404)


def respond_gone(request, row):
    """The note that stands in the place of what was taken down."""
    form = form_of(request.path_info)
    if not form:
        return render(request, "410.html", {"showing": row}, status=410)
    address = f"{settings.SITE_URL}{row.get_absolute_url()}"
    entry = edition_entry(row)
    if form == "ics":
        return in_words(f"{row.note}\n{address}", status=410)
    said = {"status": 410, "address": address, **entry}
    if form == "md":
        return in_markdown(said, f"# 410\n\n{row.note}\n", status=410)
    if form == "ninjs":
        said = ninjs.canceled(row.story_id or row.question_id, address, entry)
    return in_json(said, status=410)


def respond_moved(to):
    form = form_of(to)
    if form in ("", "ics"):
        return HttpResponsePermanentRedirect(to)
    address = f"{settings.SITE_URL}{to}"
    said, headers = {"status": 301, "address": address}, {"Location": to}
    if form == "md":
        return in_markdown(said, f"# 301\n\n<{address}>\n", status=301, headers=headers)
    return in_json(said, status=301, headers=headers)


def edition_entry(row):
    """One edition as others point at it."""
    return {
        "edition": row.number,
        "kind": row.kind,
        "note": row.note,
        "published_at": row.live_from.isoformat(),
    }


def in_json(said, **options):
    """JSON in readers' own letters, on one line."""
    compact = {"ensure_ascii": False, "separators": (",", ":")}
    return JsonResponse(
        said, json_dumps_params=compact, **{"content_type": JSON} | options
    )


def in_markdown(said, body, **options):
    """Front matter, and below it what a reader is told."""
    return markdown(front_matter.write(said) + "\n" + body, **options)


def in_words(text, **options):
    """For a program with a form of its own that has no place for a refusal."""
    kind = "text/plain; charset=utf-8"
    return HttpResponse(f"{text}\n", content_type=kind, **options)


def markdown(text, **options):
    return HttpResponse(text, content_type=f"{MARKDOWN}; charset=utf-8", **options)
