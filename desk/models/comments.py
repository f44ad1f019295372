"""Comments: threads about a story, a question, or a few words of one."""

import datetime as dt
import re

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.models.handover import Handover
from desk.models.share_links import ShareLink
from people.refusals import GoneError, NotYoursError, RefusedError
from stories.models.owned_rows import OfOne, OfOneQuerySet, lock, may, person
from stories.models.record import Revision

# So long its writer may still change what a comment says.
EDITABLE = dt.timedelta(minutes=15)
# What outsiders may say through one link: in all, and in an hour.
MOST_OF_GUESTS, MOST_IN_AN_HOUR = 200, 30
CALLED = re.compile(r"(?<![\w@.+-])@([\w@.+-]*\w)")
MOST_CALLED = 20


class AnsweredError(RefusedError):
    message = _("Somebody has replied: a comment with replies stays.")


class TooOldError(RefusedError):
    message = _("This was said too long ago to change it. Reply to it instead.")


class TooMuchError(RefusedError):
    message = _("That is more than can be taken just now. Try again in an hour.")


def names_called(body):
    """The names that a text calls with @, in its order, each once."""
    names = dict.fromkeys(name.casefold() for name in CALLED.findall(body))
    return [*names][:MOST_CALLED]


def people_called(body, owner):
    """Those whom a text calls and who may open what it is about."""
    asked = Q(pk=None)
    for name in names_called(body):
        asked |= Q(username__iexact=name)
    staff = get_user_model().objects.filter(asked, is_active=True, is_staff=True)
    return [one for one in staff if may(one, "change", owner)]


class CommentQuerySet(OfOneQuerySet):
    PEOPLE = ("written_by", "resolved_by", "link")
    AUTHOR = "written_by"

    def threads(self):
        """First comments; the replies follow them."""
        return self.filter(parent=None)

    def open(self):
        return self.filter(resolved_at=None)

    def open_for(self, person):
        """Unresolved threads on what this person, by its key, wrote, has, was called
        to, or showed to whoever began it."""
        wrote = Revision.objects.filter(created_by=person)
        has = Handover.objects.held_by(person).order_by()
        called = Comment.objects.filter(mentions=person)
        theirs = Q(link__by=person)
        theirs |= Q(pk__in=called.values("pk")) | Q(pk__in=called.values("parent"))
        for kind in ("story", "question"):
            for rows in (wrote, has):
                theirs |= Q(Exists(rows.filter(**{kind: OuterRef(kind)})))
        return self.threads().open().filter(theirs).order_by("-written_at")

    def between(self, link):
        """What was said through a link, and what the desk answered to who said it."""
        for_guest = Q(is_for_guest=True, parent__link=link)
        return self.filter(Q(link=link) | for_guest)

    @transaction.atomic
    def say(self, link, *, guest, body, mark=None, parent=None, **anchor):
        """What somebody says who was given a link: calls nobody, and has its bounds."""
        lock(link.owner)
        again = self.filter(mark=mark).first() if mark else None
        if again and again.link_id != link.pk:
            raise GoneError
        if again:
            return again
        hour = timezone.now() - dt.timedelta(hours=1)
        said = self.filter(link=link)
        recent = said.filter(written_at__gt=hour).count()
        if recent >= MOST_IN_AN_HOUR or said.count() >= MOST_OF_GUESTS:
            raise TooMuchError
        if parent:
            parent = said.threads().filter(pk=parent).first()
            if parent is None:
                raise GoneError
            parent.reopen()
        said = {"body": body, "guest": guest, "link": link, "parent": parent}
        return self.make(link.owner, mark, None, **said | anchor)

    @transaction.atomic
    def write(self, owner, *, by, body, parent=None, mark=None, **anchor):
        """Begin a thread, or reply to one; a reply opens it again."""
        lock(owner)
        if again := self.made(owner, mark, by):
            return again
        if parent:
            parent = self.threads().of(owner).filter(pk=parent.pk).first()
            if parent is None:
                raise GoneError
            parent.reopen()
        comment = self.make(owner, mark, by, body=body, parent=parent, **anchor)
        comment.mentions.set(people_called(body, owner))
        return comment


class Comment(OfOne):
    uid = models.CharField(max_length=36, blank=True)
    field = models.CharField(max_length=80, blank=True)
    quote = models.TextField(_("the words it is about"), max_length=1000, blank=True)
    body = models.TextField(_("comment"), max_length=4000)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="replies"
    )
    written_by = person(null=True)
    # An outsider has a name, and as long as it is remembered the link of their own.
    guest = models.CharField(max_length=100, blank=True)
    link = models.ForeignKey(
        ShareLink, on_delete=models.SET_NULL, null=True, related_name="comments"
    )
    is_for_guest = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    resolved_by = person(null=True)
    resolved_at = models.DateTimeField(null=True)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta(OfOne.Meta):
        ordering = ["written_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            *OfOne.Meta.constraints,
            models.CheckConstraint(
                condition=Q(written_by=None) & ~Q(guest="")
                | Q(written_by__isnull=False, link=None),
                name="comment_of_somebody",
            ),
        ]

    def __str__(self):
        return self.body[:60]

    @property
    def is_from_outside(self):
        return self.written_by_id is None

    @property
    def who(self):
        """The name of whoever said it."""
        return self.written_by or self.guest

    def is_editable_by(self, person):
        is_own = person.pk == self.written_by_id
        return is_own and timezone.now() < self.written_at + EDITABLE

    @transaction.atomic
    def edit(self, body, *, by):
        """Say it otherwise, as long as few can have read it."""
        if by.pk != self.written_by_id:
            raise NotYoursError(who=self.who)
        if body == self.body:
            return
        if not self.is_editable_by(by):
            raise TooOldError
        self.body, self.edited_at = body, timezone.now()
        self.save(update_fields=["body", "edited_at"])
        self.mentions.set(people_called(body, self.owner))

    def resolve(self, *, by):
        """Say that it is dealt with; whoever said so first did."""
        open_still = Comment.objects.open().filter(pk=self.pk)
        open_still.update(resolved_by=by, resolved_at=timezone.now())

    def reopen(self):
        Comment.objects.filter(pk=self.pk).update(resolved_by=None, resolved_at=None)

    @transaction.atomic
    def take_back(self, *, by):
        """Delete one's own comment, unless somebody has replied."""
        lock(self.owner)
        if by.pk != self.written_by_id:
            raise NotYoursError(who=self.who)
        if self.replies.exists():
            raise AnsweredError
        self.delete()
