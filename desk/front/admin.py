"""Arranging the front page: all its picks on one page, and a look at what comes."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
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
            return self.page(request, Arrangement.as_saved(request.now), may)
        if not may:
            raise PermissionDenied
        arranged = Arrangement.as_sent(request.POST, request.now)
        if "save" not in request.POST:
            arranged.act(request.POST)
        elif arranged.picks() is not None and self.keep(request, arranged):
            self.message_user(
                request, _("Saved. Readers see it now."), messages.SUCCESS
            )
            return HttpResponseRedirect(reverse(LIST))
        return self.page(request, arranged, may)

    @transaction.atomic
    def keep(self, request, arranged):
        """Save it and note it; or say who was quicker."""
        before = self.said_of(Pick.objects.all(), request.now)
        if not arranged.save(clearing="clear" in request.POST):
            words = _(
                "%(who)s saved the front page while you were arranging it. Yours is "
                "kept below, not saved yet: save again to put it in place of theirs."
            )
            arranged.conflict = words % {"who": who_saved(Pick())}
            return False
        after = self.said_of(Pick.objects.all(), request.now)
        if before != after:
            name = _("The front page")
            self.log(
                request, "change", Pick(), before={name: before}, after={name: after}
            )
        return True

    def said_of(self, picks, now):
        picks = list(picks)
        stories = frontstories.lines_by_key([pick.story_id for pick in picks], now)
        return in_words(picks, {key: story.title for key, story in stories.items()})

    def page(self, request, arranged, may):
        """The page of an `Arrangement`; each row comes with its story, whether or not
        that is live."""
        now, rows = request.now, arranged.forms()
        ended, theirs = arranged.ended(), arranged.lasting()
        picks = [*ended, *theirs]
        keys = [row.story_id for row in rows] + [pick.story_id for pick in picks]
        stories = frontstories.lines_by_key(keys, now)
        context = {
            "title": _("Arrange the front page"),
            "opts": self.opts,
            "arranged": arranged,
            "rows": [(row, *self.described(row, stories, now)) for row in rows],
            "full": len(rows) >= MOST,
            "ended": [(pick, stories[pick.story_id]) for pick in ended],
            "theirs": [stories[pick.story_id] for pick in theirs],
            "may": may,
            "zone": timezone.get_default_timezone_name(),
            **self.searched(request),
            **self.looked(request, arranged),
        }
        return TemplateResponse(
            request,
            "desk/front/front.html",
            self.admin_site.each_context(request) | context,
        )

    def described(self, row, stories, now):
        """A row's story, and what becomes of it."""
        story = stories[row.story_id]
        return story, story.said(row.made() if row.is_valid() else None, now)

    def searched(self, request):
        """What was sought, and what was found of it."""
        words = request.POST.get("q", "").strip()[:LONGEST]
        # Not called `asked`: that is what the desk's own search was asked for.
        is_sought = "find" in request.POST
        found = frontstories.search(words, request.now) if is_sought else []
        return {"is_sought": is_sought, "words": words, "found": found}

    def looked(self, request, arranged):
        """The front page of now or of a moment ahead, as these rows would have it."""
        typed = request.POST if request.method == "POST" else request.GET
        look = Look(typed if typed.get("at") else None)
        at = (look.is_valid() and look.cleaned_data["at"]) or None
        picks = arranged.picks()
        picks = arranged.lasting() if picks is None else picks
        front, _due = queries.front(at or request.now, picks)
        return {"look": look, "at": at, "front": front}

    def preview_page(self, request):
        """The page that readers will get at a moment, of what is saved."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        look = Look(request.GET if request.GET.get("at") else None)
        at = (look.is_valid() and look.cleaned_data["at"]) or request.now
        front, _due = queries.front(at, pictures=pictures)
        page = render(request, "paper/front/front.html", {"front": front})
        page["X-Robots-Tag"] = "noindex, nofollow"
        return page


def pictures(showings):
    """Pictures at the desk's own address: readers may not have met them yet."""
    found = all_pictures(showings)
    for image in found.values():
        image.get_absolute_url = partial(file_address, image)
    return found
