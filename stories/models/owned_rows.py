"""What the desk says about one story or question. It is in no document, and no page."""

import uuid

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.refusals import NotYoursError
from stories.models.record import exactly_one_owner

# Permissions that people have for a story or a question.
PERMISSION = "stories.{verb}_{kind}"


def may(person, verb, of):
    """Whether somebody may do this to a story or question; to some, of their model."""
    owner = None if isinstance(of, type) else of
    return person.has_perm(PERMISSION.format(verb=verb, kind=of.path_kind), owner)


def colleagues(verb, owner, besides=None):
    perm = PERMISSION.format(verb=verb, kind=owner.path_kind)
    staff = get_user_model().objects.with_perm(perm, obj=owner).filter(is_staff=True)
    found = staff.exclude(pk=besides.pk) if besides else staff
    return found.order_by("username")


def lock(owner):
    """Let nobody else change what belongs to the owner until the transaction ends."""
    rows = type(owner).objects.select_for_update(no_key=True)
    rows.values_list("pk").get(pk=owner.pk)


def person(**options):
    """A link to somebody at the desk, whose name stays beside what they said."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options
    )


class OfOneQuerySet(models.QuerySet):
    PEOPLE = ("by",)  # The links that a list names.
    AUTHOR = "by"

    def of(self, owner):
        return self.filter(**owner.as_owner)

    def named(self):
        """With all that a list says of each, in one query."""
        return self.select_related("story__desk", "question", *self.PEOPLE)

    def within_reach_of(self, person):
        """As a list: what belongs to stories and questions that they may change."""
        return [row for row in self.named() if may(person, "change", row.owner)]

    def make_once(self, owner, mark, by, **said):
        """The row that a form asks for; the same form sent twice makes one."""
        return self.made(owner, mark, by) or self.make(owner, mark, by, **said)

    def make(self, owner, mark, by, **said):
        said |= {self.AUTHOR: by, "mark": mark or uuid.uuid4()}
        return self.create(**owner.as_owner, **said)

    def made(self, owner, mark, by):
        """What the same form has made before, being sent twice."""
        found = self.filter(mark=mark).first() if mark else None
        author = found and getattr(found, self.AUTHOR)
        if found and (found.owner != owner or author != by):
            raise NotYoursError(who=author)
        return found


class OfOne(models.Model):
    story = models.ForeignKey(
        "stories.Story", on_delete=models.CASCADE, null=True, related_name="%(class)ss"
    )
    question = models.ForeignKey(
        "stories.Question",
        on_delete=models.CASCADE,
        null=True,
        related_name="%(class)ss",
    )
    mark = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("The mark of the form that made it: sent twice, it makes one."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_owner(), name="%(class)s_of_one_thing"
            )
        ]

    @property
    def owner(self):
        return self.story if self.story_id else self.question
