"""What other servers ask for: who is here (WebFinger), actors, what they said, and the
inbox. Nothing of it is there unless the paper is in the fediverse.

Each has an address of its own, which pages name: one address that answered in two
forms would leave every cache before the paper to tell them apart.
"""

from functools import partial, wraps

from django.conf import settings
from django.http import Http404, HttpResponse, UnreadablePostError
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt

from paper.fediverse import actors, intake, notes, outbox, signing_keys
from paper.fediverse.actors import FRONT, absolute, key_id
from paper.fediverse.http_signature import Received
from paper.fediverse.notes import CONTEXT
from paper.fediverse.rows import RemoteFollow
from paper.outputs.alternates import ACTIVITY, JSON
from paper.outputs.signposts import in_json
from paper.queries import page_rows
from people.client_address import address_of
from people.routes import address
from people.static_copy import is_for_copy
from people.throttle import MINUTE, Limit, SendAttempt, TooManyError
from stories.models import Showing

JRD = "application/jrd+json"
# One server speaks for all of its people, and many come at once.
SENDER, EVERYBODY = Limit(3000, 60 * MINUTE), Limit(50_000, 5 * MINUTE)
SECURITY = "https://w3id.org/security/v1"


def where_wanted(view):
    @wraps(view)
    def inner(request, **asked):
        if not settings.FEDIVERSE_NAME or is_for_copy(request):
            raise Http404
        return view(request, **asked)

    return inner


def respond(said, status=200, kind=ACTIVITY):
    return in_json(said, status=status, content_type=f"{kind}; charset=utf-8")


def actor_or_404(kind, slug, now):
    found = actors.actor(kind, slug, now)
    if found is None:
        raise Http404
    return found


@where_wanted
def webfinger(request):
    found = actors.find_account(request.GET.get("resource", "")[:600], request.now)
    if found is None:
        raise Http404
    page = {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html"}
    said = {
        "subject": f"acct:{found.account}",
        "aliases": [found.id, absolute(found.page)],
        "links": [
            {"rel": "self", "type": ACTIVITY, "href": found.id},
            page | {"href": absolute(found.page)},
        ],
    }
    return respond(said, kind=JRD)


@where_wanted
def actor(request, kind, slug=""):
    found, key = actor_or_404(kind, slug, request.now), signing_keys.public_key()
    if not key:  # `tick` makes it.
        raise Http404
    page, about = absolute(found.page), found.about
    way = format_html('<p><a href="{}">{}</a></p>', page, page.partition("://")[2])
    said = {
        "@context": [*CONTEXT[:1], SECURITY, {**CONTEXT[1], **EXTRA}],
        "id": found.id,
        "type": "Organization" if kind == FRONT else "Service",
        "preferredUsername": found.handle,
        "name": found.name,
        "summary": (format_html("<p>{}</p>", about) if about else "") + way,
        "url": page,
        "inbox": f"{found.id}/inbox",
        "outbox": f"{found.id}/outbox",
        "followers": f"{found.id}/followers",
        "endpoints": {"sharedInbox": absolute(address("fediverse_inbox"))},
        "publicKey": {
            "id": key_id(kind, slug),
            "owner": found.id,
            "publicKeyPem": key,
        },
        "icon": {
            "type": "Image",
            "mediaType": "image/png",
            "url": absolute(static("icons/icon-512.png")),
        },
        "manuallyApprovesFollowers": False,
        "discoverable": settings.PUBLIC_INDEXING,
        "indexable": settings.PUBLIC_INDEXING,
    }
    return respond(said)


EXTRA = {
    "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
    "discoverable": "toot:discoverable",
    "indexable": "toot:indexable",
}


@where_wanted
def followers(request, kind, slug=""):
    """How many, and nobody."""
    found = actor_or_404(kind, slug, request.now)
    count = RemoteFollow.objects.filter(kind=kind, slug=slug).count()
    there = f"{found.id}/followers"
    said = {"id": there, "type": "OrderedCollection", "totalItems": count}
    return respond({"@context": CONTEXT[0], **said})


@where_wanted
def actor_outbox(request, kind, slug=""):
    found = actor_or_404(kind, slug, request.now)
    request.due = page_rows.next_due(request.now)
    if request.GET.get("page"):
        return respond(outbox.page(request, found))
    return respond(outbox.outbox(found))


@where_wanted
def note(request, key, number):
    found = notes.find(key, number, request.now)
    if found is None:
        raise Http404
    request.due = page_rows.next_due(request.now)
    return respond_note(notes.note(found, request.now))


@where_wanted
def note_replies(request, key, number):
    found = notes.find(key, number, request.now)
    if found is None or found.is_reply or found.is_gone:
        raise Http404
    request.due = page_rows.next_due(request.now)
    said = notes.replies(found, request.now)
    return respond({"@context": CONTEXT[0], **said})


@where_wanted
def story_note(request, slug):
    """The note of the story that stands at this slug, in whatever language it was told
    first: where its page sends programs."""
    live = Showing.objects.live(request.now).stories()
    row = live.filter(slug=slug).first()
    first = row and live.filter(story_id=notes.teller(row)).first()
    if not first:
        raise Http404
    found = notes.find(first.story_id, notes.began(first), request.now)
    request.due = page_rows.next_due(request.now)
    return respond_note(notes.note(found, request.now))


def respond_note(said):
    status = 410 if said["type"] == "Tombstone" else 200
    return respond({"@context": CONTEXT, **said}, status)


@csrf_exempt
@where_wanted
def post_inbox(request, **asked):
    """The same for all: whom it is for stands in what is sent."""
    status, said, headers = 202, "", {}
    try:
        take_in(request)
    except intake.RefusalError as refusal:
        status, said = refusal.args
    except TooManyError as fault:
        status, said = 429, "Too many."
        headers["Retry-After"] = str(int(fault.wait.total_seconds()) + 1)
    except UnreadablePostError:
        status, said = 400, "It was not sent whole."
    if status == 503:
        headers["Retry-After"] = "60"
    answer = HttpResponse(said, "text/plain; charset=utf-8", status, headers=headers)
    patch_cache_control(answer, no_store=True)
    return answer


post_inbox.allowed_methods = ("POST", "OPTIONS")


def take_in(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:20]) > intake.LONGEST:
        raise intake.RefusalError(413, "This is too long.")
    headers = {name.lower(): value for name, value in request.headers.items()}
    received = Received(
        request.method,
        request.get_full_path(),
        headers,
        request.body,
        settings.SITE_URL,
    )
    intake.take_in(received, request.now, partial(count, request))


def count(request):
    """Before anybody else is asked because of it."""
    SendAttempt("fediverse", address_of(request), request.now, SENDER, EVERYBODY)


@where_wanted
def node_info_link(request):
    version = "http://nodeinfo.diaspora.software/ns/schema/2.1"
    there = absolute(address("fediverse_node_info"))
    return respond({"links": [{"rel": version, "href": there}]}, kind=JSON)
