"""The two pages: what needs you, and what you are looking for."""

from django.contrib import admin
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.dashboard import boxes, desk_search, needs
from desk.form import work

ON_PAGE = 40
WHILE_TYPING = 6


@require_safe
def dashboard(request):
    """The admin's index: ours above Django's list of everything."""
    user, now = request.user, timezone.now()
    may_write = user.has_perm("stories.view_story")
    context = board(user, now) if may_write else {}
    return admin.site.index(request, {"now": now, "may_write": may_write} | context)


def board(user, now):
    """What burns, what is due, what is mine; beside it the paper."""
    own, recent = work.works(work.worked_on(user, boxes.MOST), work.recent())
    first = [
        needs.needs(user, recent, now),
        needs.handovers(user, now),
        needs.unsaved_texts(user, now),
        boxes.due(now),
        boxes.own_stories(own, now),
        boxes.unseen_changes(recent, now),
    ]
    beside = [
        boxes.on_paper(user, now),
        boxes.pending_editions(now),
        boxes.developing_stories(now),
        needs.expiring_images(user, now),
        needs.shared(user, now),
    ]
    return {
        "first": [box for box in first if box.is_shown],
        "beside": [box for box in beside if box.is_shown],
    }


@require_safe
def find(request):
    """A page of what matches; a fragment of it while somebody types."""
    asked = request.GET.get("q", "").strip()[:200]
    is_fragment = "part" in request.GET
    groups = desk_search.find(
        asked, request.user, WHILE_TYPING if is_fragment else ON_PAGE
    )
    context = {"asked": asked, "groups": groups}
    if is_fragment:
        return render(request, "desk/dashboard/_found.html", context)
    title = _("Search")
    context |= admin.site.each_context(request) | {"title": title}
    return render(request, "desk/dashboard/find.html", context)
