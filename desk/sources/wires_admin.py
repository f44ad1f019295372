"""Wires and feeds: what other outlets announce, as a start for our own stories."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from desk.sources import draft_citations, drafts, wires
from desk.sources.draft_citations import MAY_TAKE
from desk.sources.url_intake import SOURCES
from people.audit import AuditedAdmin
from sources import polling
from sources.models import Feed, FeedItem

PAGE = 60
MOST = 24  # pieces that one story begins with
WORDS = 6


@admin.register(FeedItem)
class WiresAdmin(AuditedAdmin, admin.ModelAdmin):
    """A page to read and choose from; what feeds announced is nobody's to change."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        wrap = self.admin_site.admin_view
        start, read = require_POST(self.start), require_POST(self.read)
        return [
            path("start/", wrap(start), name="sources_feeditem_start"),
            path("read/", wrap(read), name="sources_feeditem_read"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        """The newest pieces of all feeds; what is one thing stands together."""
        self.check_may_look(request)
        words = request.GET.get("q", "").replace("\0", "")[:200]
        feed = request.GET.get("feed", "")
        feed = feed if feed.isascii() and feed.isdigit() and len(feed) < 10 else ""
        found = search_items(words, feed)
        page = Paginator(found, PAGE).get_page(request.GET.get("p"))
        groups = wires.groups([*page], request.user)
        return TemplateResponse(
            request,
            "desk/sources/feed_items.html",
            self.admin_site.each_context(request)
            | {"title": _("Wires and feeds"), "subtitle": None, "opts": self.opts}
            | {"groups": groups, "page": page, "words": words, "feed": feed}
            | {"feeds": Feed.objects.order_by("name")}
            | {"drafts": drafts.recent(request.user)}
            | {"may_take": request.user.has_perm(MAY_TAKE)},
        )

    def check_may_look(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied

    def start(self, request):
        """Begin a story with the ticked pieces as its sources, or add them to one."""
        self.check_may_look(request)
        if not request.user.has_perm(MAY_TAKE):
            raise PermissionDenied
        back = HttpResponseRedirect(reverse("admin:sources_feeditem_changelist"))
        items = chosen_items(request.POST.getlist("item"))
        draft, fault = self.draft(request, items)
        if fault:
            self.message_user(request, fault, messages.ERROR)
            return back
        takings = [wires.source_of(item, request.user) for item in items]
        sources = [taking.source for taking in takings]
        if draft is None:
            keys = ",".join(str(source.pk) for source in sources)
            return HttpResponseRedirect(
                reverse("admin:stories_story_add", query={"sources": keys})
            )
        made = draft_citations.cite(draft, sources, request.user)
        said = ngettext("%d source added.", "%d sources added.", len(made))
        self.message_user(request, said % len(made))
        address = reverse("admin:stories_story_change", args=[draft.pk])
        return HttpResponseRedirect(address + SOURCES)

    def draft(self, request, items):
        """The draft to add to, none for a new one; and what stands in the way."""
        user = request.user
        if not items:
            return None, _("Tick what the story is to begin with.")
        if len(items) > MOST:
            said = _("A story begins with %(most)d sources at most: tick fewer.")
            return None, said % {"most": MOST}
        if "new" in request.POST:
            may = user.has_perm("stories.add_story")
            return None, "" if may else _("You may not start stories.")
        draft = drafts.draft_of(request.POST.get("to", ""), user)
        return draft, "" if draft else _("Choose a draft that you may change.")

    def read(self, request):
        """Read the feeds that were longest not read."""
        self.check_may_look(request)
        done = polling.read_some(timezone.now())
        count = len(done)
        said = ngettext("%(count)d feed read.", "%(count)d feeds read.", count)
        self.message_user(request, said % {"count": count})
        for feed in done:
            if feed.failures:
                said = f"{feed}: {feed.said}"
                self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:sources_feeditem_changelist"))


def search_items(words, feed):
    """Pieces of that feed, or of all, that have all of these words."""
    found = FeedItem.objects.select_related("feed__outlet")
    found = found.filter(feed=int(feed)) if feed else found
    for word in words.split()[:WORDS]:
        found = found.filter(Q(title__icontains=word) | Q(author__icontains=word))
    return found


def chosen_items(keys):
    """The pieces with these keys, in the order of the page."""
    keys = [int(k) for k in keys if k.isascii() and k.isdigit() and len(k) < 10]
    found = FeedItem.objects.select_related("feed__outlet").in_bulk(keys[: 2 * PAGE])
    return [found[key] for key in dict.fromkeys(keys) if key in found]
