"""What a list of drafts can be narrowed to. Filters are combined; each is a link."""

import datetime as dt

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.models import Handover
from explainer.languages import language_name
from stories.models import Edition, Kind, Review, Showing, Story


def owners(rows, kind):
    """The keys of the stories, or questions, that rows are about."""
    return rows.filter(**{f"{kind}__isnull": False}).values(kind)


class DraftFilter(admin.SimpleListFilter):
    """A filter that knows who asks, and whether of stories or of questions."""

    def __init__(self, request, params, model, model_admin):
        self.user, self.kind = request.user, model.path_kind
        super().__init__(request, params, model, model_admin)


class ChoiceFilter(DraftFilter):
    """Choices that each have a method of their own: `by_NAME(rows, now)`."""

    CHOICES = {}

    def lookups(self, request, model_admin):
        return self.CHOICES.items()

    def queryset(self, request, queryset):
        if self.value() not in self.CHOICES:
            return queryset
        return getattr(self, f"by_{self.value()}")(queryset, timezone.now())


class StateFilter(ChoiceFilter):
    title = _("state")
    parameter_name = "state"
    CHOICES = {
        "new": _("Not published"),
        "scheduled": _("Scheduled"),
        "live": _("Live"),
        "waiting": _("An edition is waiting"),
        "held": _("Held"),
        "withdrawn": _("Withdrawn"),
    }

    def showing(self, now):
        """The row of what counts at this moment."""
        own = Showing.objects.filter(**{f"{self.kind}_id": OuterRef("pk")})
        return own.filter(live_from__lte=now, live_until__gt=now)

    def ahead(self, now):
        """The keys of those of which a text waits."""
        rows = Edition.objects.pending(now).exclude(kind=Kind.WITHDRAWAL)
        return owners(rows, self.kind)

    def held(self, now):
        """It is down, and what waits has the same note: that of a hold."""
        own = {self.kind: OuterRef(f"{self.kind}_id"), "note": OuterRef("note")}
        back = Edition.objects.pending(now).filter(**own, revision__isnull=False)
        down = self.showing(now).filter(kind=Kind.WITHDRAWAL)
        return Exists(down.filter(Exists(back)))

    def by_new(self, rows, now):
        return rows.filter(editions=None)

    def by_scheduled(self, rows, now):
        return rows.filter(~Exists(self.showing(now)), pk__in=self.ahead(now))

    def by_live(self, rows, now):
        return rows.filter(Exists(self.showing(now).exclude(kind=Kind.WITHDRAWAL)))

    def by_waiting(self, rows, now):
        ahead = rows.filter(Exists(self.showing(now)), pk__in=self.ahead(now))
        return ahead.exclude(self.held(now))

    def down(self, rows, now):
        return rows.filter(Exists(self.showing(now).filter(kind=Kind.WITHDRAWAL)))

    def by_held(self, rows, now):
        return rows.filter(self.held(now), pk__in=self.ahead(now))

    def by_withdrawn(self, rows, now):
        return self.down(rows.exclude(self.held(now)), now)


class HolderFilter(DraftFilter):
    title = _("with")
    parameter_name = "with"

    def lookups(self, request, model_admin):
        yield "me", _("Me")
        held = owners(Handover.objects.open(), self.kind)
        held = Handover.objects.open().filter(**{f"{self.kind}__in": held})
        others = get_user_model().objects.filter(pk__in=held.values("to"))
        for person in others.exclude(pk=self.user.pk).order_by("username"):
            yield person.get_username(), person
        yield "-", _("Nobody")

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        held = Handover.objects.open()
        if self.value() == "-":
            return queryset.exclude(pk__in=owners(held, self.kind))
        mine = self.value() == "me"
        to = {"to": self.user} if mine else {"to__username": self.value()}
        return queryset.filter(pk__in=owners(held.filter(**to), self.kind))


class DueFilter(ChoiceFilter):
    title = _("due")
    parameter_name = "due"
    CHOICES = {
        "late": _("Overdue"),
        "today": _("Today"),
        "week": _("Within seven days"),
        "some": _("Has a date"),
    }

    def within(self, rows, **times):
        held = Handover.objects.open().filter(due_at__isnull=False, **times)
        return rows.filter(pk__in=owners(held, self.kind))

    def by_late(self, rows, now):
        return self.within(rows, due_at__lte=now)

    def by_today(self, rows, now):
        day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.within(rows, due_at__gte=day, due_at__lt=day + dt.timedelta(days=1))

    def by_week(self, rows, now):
        week = now + dt.timedelta(days=7)
        return self.within(rows, due_at__gt=now, due_at__lt=week)

    def by_some(self, rows, now):
        return self.within(rows)


class ReviewFilter(ChoiceFilter):
    title = _("review")
    parameter_name = "review"
    CHOICES = {
        "mine": _("For me to read"),
        "asked": _("In review"),
        "none": _("Nobody was asked"),
    }

    def asked(self, **whom):
        return owners(Review.objects.asked().filter(**whom), f"revision__{self.kind}")

    def by_mine(self, rows, now):
        return rows.filter(pk__in=self.asked(reviewer=self.user))

    def by_asked(self, rows, now):
        return rows.filter(pk__in=self.asked())

    def by_none(self, rows, now):
        return rows.exclude(pk__in=self.asked())


class LanguageFilter(admin.SimpleListFilter):
    """The languages that stories are in, each found from the one before it."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        known, last = Story.objects.order_by("language"), ""
        while found := known.filter(language__gt=last).first():
            last = found.language
            yield last, language_name(last)

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset
