"""Sources from an address: for the desk's scripts, and for a browser's bookmark."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.sources import draft_citations, drafts
from desk.sources.drafts import acquaintance, stories_of
from explainer.addresses import host_of
from people.desk_view import DeskView, respond
from people.refusals import TextRefusedError
from sources import discovery, limits, recognition
from sources.discovery import NoAddressError
from sources.network import FetchError
from sources.ownership import HostTakenError, confirm

PATIENCE = 8  # seconds until it is our turn to fetch
ARCHIVE = "https://web.archive.org/save/"
BOOKMARK = (
    "javascript:void(location.href='{address}?url='+encodeURIComponent(location.href)"
    "+'&title='+encodeURIComponent(document.title))"
)


def intake(model_admin, request):
    """Answers a script: the source for an address, or why there is none.

    With `ask`, a page that can't be read makes no source unless `anyway` is said.
    """
    if not model_admin.has_add_permission(request):
        return error_response(_("You may not add sources. Ask somebody who may."), 403)
    sent, by = request.POST, request.user
    url = sent.get("url", "")
    try:
        taking = look_up(url, by, "ask" in sent, "anyway" in sent)
    except NoAddressError as fault:
        return error_response(str(fault), 400)
    except TextRefusedError as refusal:  # The page says what was removed by order.
        return error_response(str(refusal), 400)
    except limits.BusyError as fault:
        return error_response(str(fault), 429, **{"Retry-After": "2"})
    except FetchError as fault:  # No fault of who asks.
        return JsonResponse({"error": str(fault), "anyway": True})
    found = source_data(taking, sent.get("keys", "").split())
    return JsonResponse(found | claim(taking.source, by))


def confirm_outlet(model_admin, request, object_id):
    """Answers a script: the page is its outlet's, by its word and an editor's."""
    if not may_confirm(request.user):
        return error_response(
            _("You may not say whose page this is. Ask an editor."), 403
        )
    source = model_admin.get_object(request, unquote(object_id))
    if source is None or not source.claimed:
        return error_response(_("There is nothing to confirm."), 400)
    try:
        outlet = confirm(source, request.user)
    except (HostTakenError, TextRefusedError) as fault:
        return error_response(str(fault), 400)
    return JsonResponse({"outlet": str(outlet)})


def bookmark_page(model_admin, request):
    """The bookmark, and how to use it."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    address = request.build_absolute_uri(reverse("admin:sources_source_take"))
    return respond(
        request,
        "desk/sources/intake_bookmark.html",
        title=_("A bookmark that takes sources"),
        opts=model_admin.opts,
        bookmark=BOOKMARK.format(address=address),
    )


def take_page(model_admin, request):
    """What to do with the page that somebody is reading elsewhere."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    title = sent.get("title", "")[:2000].replace("\0", "")
    error, address, known, citing = "", "", None, []
    try:
        address = discovery.address_of(sent.get("url", ""))
    except NoAddressError as fault:
        error = str(fault) if sent.get("url") else ""
    if address and request.method == "POST":
        error = take(request, address, title)
        if not isinstance(error, str):
            return error
    if address and (known := recognition.known_by(discovery.bare_look(address))):
        citing = drafts.seen_by(request.user, stories_of(known.source)[:5])
    return respond(
        request,
        "desk/sources/intake_take.html",
        title=_("Take a source"),
        opts=model_admin.opts,
        address=address or sent.get("url", "")[:2000],
        is_address=bool(address),
        page_title=title,
        known=known,
        citing=citing,
        drafts=drafts.recent(request.user),
        error=error,
    )


def take(request, address, title):
    """Do as was asked and go there; or say why not."""
    to, by = request.POST.get("to", ""), request.user
    draft = drafts.draft_of(to, by) if to not in ("new", "keep") else None
    if to == "new" and not by.has_perm("stories.add_story"):
        return _("You may not start stories. Ask somebody who may.")
    if to not in ("new", "keep") and draft is None:
        return _("Choose a draft that you may change.")
    taking = recognition.source_for(address, by, title=title, wait=PATIENCE)
    for said in filter(None, [acquaintance(taking), *taking.warnings]):
        messages.warning(request, said)
    return HttpResponseRedirect(lead(taking.source, to, draft, by))


def lead(source, to, draft, by):
    """Where one goes on with a source: its own page, a new story, or a draft."""
    if to == "keep":
        return reverse("admin:sources_source_change", args=[source.pk])
    if to == "new":
        return reverse("admin:stories_story_add", query={"sources": source.pk})
    draft_citations.cite(draft, [source], by)
    return reverse("admin:stories_story_change", args=[draft.pk]) + SOURCES


SOURCES = "#storysource_set-group"


def look_up(url, by, ask, anyway):
    """As `source_for`, but to be busy is a fault; to be unreadable too, if it asks."""
    address = discovery.address_of(url)
    found = discovery.bare_look(address)
    if known := recognition.known_by(found):
        return known
    if not anyway:
        limits.count(by)
        try:
            found = discovery.look(address)
        except limits.BusyError:
            raise
        except FetchError as fault:
            if ask:
                raise
            found = discovery.bare_look(address, str(fault))
    return recognition.take(found, by)


def error_response(said, status, **headers):
    return JsonResponse({"error": said}, status=status, headers=headers)


def may_confirm(user):
    return user.has_perm("sources.change_outlet") and user.has_perm(
        "sources.add_outlet"
    )


def claim(source, by):
    """What somebody may confirm: that a host belongs to whom its page claims to be."""
    if source.outlet or not source.claimed or not may_confirm(by):
        return {}
    address = reverse("admin:sources_source_outlet", args=[source.pk])
    host = host_of(source.url)
    return {"claim": {"host": host, "name": source.claimed, "address": address}}


def source_data(taking, keys):
    """A source as scripts have it: its label, and what to say of it."""
    source = taking.source
    label = {
        name: str(said or "") for name, said in draft_citations.label_of(source).items()
    }
    published = source.published and date_format(source.published, "DATE_FORMAT")
    line = [label["outlet"], source.author, published]
    return label | {
        "id": source.pk,
        "name": str(source),
        "key": recognition.key_for(source, {*keys}),
        "line": " · ".join(filter(None, line)),
        "known": acquaintance(taking),
        "wire": taking.agency,
        "warnings": taking.warnings,
        "archive": "" if source.archive_url else ARCHIVE + source.url,
    }


PAGES = [
    DeskView("intake/", intake, "intake", only_post=True),
    DeskView("take/", take_page, "take"),
    DeskView("<path:object_id>/outlet/", confirm_outlet, "outlet", only_post=True),
    DeskView("bookmark/", bookmark_page, "bookmark"),
]
