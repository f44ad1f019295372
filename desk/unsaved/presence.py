"""Who else is at a form, and whether somebody saved it: asked every 15 seconds."""

import datetime as dt
import uuid

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.form.approvals import clock
from desk.form.desk_page import DeskPage, address
from desk.form.part_formsets import key_of
from desk.form.verb_fields import NumberField
from desk.models import Presence
from stories.models import Revision
from stories.models.owned_rows import may

# A window that was seen less than this ago, doing the same, needs no new word.
STILL = dt.timedelta(seconds=10)
UNCHANGED = "unchanged"  # as the script of a form knows it


class PresencePage(DeskPage):
    """The windows at a form, each told of the others."""

    routes = (
        ("presence/", "ping", "presence_new"),
        ("<path:object_id>/presence/", "ping", "presence"),
        ("<path:object_id>/unchanged/", "unchanged_page", "unchanged"),
    )

    @method_decorator(require_POST)
    def ping(self, request, object_id=None):
        """Take note of a window, and tell it of the others; a new draft has none."""
        if not is_same_person(request):
            return HttpResponse(status=409)
        if object_id is None:
            return HttpResponse()
        owner, head = self.owner_seen(request, object_id)
        window, now = window_of(request.POST), timezone.now()
        if window and "leaving" in request.POST:
            Presence.objects.left(request.user, window, now)
            return HttpResponse()
        rows = [*Presence.objects.here(owner, now)]
        typing = request.POST.get("typing") == "1"
        if window and not is_known(rows, request.user, window, typing, now):
            Presence.objects.seen(request.user, window, owner, now, typing=typing)
        context = {"here": sentences(rows, request.user, window)}
        context["newer"] = newer(request, owner, head)
        return TemplateResponse(request, "desk/unsaved/_here.html", context)

    @method_decorator(require_safe)
    def unchanged_page(self, request, object_id):
        """Whether a draft is as a form has loaded it, asked before a save: then the
        rows that nobody touched need not be sent. Any answer says: you are signed in.
        """
        owner = self.owner_for(request, object_id, "change")
        version = NumberField().said(request.GET.get("version", ""))
        is_same = owner.lock_version == version
        return HttpResponse(UNCHANGED if is_same else "", content_type="text/plain")

    def owner_seen(self, request, object_id):
        """The story or question and its newest save, in one query."""
        kind = self.model.path_kind
        key = key_of(self.model.objects, unquote(object_id))
        heads = Revision.objects.heads().filter(**{kind: key}).defer("document")
        head = heads.select_related(kind, "created_by").first() if key else None
        if head is None:
            return self.owner_for(request, object_id, "change"), None
        owner = getattr(head, kind)
        if not may(request.user, "change", owner):
            raise PermissionDenied
        return owner, head

    def context(self, save):
        rows = Presence.objects.here(save.owner, timezone.now())
        return {"here": sentences(rows, save.by, window_of(save.request.POST))}


def is_known(rows, user, window, typing, now):
    """Whether a window was seen just now, doing the same."""
    return any(
        (row.user_id, row.tab, row.typing) == (user.pk, window, typing)
        and now - row.seen_at < STILL
        for row in rows
    )


def newer(request, owner, head):
    """What to say of a save that the window hasn't seen: words and an address."""
    seen = NumberField().said(request.POST.get("version", ""))
    if head is None or seen is None or owner.lock_version <= seen:
        return None
    at = clock(head.created_at)
    if head.created_by_id == request.user.pk:
        said = _("You saved at %(at)s in another window.") % {"at": at}
    else:
        who = head.created_by or _("Someone")
        said = _("%(who)s saved at %(at)s.") % {"who": who, "at": at}
    loaded = NumberField().said(request.POST.get("revision", ""))
    before = f"?from={loaded}" if loaded else ""
    return said, address("revision", owner, head.pk) + before


def tab_of(posted, name="_tab"):
    """The page that a form came from, if it says so: each has a mark of its own."""
    try:
        return uuid.UUID(posted.get(name, ""))
    except ValueError:
        return None


def window_of(posted):
    """The window that a form or a ping came from: the same for all pages in it."""
    return tab_of(posted, "_window")


def is_same_person(request):
    """Whether whoever is signed in now is who opened the page."""
    return request.POST.get("_writer", "") in ("", str(request.user.pk))


def sentences(rows, user, window=None):
    """Who is here besides this window, each person once.

    A page that doesn't know its window yet can't tell which of one's own are others.
    """
    others = [
        row for row in rows if row.user_id != user.pk or window not in (None, row.tab)
    ]
    people = {}
    for row in others:
        known = people.setdefault(row.user_id, row)
        known.typing = known.typing or row.typing
    return [sentence(row, user) for row in people.values()]


def sentence(row, user):
    if row.user_id == user.pk:
        return _("You, in another window")
    said = _("%(who)s is writing") if row.typing else _("%(who)s is reading")
    return said % {"who": row.user}
