"""Arranging the front page: all its picks on one page, and a look at what comes."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.draft.preview import file_address
from desk.form.verb_fields import ComingField
from desk.front import stories as frontstories
from desk.front.forms import MOST, Arrangement, in_words
from desk.writing.pickers import LONGEST
from paper.front import queries
from paper.queries.image_rights import all_pictures
from people.audit import AuditedAdmin
from people.desk_view import respond
from people.models import AuditEvent
from people.shared_rows import who_saved
from stories.models import Pick

LIST = "admin:stories_pick_changelist"


class Look(forms.Form):
    """The moment at which to look."""

    at = ComingField(label=gettext_lazy("At"), required=False)


@admin.register(Pick)
class PickAdmin(AuditedAdmin, admin.ModelAdmin):
    """One page in the place of a list: an order is seen and saved as a whole."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        preview = self.admin_site.admin_view(self.preview_page)
        return [
            path("preview/", preview, name="stories_pick_preview"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A pick has no page of its own."""
        return HttpResponseRedirect(reverse(LIST))

    def changelist_view(self, request, extra_context=None):
        """GET shows the picks as saved. POST saves them, or moves, adds and removes
        rows without saving."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        may = self.has_change_permission(request)
        if request.method != "POST":
            return arranging_page(request, Arrangement.as_saved(request.now), may)
        if not may:
            raise PermissionDenied
        arranged = Arrangement.as_sent(request.POST, request.now)
        if "save" not in request.POST:
            arranged.act(request.POST)
        elif arranged.picks() is not None and keep(request, arranged):
            messages.success(request, _("Saved. Readers see it now."))
            return HttpResponseRedirect(reverse(LIST))
        return arranging_page(request, arranged, may)

    def preview_page(self, request):
        """The page that readers will get at a moment, of what is saved."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        _look, at = moment_asked(request.GET)
        front, _due = queries.front(at or request.now, pictures=pictures)
        page = render(request, "paper/front/front.html", {"front": front})
        page["X-Robots-Tag"] = "noindex, nofollow"
        return page


@transaction.atomic
def keep(request, arranged):
    """Save it and note it; or say who was quicker."""
    before = picks_in_words(request.now)
    if not arranged.save(clearing="clear" in request.POST):
        words = _(
            "%(who)s saved the front page while you were arranging it. Yours is "
            "kept below, not saved yet: save again to put it in place of theirs."
        )
        arranged.conflict = words % {"who": who_saved(Pick())}
        return False
    after = picks_in_words(request.now)
    if before != after:
        name = _("The front page")
        said = {"before": {name: before}, "after": {name: after}}
        AuditEvent.objects.record("change", request=request, of=Pick(), **said)
    return True


def picks_in_words(now):
    """What is saved, for the log."""
    picks = [*Pick.objects.all()]
    stories = frontstories.lines_by_key([pick.story_id for pick in picks], now)
    return in_words(picks, {key: story.title for key, story in stories.items()})


def arranging_page(request, arranged, may):
    """The page of an `Arrangement`; each row comes with its story, whether or not
    that is live."""
    now, rows = request.now, arranged.forms()
    ended, theirs = arranged.ended(), arranged.lasting()
    picks = [*ended, *theirs]
    keys = [row.story_id for row in rows] + [pick.story_id for pick in picks]
    stories = frontstories.lines_by_key(keys, now)
    words = request.POST.get("q", "").strip()[:LONGEST]
    # Not called `asked`: that is what the desk's own search was asked for.
    is_sought = "find" in request.POST
    context = {
        "title": _("Arrange the front page"),
        "opts": Pick._meta,
        "arranged": arranged,
        "rows": [described(row, stories[row.story_id], now) for row in rows],
        "full": len(rows) >= MOST,
        "ended": [(pick, stories[pick.story_id]) for pick in ended],
        "theirs": [stories[pick.story_id] for pick in theirs],
        "may": may,
        "zone": timezone.get_default_timezone_name(),
        "is_sought": is_sought,
        "words": words,
        "found": frontstories.search(words, now) if is_sought else [],
        **front_ahead(request, arranged),
    }
    return respond(request, "desk/front/front.html", **context)


def described(row, story, now):
    """A row, its story, and what becomes of it."""
    return row, story, story.said(row.made() if row.is_valid() else None, now)


def moment_asked(typed):
    """(the form that asks for a moment, the moment or None)."""
    look = Look(typed if typed.get("at") else None)
    return look, (look.is_valid() and look.cleaned_data["at"]) or None


def front_ahead(request, arranged):
    """The front page of now or of a moment ahead, as these rows would have it."""
    look, at = moment_asked(request.POST if request.method == "POST" else request.GET)
    picks = arranged.picks()
    picks = arranged.lasting() if picks is None else picks
    front, _due = queries.front(at or request.now, picks)
    return {"look": look, "at": at, "front": front}


def pictures(showings):
    """Pictures at the desk's own address: readers may not have met them yet."""
    found = all_pictures(showings)
    for image in found.values():
        image.get_absolute_url = partial(file_address, image)
    return found
