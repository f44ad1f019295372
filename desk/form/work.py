"""Stories and questions as the desk lists them: the draft, and what readers have."""

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.form.status import Status
from people.compiled_query import KEY, MOMENT, NUMBER, Many, compile_once
from stories.models import Edition, Kind, Question, Review, Revision, Story
from stories.models.ledger import Standing

# How far back the lists look that no index can answer.
RECENT = 50
AMENDING = (Kind.CORRECTION, Kind.CLARIFICATION)
# So many of their own saves tell what somebody works on.
SAVES = 200


@dataclass(frozen=True)
class Work:
    """A working copy beside what is, or will be, in print of it."""

    owner: object
    editions: tuple = ()  # What readers have now and what waits, oldest first.
    asked: object = None  # The review that nobody has answered.

    def title(self):
        return str(self.owner)

    def address(self, page="change"):
        kind = self.owner.path_kind
        return reverse(f"admin:stories_{kind}_{page}", args=[self.owner.pk])

    def may(self, user, verb):
        """Whether somebody may do this to it: asked as the page itself asks."""
        return user.has_perm(f"stories.{verb}_{self.owner.path_kind}", self.owner)

    def standing(self, now):
        return Standing(self.owner, self.editions, now)

    def status(self, now):
        """What readers have of it, and what waits."""
        return Status(self.standing(now), self.asked)

    def live(self, now):
        """The list row of what readers are reading, or None."""
        live = self.standing(now).live
        return live and live.showing

    def is_ahead(self, now):
        """Whether the draft says what readers of the live text haven't seen."""
        live = self.live(now)
        return bool(live and live.digest != self.owner.head_digest)

    def is_unscheduled(self, now):
        """Whether the draft says what readers neither have nor will get by itself."""
        waiting = self.standing(now).waiting
        waits = waiting and waiting.showing.digest == self.owner.head_digest
        return self.is_ahead(now) and not waits

    def is_behind(self, now):
        """Whether readers have text, a correction, that the draft lacks."""
        return self.standing(now).behind

    def lack(self, now):
        """What the draft lacks: a correction, or whatever else readers have."""
        if self.live(now).kind in AMENDING:
            return _("A correction is not in the draft yet")
        return _("Readers have new text that the draft does not")

    def state(self, now):
        """What readers have of it, in a few words, and when it was saved."""
        said = [self.status(now).words]
        if self.is_unscheduled(now):
            said.append(_("changes not public"))
        at = {"at": moment(self.owner.saved_at, now)}
        return " · ".join([*said, _("saved %(at)s") % at])


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


@compile_once()
def newest(model, most):
    return drafts(model)[:most]


@compile_once(user=NUMBER)
def saved_by(model, saves, most, user):
    """Working copies that are among what a person saved last."""
    own = Revision.objects.filter(created_by=user).exclude(**{model.path_kind: None})
    saved = own.heads().values(model.path_kind)[:saves]
    return drafts(model).filter(pk__in=saved)[:most]


@compile_once(keys=Many(KEY))
def with_keys(model, keys):
    return drafts(model).filter(pk__among=keys)


@compile_once(keys=Many(KEY), now=MOMENT)
def editions_in_force(model, keys, now):
    """What readers have of these and what waits, oldest first."""
    owner = {f"{model.path_kind}__among": keys}
    rows = Edition.objects.filter(**owner, showing__live_until__gt=now)
    return rows.select_related("showing").order_by("number")


@compile_once(keys=Many(KEY))
def reviews_asked(model, keys):
    owner = {f"revision__{model.path_kind}__among": keys}
    return Review.objects.asked().filter(**owner).named()


def worked_on(user, most):
    """This person's stories and questions, the one saved last first."""
    kinds = (Story, Question)
    rows = [row for kind in kinds for row in saved_by(kind, SAVES, most, user=user.pk)]
    return newest_first(rows)[:most]


def recent():
    """What anybody saved of late, the newest first."""
    return newest_first([*newest(Story, RECENT), *newest(Question, RECENT)])[:RECENT]


def newest_first(owners):
    return sorted(owners, key=attrgetter("saved_at"), reverse=True)


def works(*lists):
    """Lists of drafts, each beside what is in print of it: asked once for all."""
    drafts = {owner.pk: owner for owners in lists for owner in owners}
    found = {one.owner.pk: one for one in with_editions([*drafts.values()])}
    return [[found[owner.pk] for owner in owners] for owners in lists]


def by_keys(keys, model=Story):
    """The working copies with these keys."""
    return with_editions(with_keys(model, keys=[*keys])) if keys else []


def with_editions(owners):
    """Four queries at most, however many owners."""
    editions, asked = {}, {}
    for model in (Story, Question):
        keys = [owner.pk for owner in owners if isinstance(owner, model)]
        if not keys:
            continue
        column = f"{model.path_kind}_id"
        for row in editions_in_force(model, keys=keys, now=timezone.now()):
            editions.setdefault(getattr(row, column), []).append(row)
        asked |= {one.owner.pk: one for one in reviews_asked(model, keys=keys)}
    return [
        Work(owner, tuple(editions.get(owner.pk, ())), asked.get(owner.pk))
        for owner in owners
    ]
