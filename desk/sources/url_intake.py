"""Sources from an address: for the desk's scripts, and for a browser's bookmark."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.sources import draft_citations, drafts
from desk.sources.source_stories import acquaintance, stories_of
from explainer.addresses import host_of
from sources import discovery, limits, recognition
from sources.discovery import NoAddressError
from sources.network import FetchError
from sources.ownership import HostTakenError, confirm

OUTLET = "sources_source_outlet"
PATIENCE = 8  # seconds until it is our turn to fetch
ARCHIVE = "https://web.archive.org/save/"
BOOKMARK = (
    "javascript:void(location.href='{address}?url='+encodeURIComponent(location.href)"
    "+'&title='+encodeURIComponent(document.title))"
)


class IntakePages:
    """Mixed into the admin of sources."""

    change_list_template = "desk/sources/intake_list.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("intake/", wrap(self.intake), name="sources_source_intake"),
            path("take/", wrap(self.take_page), name="sources_source_take"),
            path("<path:object_id>/outlet/", wrap(self.confirm), name=OUTLET),
            path("bookmark/", wrap(self.bookmark_page), name="sources_source_bookmark"),
            *super().get_urls(),
        ]

    def intake(self, request):
        """Answers a script: the source for an address, or why there is none.

        With `ask`, a page that can't be read makes no source unless `anyway` is said.
        """
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_add_permission(request):
            return error_response(
                _("You may not add sources. Ask somebody who may."), 403
            )
        sent, by = request.POST, request.user
        url = sent.get("url", "")
        try:
            taking = look_up(url, by, "ask" in sent, "anyway" in sent)
        except NoAddressError as fault:
            return error_response(str(fault), 400)
        except limits.BusyError as fault:
            return error_response(str(fault), 429, **{"Retry-After": "2"})
        except FetchError as fault:  # No fault of who asks.
            return JsonResponse({"error": str(fault), "anyway": True})
        found = source_data(taking, sent.get("keys", "").split())
        return JsonResponse(found | claim(taking.source, by))

    @method_decorator(require_POST)
    def confirm(self, request, object_id):
        """Answers a script: the page is its outlet's, by its word and an editor's."""
        if not may_confirm(request.user):
            return error_response(
                _("You may not say whose page this is. Ask an editor."), 403
            )
        source = self.get_object(request, unquote(object_id))
        if source is None or not source.claimed:
            return error_response(_("There is nothing to confirm."), 400)
        try:
            outlet = confirm(source, request.user)
        except HostTakenError as fault:
            return error_response(str(fault), 400)
        return JsonResponse({"outlet": str(outlet)})

    def own_page(self, request, template, **context):
        context |= {"opts": self.opts, "subtitle": None}
        return TemplateResponse(
            request, template, self.admin_site.each_context(request) | context
        )

    def bookmark_page(self, request):
        """The bookmark, and how to use it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        address = request.build_absolute_uri(reverse("admin:sources_source_take"))
        return self.own_page(
            request,
            "desk/sources/intake_bookmark.html",
            title=_("A bookmark that takes sources"),
            bookmark=BOOKMARK.format(address=address),
        )

    def take_page(self, request):
        """What to do with the page that somebody is reading elsewhere."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        title = sent.get("title", "")[:2000].replace("\0", "")
        error, address, known = "", "", None
        try:
            address = discovery.address_of(sent.get("url", ""))
        except NoAddressError as fault:
            error = str(fault) if sent.get("url") else ""
        if address and request.method == "POST":
            error = self.taken(request, address, title)
            if not isinstance(error, str):
                return error
        if address:
            known = recognition.known_by(discovery.bare_look(address))
        return self.own_page(
            request,
            "desk/sources/intake_take.html",
            title=_("Take a source"),
            address=address or sent.get("url", "")[:2000],
            is_address=bool(address),
            page_title=title,
            known=known,
            citing=drafts.seen_by(request.user, stories_of(known.source)[:5])
            if known
            else [],
            drafts=drafts.recent(request.user),
            error=error,
        )

    def taken(self, request, address, title):
        """Do as was asked and go there; or say why not."""
        to, by = request.POST.get("to", ""), request.user
        draft = drafts.draft_of(to, by) if to not in ("new", "keep") else None
        if to == "new" and not by.has_perm("stories.add_story"):
            return _("You may not start stories. Ask somebody who may.")
        if to not in ("new", "keep") and draft is None:
            return _("Choose a draft that you may change.")
        taking = recognition.source_for(address, by, title=title, wait=PATIENCE)
        for said in filter(None, [acquaintance(taking), *taking.warnings]):
            self.message_user(request, said, "WARNING")
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
    address = reverse(f"admin:{OUTLET}", args=[source.pk])
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
