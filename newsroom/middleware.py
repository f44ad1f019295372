"""The frame around every request: one moment of time, and what caches may keep."""

import gzip
import hashlib
from contextlib import suppress

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from explainer.markup.characters import CONTROL, clean, is_unseen
from newsroom.answer import FACTS, takes_gzip
from newsroom.freshness import FRESH, cache_headers
from operations.purge.surrogate_keys import tag_headers
from people.static_copy import moment_of

PRIVATE = ("/admin/", "/static/")
OF_PROGRAMS = "/api/"
# What somebody was given a link to: theirs alone, and told to nobody.
FOR_ONE_ALONE_AT = ("/shared/", "/letters/")
FOR_ONE_ALONE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet, noimageindex",
}
# Every other answer may hang on what no cache looks at: the Host, say, of a 400.
SHARED = {200, 301, 404, 410}
# A packet is sent whole anyway.
WORTH_SQUEEZING = 1000
# Of zlib's nine: 0.5 ms more than 5 for the longest page, and 2 % less of every page;
# beyond it the next 0.2 % cost as much again.
EFFORT = 7
# What points back at the request that it stands on: without it a request, and all that
# was looked up for its page, goes at once, and not when Python next looks for rings.
OF_ITSELF = {"user", "auser", "session", "_messages"}


def request_time(get_response):
    """Take the time once: every query of a request asks about the same moment."""

    def middleware(request):
        request.now = moment_of(request) or timezone.now()
        if request.path_info.startswith(PRIVATE):
            return get_response(request)
        # To the paper all readers are the same: no session is read, none is ended.
        request.META.pop("HTTP_COOKIE", None)
        if request.path_info.startswith(FOR_ONE_ALONE_AT):
            return for_one_alone(get_response(request))
        response = compress(request, public(request, get_response(request)))
        for name in OF_ITSELF & vars(request).keys():
            delattr(request, name)
        return response

    middleware.process_view = with_right_method
    return middleware


def for_one_alone(response):
    """The answer, whatever it is, for whoever has its address and for nobody else."""
    for name, value in FOR_ONE_ALONE.items():
        response[name] = value
    return response


def with_right_method(request, view, args, kwargs):
    """Refuse what a public page is not for, before any form's token is asked for.

    Only a view without that token takes anything but questions; one that takes none
    says what it takes.
    """
    if request.path_info.startswith(PRIVATE):
        return None
    allowed = ["GET", "HEAD", "OPTIONS"]
    if getattr(view, "csrf_exempt", False):
        allowed.append("POST")
    allowed = getattr(view, "allowed_methods", allowed)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(allowed)})
    if request.method in allowed:
        return None
    refuse = getattr(view, "refuse_method", HttpResponseNotAllowed)
    return refuse(allowed)


def clean_input(get_response):
    """What is asked and sent has no control characters, whatever it was copied from,
    and what is sent and nobody can see says nothing. A program is told of them."""

    def middleware(request):
        of_people = not request.path_info.startswith(OF_PROGRAMS)
        if of_people and any(map(CONTROL.search, texts(request.GET))):
            request.GET = clean_query(request.GET)
        return get_response(request)

    def process_view(request, view, args, kwargs):
        with suppress(UnreadablePostError):  # The view meets it where it reads.
            if any(map(is_unclean, texts(request.POST))):
                request.POST = clean_query(request.POST)

    middleware.process_view = process_view
    return middleware


def texts(query):
    return (text for key, values in query.lists() for text in (key, *values))


def is_unclean(text):
    return CONTROL.search(text) or is_unseen(text)


def clean_query(query):
    made = query.copy()
    made.clear()
    for key, values in query.lists():
        cleaned = map(clean, values)
        said = ["" if is_unseen(text) else text for text in cleaned]
        made.setlist(clean(key), said)
    return made


def private_by_default(get_response):
    """What says nothing of caches is for one alone, such as the redirect to TLS."""

    def middleware(request):
        response = get_response(request)
        response.setdefault("Cache-Control", "private")
        return response

    return middleware


def noindex_header(get_response):
    """A paper that is not public yet says so with every answer, pictures' too; what is
    for one alone has said more than that."""

    def middleware(request):
        response = get_response(request)
        if not settings.PUBLIC_INDEXING:
            response.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    return middleware


def public(request, response):
    """Headers of a page that anyone may read: the same for all, kept until it changes.

    A view sets `request.due` to the moment at which its page changes by itself, and
    `request.unchanging_until` if nothing else can ever stand at its address.
    """
    if request.method not in ("GET", "HEAD"):
        return response
    headers, inner = {}, frozenset(response.headers)
    facts, is_shared = request.META.get(FACTS), False
    if response.status_code not in SHARED:
        headers = {"Cache-Control": "no-store"}
    elif not response.has_header("Cache-Control"):
        is_shared, end = True, getattr(request, "unchanging_until", None)
        now = request.now.timestamp()
        headers = cache_headers(due_of(request), now, response.status_code, end)
    if facts:
        tell(facts, request, response)
        facts.inner, facts.is_timed = inner, is_shared
    if is_shared and settings.PURGE_URLS:
        headers |= tag_headers(facts and facts.keys)
    if response.status_code == 200:
        response = with_validators(request, response)
    for name, value in headers.items():
        response[name] = value
    return response


def due_of(request):
    """The moment at which the page changes by itself, as a Unix time, or None."""
    due = getattr(request, "due", None)
    return due and due.timestamp()


def tell(facts, request, response):
    """Tell the cache before us what the page knows of itself. One that never says when
    it changes is kept as long as by any other cache."""
    facts.is_whole = not response.streaming
    facts.is_public = facts.is_whole and response.status_code in SHARED
    facts.due = due_of(request)
    facts.unchanging_until = getattr(request, "unchanging_until", None)
    if facts.due is not None:
        facts.until = facts.due
    elif not hasattr(request, "due"):
        facts.until = request.now.timestamp() + FRESH
    if keys := getattr(request, "keys", None):
        facts.keys = tuple(sorted(keys()))
    if own_due := getattr(request, "own_due", None):
        facts.own_due = own_due.timestamp()


def with_validators(request, response):
    """The answer with a name for its bytes; without them for who has them already.

    By its name alone: what stands around an edition changes at moments that nobody
    notes, and another process may have dated other bytes alike.
    """
    if not response.has_header("ETag"):
        if response.streaming:
            return response
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if facts := request.META.get(FACTS):
        facts.etag = response["ETag"]
    request.META.pop("HTTP_IF_MODIFIED_SINCE", None)  # RFC 9110 lets us leave it out.
    return get_conditional_response(request, response["ETag"], None, response)


def compress(request, response):
    """The answer compressed, for who can read that.

    Public pages hold no secret, so their length tells nobody anything.
    """
    kind = response.get("Content-Type", "").partition(";")[0]
    is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
    if response.streaming or not is_text or response.has_header("Content-Encoding"):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    asked = takes_gzip(request.headers.get("Accept-Encoding", ""))
    short = len(response.content) < WORTH_SQUEEZING
    if short or not asked or "ETag" not in response:
        return response
    small = gzip.compress(response.content, EFFORT, mtime=0)
    response.content = small
    response["ETag"] = f"W/{response['ETag'].removeprefix('W/')}"
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(small))
    return response
