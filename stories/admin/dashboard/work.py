"""Stories and questions as the desk lists them: the draft, and what readers have."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stories.admin.state import when
from stories.models import Kind, Question, Revision, Showing, Story

# How far back the lists look that no index can answer.
RECENT = 50
# So many of their own saves tell what somebody works on.
SAVES = 200


@dataclass(frozen=True)
class Work:
    """A working copy beside what is, or will be, in print of it."""

    owner: object
    showings: tuple = ()  # What stands now and what waits, oldest first.

    def title(self):
        return str(self.owner)

    def address(self, page="change"):
        kind = self.owner.path_kind
        return reverse(f"admin:stories_{kind}_{page}", args=[self.owner.pk])

    def may(self, user, verb):
        """Whether somebody may do this to it: asked as the page itself asks."""
        return user.has_perm(f"stories.{verb}_{self.owner.path_kind}", self.owner)

    def standing(self, now):
        """The edition of this moment, be it a withdrawal."""
        due = [row for row in self.showings if row.live_from <= now]
        return due[-1] if due else None

    def live(self, now):
        row = self.standing(now)
        return row if row and row.kind != Kind.WITHDRAWAL else None

    def is_ahead(self, now):
        """Whether the draft says what readers of the live text haven't seen."""
        live = self.live(now)
        return bool(live and live.digest != self.owner.head_digest)

    def is_behind(self, now):
        """Whether readers have text, a correction, that the draft lacks."""
        live = self.live(now)
        return bool(live and self.owner.base_edition < live.number)

    def state(self, now):
        """What readers have of it, in a few words."""
        row, live = self.standing(now), self.live(now)
        if row is None:
            said = _("draft")
        elif live is None:
            said = _("withdrawn")
        else:
            said = _("live: edition %(number)s") % {"number": live.number}
        ahead = [item for item in self.showings if item.live_from > now]
        if ahead:
            at = when(ahead[-1].live_from, now)
            said = _("%(state)s, the next waits for %(at)s") % {"state": said, "at": at}
        elif self.is_ahead(now):
            said = _("%(state)s, changes not public") % {"state": said}
        saved = moment(self.owner.saved_at, now)
        return _("%(state)s · saved %(at)s") % {"state": said, "at": saved}


def moment(at, now):
    """A moment gone by, as short as it can be said."""
    local, today = timezone.localtime(at), timezone.localdate(now)
    if local.date() == today:
        return date_format(local, "H:i")
    if local.date() == today - dt.timedelta(days=1):
        return _("yesterday, %(time)s") % {"time": date_format(local, "H:i")}
    return date_format(
        local, "MONTH_DAY_FORMAT" if local.year == today.year else "DATE_FORMAT"
    )


def drafts(model):
    """Working copies, each with the digest of its newest save; newest first."""
    heads = Revision.objects.filter(**{model.path_kind: OuterRef("pk")}).heads()
    rows = model.objects.annotate(head_digest=Subquery(heads.values("digest")[:1]))
    return rows.order_by("-saved_at")


def saved_by(model, user):
    """Working copies that a person has saved at least once."""
    own = Revision.objects.filter(created_by=user).exclude(**{model.path_kind: None})
    saved = own.heads().values(model.path_kind)[:SAVES]
    return drafts(model).filter(pk__in=saved)


def worked_on(user, most):
    """This person's stories and questions, the one saved last first."""
    rows = [row for model in (Story, Question) for row in saved_by(model, user)[:most]]
    return with_showings(sorted(rows, key=saved, reverse=True)[:most])


def recent():
    """What anybody saved of late, the newest first."""
    rows = [row for model in (Story, Question) for row in drafts(model)[:RECENT]]
    return with_showings(sorted(rows, key=saved, reverse=True)[:RECENT])


def named(slugs_or_keys, model=Story):
    """The working copies with these keys."""
    return with_showings(list(drafts(model).filter(pk__in=slugs_or_keys)))


def with_showings(owners):
    """Two queries at most, however many owners."""
    keys = {Story: [], Question: []}
    for owner in owners:
        keys[type(owner)].append(owner.pk)
    found = {}
    for model, some in keys.items():
        column = f"{model.path_kind}_id"
        rows = Showing.objects.filter(
            **{f"{column}__in": some}, live_until__gt=timezone.now()
        )
        for row in rows.order_by("live_from") if some else ():
            found.setdefault(getattr(row, column), []).append(row)
    return [Work(owner, tuple(found.get(owner.pk, ()))) for owner in owners]


def saved(owner):
    return owner.saved_at
