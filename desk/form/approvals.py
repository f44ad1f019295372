"""What was asked and said about the text of a draft, for the editor's eye."""

from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from explainer.days import format_moment
from people.compiled_query import KEY, compile_once
from stories.models import Review, Verdict


@compile_once(owner=KEY)
def reviews_of(kind, owner):
    return Review.objects.filter(**{f"revision__{kind}": owner}).named()


class Verdicts:
    """The reviews of one story or question, beside its newest text."""

    def __init__(self, owner, head):
        self.owner, self.head = owner, head

    @cached_property
    def all(self):
        """Newest first."""
        return reviews_of(self.owner.path_kind, owner=self.owner.pk)

    @cached_property
    def needs_two(self):
        return self.owner.reviews.needs_two

    @cached_property
    def request(self):
        """What somebody asked for and nobody has given."""
        asked = [item for item in self.all if item.verdict == Verdict.ASKED]
        return asked[0] if asked else None

    @cached_property
    def approvals(self):
        """Newest first; where two people are wanted, those of a second one.

        As in `ReviewQuerySet.in_force`, one ends when the same words are sent back.
        """
        back = [item for item in self.all if item.verdict == Verdict.SENT_BACK]
        found = [
            item
            for item in self.all
            if item.verdict == Verdict.APPROVED
            and not any(ends(other, item) for other in back)
        ]
        if self.needs_two:
            found = [item for item in found if item.second]
        return sorted(found, key=lambda item: item.decided_at, reverse=True)

    @cached_property
    def approval(self):
        """The approval that the newest text has."""
        same = [item for item in self.approvals if self.is_head(item)]
        return same[0] if same else None

    @property
    def approved_before(self):
        """The text that was approved last, if it isn't the newest."""
        found = [] if self.approval else self.approvals
        return found[0] if found else None

    @property
    def sent_back(self):
        """The newest verdict, while nothing was asked or approved since."""
        newest = self.all[0] if self.all else None
        is_newest = newest and newest.verdict == Verdict.SENT_BACK
        return newest if is_newest else None

    @property
    def unread(self):
        """What went out alone and nobody else has read, newest first."""
        after = [item for item in self.all if item.verdict == Verdict.AFTER]
        return [item for item in after if not item.decided_at]

    @property
    def has_changed(self):
        """The newest text isn't the one that a review was asked for."""
        return bool(self.request and not self.is_head(self.request))

    @property
    def is_alone(self):
        """Two people are wanted, and no second one has approved the newest text."""
        is_new = self.head and not self.head.recorded
        return bool(is_new and self.needs_two and not self.approval)

    def is_head(self, review):
        return bool(self.head and review.revision.digest == self.head.digest)

    @property
    def present(self):
        """The review that counts now, if there is one."""
        return self.request or self.approval or self.sent_back

    @property
    def past(self):
        return [item for item in self.all if item != self.present]

    @property
    def words(self):
        """How far the review has come, in a line; empty if there was none."""
        if found := self.present:
            changed = _("The text has changed since.") if self.has_changed else ""
            return f"{in_words(found)} {changed}".strip()
        if (found := self.approved_before) and not found.revision.recorded:
            words = _("%(who)s approved an earlier text, %(at)s. It has changed since.")
            return words % {"who": found.decided_by, "at": clock(found.decided_at)}
        return _("Nobody has approved this text.") if self.is_alone else ""


def ends(back, approval):
    """Whether the text that was approved was sent back later, word for word."""
    same = back.revision.digest == approval.revision.digest
    return same and back.decided_at > approval.decided_at


DECIDED = {
    Verdict.APPROVED: gettext_lazy("Approved by %(who)s, %(at)s."),
    Verdict.SENT_BACK: gettext_lazy("Sent back by %(who)s, %(at)s."),
    Verdict.WITHDRAWN: gettext_lazy("%(who)s withdrew the request, %(at)s."),
    Verdict.OVERTAKEN: gettext_lazy("Published by %(who)s before an answer, %(at)s."),
    Verdict.AFTER: gettext_lazy(
        "%(asker)s published it without review; %(who)s read it after, %(at)s."
    ),
}
OPEN = {
    Verdict.ASKED: gettext_lazy("%(asker)s asked for a review, %(asked)s."),
    Verdict.AFTER: gettext_lazy(
        "%(asker)s published it without review, %(asked)s. Nobody else has read it yet."
    ),
}


def in_words(review):
    """What came of a review, in a sentence."""
    at = review.decided_at
    said = {"asker": review.asked_by, "asked": clock(review.asked_at)}
    said |= {"who": review.decided_by or _("an import"), "at": clock(at) if at else ""}
    if review.verdict == Verdict.ASKED and review.reviewer:
        said["whom"] = review.reviewer
        return _("%(asker)s asked %(whom)s to review this, %(asked)s.") % said
    words = str((DECIDED if at else OPEN)[review.verdict]) % said
    if review.carried_from_id:
        return _("%(words)s It held when a correction was made.") % {"words": words}
    return words


def clock(at):
    """A moment behind us as one says it: the time alone if it was today."""
    at = timezone.localtime(at)
    is_today = at.date() == timezone.localdate()
    return date_format(at, "H:i") if is_today else format_moment(at)
