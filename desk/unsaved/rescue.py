"""A form that was sent and can't be taken: its text is given back, nothing is kept.

For browsers without scripts: with them, the form notices a lost session by itself.
"""

import re
from functools import wraps

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_failure

from desk.models.buffers import pairs_of
from desk.unsaved.field_labels import labelled_texts
from people.audit import SECRET
from people.desk_view import respond
from people.refusals import TextRefusedError

TOKEN = "csrfmiddlewaretoken"
OURS = re.compile(r"stories_(?P<kind>story|question)_\w+")


def with_text(view):
    """A view that gives the text back when it would send its writer away."""

    @wraps(view)
    def inner(request, *args, **options):
        try:
            response = view(request, *args, **options)
        except PermissionDenied:
            if request.method != "POST" or not texts_of(request):
                raise
            title = _("You may no longer change this.")
            return text_response(request, title, is_denied=True)
        login = reverse("admin:login")
        if request.method != "POST" or response.status_code != 302:
            return response
        if not response["Location"].startswith(login) or not texts_of(request):
            return response
        return text_response(request, _("You were signed out"), is_out=True, again=True)

    return inner


def give_back_refused(get_response):
    """Whatever form it was: what is refused as it is saved comes back, with why."""

    def middleware(request):
        return get_response(request)

    middleware.process_exception = give_back
    return middleware


def give_back(request, exception):
    if request.method != "POST" or not isinstance(exception, TextRefusedError):
        return None
    _sent, texts = fields_and_texts(request, SECRET)
    said = {"title": str(exception), "texts": texts, "is_denied": True}
    return respond(request, "desk/unsaved/returned.html", 422, **said)


def csrf_failure(request, reason=""):
    """Django's answer to a form that isn't known to be ours; a text comes back."""
    if not texts_of(request):
        return plain_failure(request, reason)
    # Only our own pages can name us as their origin: what they send may be sent again.
    own = f"{request.scheme}://{request.get_host()}"
    again = request.headers.get("Origin") == own
    return text_response(request, _("This page was too old to be saved"), again=again)


def texts_of(request):
    """(name, text) of what was typed into one of the desk's forms of text."""
    match = OURS.fullmatch(request.resolver_match.url_name or "")
    return labelled_texts(match["kind"], pairs_of(request.POST)) if match else []


def fields_and_texts(request, but):
    """(sent, texts) of whatever form was sent: the fields to send once more, and what a
    person wrote in them; nothing of a form with a field whose name `but` finds."""
    try:
        pairs = pairs_of(request.POST)
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return [], []  # it never came whole
    name = request.resolver_match.url_name if request.resolver_match else ""
    match = OURS.fullmatch(name or "")
    if any(but.search(name) for name, _value in pairs if name != TOKEN):
        return [], []  # nobody signs in with a page that came back
    sent = [pair for pair in pairs if pair[0] != TOKEN]
    return sent, labelled_texts(match["kind"] if match else "", sent)


def text_response(request, title, *, is_out=False, is_denied=False, again=False):
    """Every text that was sent, to copy; and a way to send it all again."""
    sent = [pair for pair in pairs_of(request.POST) if pair[0] != TOKEN]
    context = {"title": title, "texts": texts_of(request), "is_out": is_out}
    context |= {"is_denied": is_denied, "sent": sent if again else []}
    context["lost_files"] = bool(request.FILES)
    return respond(request, "desk/unsaved/returned.html", 403, **context).render()
