"""Wires and feeds: what other outlets announce, as a start for our own stories."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.sources import draft_citations, drafts, wires
from desk.sources.draft_citations import MAY_TAKE
from desk.sources.url_intake import SOURCES
from people.audit import AuditedAdmin
from people.desk_view import DeskView, never, respond
from sources import feed_reader
from sources.models import Feed, FeedItem

LIST = "admin:sources_feeditem_changelist"
PAGE = 60
MOST = 24  # pieces that one story begins with
WORDS = 6


def start(model_admin, request):
    """Begin a story with the ticked pieces as its sources, or add them to one."""
    may_take = request.user.has_perm(MAY_TAKE)
    if not model_admin.has_view_permission(request) or not may_take:
        raise PermissionDenied
    items = chosen_items(request.POST.getlist("item"))
    draft, fault = draft_for(request, items)
    if fault:
        messages.error(request, fault)
        return redirect(LIST)
    sources = [wires.source_of(item, request.user).source for item in items]
    if draft is None:
        keys = ",".join(str(source.pk) for source in sources)
        return redirect(reverse("admin:stories_story_add", query={"sources": keys}))
    made = draft_citations.cite(draft, sources, request.user)
    said = ngettext("%d source added.", "%d sources added.", len(made))
    messages.info(request, said % len(made))
    address = reverse("admin:stories_story_change", args=[draft.pk])
    return redirect(address + SOURCES)


def draft_for(request, items):
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


def read_feeds(model_admin, request):
    """Read the feeds that were longest not read."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    done = feed_reader.read_some(timezone.now())
    said = ngettext("%(count)d feed read.", "%(count)d feeds read.", len(done))
    messages.info(request, said % {"count": len(done)})
    for feed in done:
        if feed.failures:
            messages.warning(request, f"{feed}: {feed.said}")
    return redirect(LIST)


@admin.register(FeedItem)
class WiresAdmin(AuditedAdmin):
    """A page to read and choose from; what feeds announced is nobody's to change."""

    pages = [
        *AuditedAdmin.pages,
        DeskView("start/", start, "start", only_post=True),
        DeskView("read/", read_feeds, "read", only_post=True),
    ]

    has_add_permission = has_change_permission = has_delete_permission = never

    def changelist_view(self, request, extra_context=None):
        """The newest pieces of all feeds; what is one thing stands together."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = request.GET.get("q", "").replace("\0", "")[:200]
        feed = request.GET.get("feed", "")
        feed = feed if feed.isascii() and feed.isdigit() and len(feed) < 10 else ""
        found = search_items(words, feed)
        page = Paginator(found, PAGE).get_page(request.GET.get("p"))
        return respond(
            request,
            "desk/sources/feed_items.html",
            title=_("Wires and feeds"),
            opts=self.opts,
            groups=wires.groups([*page], request.user),
            page=page,
            words=words,
            feed=feed,
            feeds=Feed.objects.order_by("name"),
            drafts=drafts.recent(request.user),
            may_take=request.user.has_perm(MAY_TAKE),
        )


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
