"""What readers have of a story or question, and what is ahead, for the editor's eye."""

from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.form.approvals import Verdicts
from desk.form.editor_comparison import EditorComparison
from desk.form.findings import CheckResults
from desk.form.status import Status
from paper.fediverse.actors import FRONT
from paper.fediverse.rows import RemoteFollow
from paper.models import Subscription
from stories.models import freezing
from stories.models.ledger import Standing


class State:
    """One owner's `standing`, and what differs from it: `changes`, `verdicts`,
    `checked`, and the `words` for it all."""

    def __init__(self, owner):
        self.owner, self.standing = owner, Standing(owner)

    @property
    def head(self):
        return self.standing.head

    @cached_property
    def changes(self):
        """What the draft says that readers haven't seen."""
        return self.against(self.head)

    @cached_property
    def verdicts(self):
        """What was asked and said about the draft's text."""
        return Verdicts(self.owner, self.head)

    @cached_property
    def followers(self):
        """How many follow it by mail; who they are nobody is told."""
        if not settings.FOLLOW_BY_MAIL:
            return 0
        rows = Subscription.objects.confirmed()
        return rows.of(self.owner.path_kind, [str(self.owner.pk)]).count()

    @cached_property
    def elsewhere(self):
        """How many in the fediverse are told of a story: again nobody says who."""
        if not settings.FEDIVERSE_NAME or self.owner.path_kind != "story":
            return 0
        return RemoteFollow.objects.filter(kind=FRONT).count()

    @property
    def is_new(self):
        """The draft isn't word for word what readers have."""
        live, head = self.standing.live, self.head
        return not (live and head and live.revision.digest == head.digest)

    def against(self, revision):
        """The changes from what readers have, or had last, to a revision."""
        had = self.standing.text and self.standing.text.revision
        if not had or not revision or had.pk == revision.pk:
            return []
        return EditorComparison(self.owner, had.content, revision.content)

    @property
    def waiting_changes(self):
        """What the waiting edition will change."""
        return self.against(self.standing.waiting and self.standing.waiting.revision)

    @cached_property
    def checked(self):
        """What the checks say of the draft's text."""
        document = self.head.original if self.head else freezing.freeze(self.owner)
        first, now = not self.standing.text, self.standing.now
        return CheckResults(self.owner, document, first=first, now=now)

    @property
    def findings(self):
        """What blocks publishing."""
        return self.checked.must if self.head else []

    @property
    def words(self):
        """The state line."""
        first, *ahead = (f"{phrase}." for phrase in Status(self.standing).phrases())
        said = [first, *self.unseen(), *ahead]
        if lacked := self.standing.lacked:
            line = _("It does not have what edition %(number)s changed.")
            said.append(line % {"number": lacked.number})
        return " ".join(said)

    def unseen(self):
        """How far the draft and what readers have are apart."""
        if self.standing.behind:
            number = self.standing.text.number
            line = _("Edition %(number)s has text that your draft does not.")
            yield line % {"number": number}
        elif self.standing.live and self.changes:
            count = self.changes.count
            yield ngettext(
                "Your draft has %(count)d change readers have not seen.",
                "Your draft has %(count)d changes readers have not seen.",
                count,
            ) % {"count": count}
