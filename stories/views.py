"""Public pages. Each one finds what is live and hands it to a template."""

from dataclasses import replace
from difflib import get_close_matches

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from stories import gather, kept, renditions
from stories.editions import gather as record
from stories.format import schema as explainer_schema
from stories.front import front as laid_out
from stories.models import Kind, Showing
from stories.page import build
from stories.page.question import build as build_question
from stories.pictures import making

LISTED = 60
ASKED = 6
CLOSE = 5


@require_safe
def front(request):
    live = Showing.objects.live(request.now).order_by("-updated_at")
    showings = list(live.stories().with_next_due(request.now)[:LISTED])
    pictures = gather.all_pictures(showings)
    page = laid_out(
        showings,
        gather.changes(request.now, LISTED),
        pictures,
        gather.desks(),
        request.now,
    )
    asked = live.questions()[:ASKED]
    request.due = gather.earliest(
        gather.next_due(request.now, *showings),
        gather.rights_end(pictures.values(), request.now),
    )
    return render(request, "stories/front.html", {"front": page, "asked": asked})


@require_safe
def story(request, slug):
    showing = gather.text_at(Showing.objects.stories(), slug, request.now)
    if showing is None:
        return elsewhere(request, Showing.objects.stories(), slug)
    around = gather.surroundings(gather.named_by(showing), request.now, showing)
    depth = request.GET.get("depth", "")
    if since := record.since(around, request.GET.get("since", "")):
        request.due = gather.next_due(request.now, showing)
        return marked(request, showing, replace(around, since=since), depth)

    def make():
        page = build(showing.edition.revision.content, depth, around)
        html = render_to_string("stories/story.html", {"page": page}, request)
        return html, page.due

    html, due = kept.rendition(depth, around, make)
    request.due = gather.earliest(due, showing.next_due)
    return HttpResponse(html)


def marked(request, showing, around, depth):
    """The page for who has read an older edition: what is new has a mark."""
    page = build(showing.edition.revision.content, depth, around)
    page = replace(page, only_new=request.GET.get("only") == "new")
    return render(request, "stories/story.html", {"page": page})


@require_safe
def story_json(request, slug):
    """The frozen document itself, byte for byte as the record holds it."""
    showing = gather.text_at(Showing.objects.stories(), slug, request.now)
    if showing is None:
        return elsewhere(request, Showing.objects.stories(), slug, "story_json")
    request.due = showing.live_until
    document = showing.edition.revision.document
    return HttpResponse(document, content_type="application/json")


@require_safe
def schema(request):
    request.due = None
    return JsonResponse(
        explainer_schema(),
        content_type="application/schema+json",
        json_dumps_params={"indent": 1},
    )


@require_safe
def questions(request):
    live = Showing.objects.live(request.now).questions().order_by("-updated_at")
    showings = list(live.with_next_due(request.now))
    request.due = gather.next_due(request.now, *showings)
    return render(request, "stories/questions.html", {"questions": showings})


@require_safe
def question(request, slug):
    showing = gather.text_at(Showing.objects.questions(), slug, request.now)
    if showing is None:
        return elsewhere(request, Showing.objects.questions(), slug)
    document = showing.edition.revision.content
    around = gather.question_surroundings(document, request.now, showing)
    asked_in = list(gather.asking(slug, request.now))
    page = build_question(document, around, asked_in)
    request.due = gather.next_due(request.now, showing, *asked_in)
    return render(request, "stories/question.html", {"page": page})


@require_safe
def image(request, name, size=""):
    """A picture that readers have been shown, while we have the right to show it."""
    found = gather.picture_in_print(f"images/{name}", request.now)
    picture = get_object_or_404(found)
    if not picture.showable(request.now):
        return render(request, "410.html", {"showing": None}, status=410)
    request.due = gather.earliest(picture.ends_at, gather.next_due(request.now))
    asked = renditions.named(size)
    if size and not (asked and gather.is_offered(picture, asked, request.now)):
        raise Http404
    kind = asked.type if asked else renditions.type_of(name)
    try:
        made = making.rendition(picture, asked) if asked else making.whole(picture)
    except making.NoPictureError:
        raise Http404 from None
    return HttpResponse(made, content_type=kind)


@require_safe
def flat(request, name):
    request.due = None  # it changes with the software alone
    return render(request, f"pages/{name}.html")


def elsewhere(request, shown, slug, twin=""):
    """No text is live here: lead to where it is now, say why it is gone, or 404."""
    row = gather.successor(shown, slug, request.now)
    if row is None:
        raise Http404
    request.due = row.live_until
    if row.kind == Kind.WITHDRAWAL:
        return render(request, "410.html", {"showing": row}, status=410)
    return redirect(twin or row, *([row.slug] if twin else []), permanent=True)


def missing(request, exception):
    """404, with the addresses that look most like the one asked for."""
    request.due = gather.next_due(request.now)
    asked = request.path_info.rstrip("/").rpartition("/")[2].partition(".")[0]
    known = gather.addresses(request.now) if asked else {}
    close = get_close_matches(asked, known, n=CLOSE, cutoff=0.6)
    context = {"close": [known[slug] for slug in close]}
    return render(request, "404.html", context, status=404)
