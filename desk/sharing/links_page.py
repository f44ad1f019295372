"""The page of a story's share links: who was shown what, and whether they came."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from desk.form.approvals import clock
from desk.form.desk_page import DeskPage, address
from desk.form.state import State
from desk.form.verb_fields import NumberField
from desk.models import ShareLink, share_links
from desk.sharing.link_form import LinkForm
from people.audit import record
from people.refusals import GoneError, RefusedError
from stories.models.owned_rows import may
from stories.models.verb_refusals import EmbargoedError


class Sharing(DeskPage):
    routes = (
        ("<path:object_id>/sharing/", "links_page", "sharing"),
        ("<path:object_id>/sharing/<int:key>/end/", "end_page", "end_sharing"),
    )

    def links_page(self, request, object_id):
        """Every link, and the form of a new one for who may publish. Its address is in
        the answer to that form, and nowhere else."""
        owner = self.owner_for(request, object_id, "change")
        may_share = may(request.user, "publish", owner)
        if request.method == "POST" and not may_share:
            raise PermissionDenied
        form = link_form(request, owner)
        made = new_link(request, owner, form) if form.is_bound else None
        now = timezone.now()
        links = list(ShareLink.objects.of(owner).named())
        context = {"title": _("Shared with outsiders"), "state": State(owner)}
        context |= {"made": made, "may_share": may_share, "off": off(owner, now)}
        context["form"] = link_form(request, owner, again=True) if made else form
        context["open"] = [LinkLine(one) for one in links if one.is_open(now)]
        context["ended"] = [LinkLine(one) for one in links if not one.is_open(now)]
        return self.admin.desk_page(request, owner, "desk/sharing/links.html", context)

    @method_decorator(require_POST)
    def end_page(self, request, object_id, key):
        """Take a link back, at once."""
        owner = self.owner_for(request, object_id, "change", "publish")
        link = ShareLink.objects.of(owner).filter(pk=key).first()
        if link is None:
            messages.error(request, str(GoneError()))
        else:
            said = _("Taken back: %(who)s sees nothing any more.") % {"who": link}
            with transaction.atomic():
                if link.end(by=request.user):
                    record(request, "unshare", owner, note=link.label)
            messages.success(request, said)
        return HttpResponseRedirect(address("sharing", owner))


class LinkLine:
    """One link as the list says it."""

    def __init__(self, link):
        self.link = link

    @property
    def shows(self):
        pinned = self.link.revision
        if pinned is None:
            return _("the draft as it is saved last")
        return _("the text saved at %(at)s") % {"at": clock(pinned.created_at)}

    @property
    def visits(self):
        """How often it was opened, and when last."""
        count, link = self.link.visits, self.link
        if not count:
            return _("not opened yet")
        said = ngettext(
            "opened %(count)d time, last %(at)s",
            "opened %(count)d times, last %(at)s",
            count,
        )
        return said % {"count": count, "at": clock(link.last_visit_at)}


def link_form(request, owner, again=False):
    """The form of a new link, as it was sent or empty, of the text that it was opened
    with: the newest, or one that was asked for."""
    sent = request.POST if request.method == "POST" and not again else None
    key = NumberField().said((sent or request.GET).get("revision"))
    saves = owner.revisions.all()
    seen = saves.filter(pk=key).first() if key else saves.head()
    initial = {"mark": uuid.uuid4()}
    return LinkForm(sent, initial=initial, owner=owner, by=request.user, seen=seen)


def new_link(request, owner, form):
    """The link that a form makes with its address; None if it is refused, or was made
    before."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            link, secret = form.act()
            if secret:
                until = clock(link.until)
                record(request, "share", owner, note=f"{link.label}, {until}")
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    if not secret:
        words = _("This link was made already, and its address is shown only once.")
        form.add_error(None, words)
        return None
    return {"link": link, "address": share_links.whole_address(secret)}


def off(owner, now):
    """Why no link leads anywhere just now, in words, or nothing."""
    head = owner.revisions.head()
    try:
        if head:
            share_links.demand_free(owner, head, now)
    except EmbargoedError as refusal:
        return str(refusal)
    return ""
