"""Handing over: who has a story now, what not to touch in it, and whom we asked."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stories.models.owned_rows import OfOne, OfOneQuerySet, lock, person


class HandoverQuerySet(OfOneQuerySet):
    PEOPLE = ("to", "by")

    def open(self):
        """Those that no later one has replaced: who has each story now."""
        return self.filter(ended_at=None)

    def held_by(self, person):
        """What this person has, taken or not."""
        return self.open().filter(to=person).order_by("due_at", "-at")

    def left_for(self, person):
        """What was left for this person and not taken yet, newest first."""
        return self.held_by(person).filter(taken_at=None).order_by("-at").named()

    def for_user(self, person):
        """The same as a list, if this person may still change it."""
        return self.left_for(person).within_reach_of(person)

    @transaction.atomic
    def hand_over(self, owner, *, to, by, note="", due_at=None, mark=None):
        """Give somebody a story or question, whoever has it now."""
        lock(owner)
        if again := self.made(owner, mark, by):
            return again
        now = timezone.now()
        self.of(owner).open().update(ended_at=now)
        said = {"to": to, "note": note.strip(), "due_at": due_at, "at": now}
        return self.make(owner, mark, by, **said)

    @transaction.atomic
    def take(self, owner, *, by):
        """Take what was left for oneself, or for somebody else, or for nobody."""
        lock(owner)
        now = timezone.now()
        held = self.of(owner).open().first()
        if held is None or held.to_id != by.pk:
            said = {"note": held.note, "due_at": held.due_at} if held else {}
            held = self.hand_over(owner, to=by, by=by, **said)
        if held.taken_at is None:
            held.taken_at = now
            held.save(update_fields=["taken_at"])
        return held

    @transaction.atomic
    def let_go(self, owner):
        """Say that nobody has it any more."""
        lock(owner)
        self.of(owner).open().update(ended_at=timezone.now())


class Handover(OfOne):
    """A story or question left to somebody; the one that is open says who has it."""

    to = person()
    by = person()
    note = models.TextField(_("note"), max_length=4000, blank=True)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta(OfOne.Meta):
        ordering = ["-at", "-pk"]
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            *OfOne.Meta.constraints,
            models.UniqueConstraint(
                fields=["story"], condition=Q(ended_at=None), name="one_has_a_story"
            ),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(ended_at=None),
                name="one_has_a_question",
            ),
        ]

    def __str__(self):
        return f"{self.owner}: {self.to}"


class LockNoteQuerySet(OfOneQuerySet):
    def open(self):
        return self.filter(lifted_at=None)


class LockNote(OfOne):
    """A word of warning on a block: it asks before anybody changes it."""

    uid = models.CharField(max_length=36, blank=True)
    field = models.CharField(max_length=80, blank=True)
    wording = models.TextField(
        blank=True, help_text=_("What the block said when the note was put on it.")
    )
    words = models.TextField(_("note"), max_length=1000)
    by = person()
    at = models.DateTimeField(default=timezone.now)
    lifted_by = person(null=True)
    lifted_at = models.DateTimeField(null=True)

    objects = LockNoteQuerySet.as_manager()

    class Meta(OfOne.Meta):
        ordering = ["at", "pk"]
        verbose_name = _("lock note")
        verbose_name_plural = _("lock notes")

    def __str__(self):
        return self.words

    def lift(self, *, by):
        """Take the note off; whoever took it off first did."""
        open_still = LockNote.objects.open().filter(pk=self.pk)
        open_still.update(lifted_by=by, lifted_at=timezone.now())


class Contact(OfOne):
    """Somebody whom we asked for a comment, and what came of it."""

    who = models.CharField(_("whom we asked"), max_length=300)
    how = models.CharField(
        _("how"),
        max_length=120,
        blank=True,
        help_text=_("For example: by phone, or the address that we wrote to."),
    )
    asked_at = models.DateTimeField(_("when"), default=timezone.now)
    deadline = models.DateTimeField(_("deadline that we gave"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    by = person()

    objects = OfOneQuerySet.as_manager()

    class Meta(OfOne.Meta):
        ordering = ["asked_at", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self):
        return self.who
