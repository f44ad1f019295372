"""What somebody outside sees who was given a link: the text as readers would get it,
its pictures, and what they say of it. No session, no script, and nothing that is kept.

A form has no token against forgery: its address is one, which no other site knows.
"""

import uuid
from functools import wraps

from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt

from desk.form.draft_page import draft_page, kind_of
from desk.images import files
from desk.models import Comment, share_links
from desk.sharing.outsider_form import OutsiderForm
from images.models import Image
from pages.contact import from_elsewhere
from paper.page.surroundings import tongue
from paper.queries import page_rows
from people.client_address import address_of
from people.refusals import RefusedError
from people.throttle import GuessAttempt, TooManyError

# What browsers say with what nobody has asked for yet, the old and the new.
LOOK_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
LONGEST = 64 * 1024  # of all that is sent, in bytes
# No script: nothing on the page can tell anybody where it was opened.
POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}


def by_link(view):
    """A view of a link that is open and of the text that it shows; whatever else is
    asked for gets one and the same answer."""

    @csp_override(POLICY)
    @wraps(view)
    def inner(request, token="", **asked):
        if found := share_links.find(token, request.now):
            try:
                return view(request, *found, **asked)
            except Http404:
                return nothing(request)
        try:
            GuessAttempt("share link", address_of(request))
        except TooManyError as fault:
            seconds = str(max(1, int(fault.wait.total_seconds())))
            return nothing(request, 429, {"Retry-After": seconds})
        return nothing(request)

    return inner


def nothing(request, status=404, headers=None):
    answer = render(request, "paper/shared/nothing.html", status=status)
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


@csrf_exempt
@by_link
def shared(request, link, text):
    """The text, and what was said of it through this link; or one thing more to say."""
    with translation.override(tongue(text.content.get("language", ""))):
        if request.method == "POST":
            return handle_post(request, link, text)
        if is_opened(request):
            link.note_visit(request.now)
        return show(request, link, text, OutsiderForm(**about(link, text)))


def is_opened(request):
    """Whether somebody looks: a program that looks ahead for them says that it does."""
    said = (request.headers.get(name, "") for name in LOOK_AHEAD)
    is_ahead = any(
        "prefetch" in one or "preview" in one for one in map(str.lower, said)
    )
    return request.method == "GET" and not is_ahead


def about(link, text):
    initial = {"guest": link.label[:100], "mark": uuid.uuid4()}
    return {"link": link, "document": text.content, "initial": initial}


def show(request, link, text, form, status=200):
    at, document = page_address(request), text.content

    def file_address(image):
        return f"{at}{image.name}"

    page = draft_page(request, document, file_address, only_public=True)
    context = {"page": page, "link": link, "text": text, "address": at, "form": form}
    context["threads"] = threads(link, form.anchors)
    template = f"paper/shared/{kind_of(document)}.html"
    return render(request, template, context, status=status)


def page_address(request):
    return reverse("shared", args=[request.resolver_match.kwargs["token"]])


def threads(link, anchors):
    """What was said through this link, each with the answers that are meant for it."""
    found = {}
    for comment in Comment.objects.between(link).order_by("written_at", "pk"):
        comment.answers, where = [], (comment.uid, comment.field)
        comment.place = anchors.name(*where) if any(where) else ""
        comment.next_mark = uuid.uuid4()
        first = found.get(comment.parent_id)
        if first:
            first.answers.append(comment)
        elif comment.parent_id is None:
            found[comment.pk] = comment
    return [*found.values()]


def handle_post(request, link, text):
    """Keep what an outsider says, or say what it lacks and give it back."""
    if not link.takes_comments:
        return HttpResponseNotAllowed(["GET", "HEAD", "OPTIONS"])
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length[:20]) > LONGEST:
        return HttpResponse(_("This is too long."), "text/plain", status=413)
    form = OutsiderForm(request.POST, **about(link, text))
    if from_elsewhere(request, unnamed=True):
        words = _("This was not sent from our own page. If it is yours, send it now.")
        form.add_error(None, words)
        return show(request, link, text, form, 403)
    if form.is_valid():
        try:
            form.act()
            return HttpResponseRedirect(f"{page_address(request)}#remarks")
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
    return show(request, link, text, form, 422)


@by_link
def shared_picture(request, link, text, name, size=""):
    """A picture of the text, as long as we have the right to show it."""
    names = page_rows.references({"slug": ""} | text.content).pictures
    picture = Image.objects.filter(name=f"images/{name}").first()
    if picture is None or picture.name not in names:
        raise Http404
    if not picture.showable(request.now):
        raise Http404
    if size:
        return files.rendition(picture, size)
    return files.file_response(picture, picture.file.name)


@by_link
def elsewhere(request, link, text):
    """What a mail or a sentence has behind an address is no part of it."""
    return HttpResponseRedirect(page_address(request))
