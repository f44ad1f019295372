"""What readers have of a story or question, and what is ahead, for the editor's eye."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.form.approvals import Verdicts
from desk.form.editor_comparison import EditorComparison
from desk.form.findings import CheckResults
from desk.form.status import EditionSummary, Status
from stories.models import freezing
from stories.models.ledger import Ledger


class State(Ledger):
    """The ledger as it stands, read without its lock: nothing is written here."""

    def __init__(self, owner):
        self.owner = owner
        self.now = timezone.now()
        newest = owner.editions.select_related("revision", "published_by")
        self.editions = [*newest.order_by("-number")[:5]][::-1]

    @cached_property
    def head(self):
        return self.owner.revisions.heads().select_related("created_by").first()

    @cached_property
    def changes(self):
        """What the draft says that readers haven't seen."""
        return self.against(self.head)

    @cached_property
    def verdicts(self):
        """What was asked and said about the draft's text."""
        return Verdicts(self.owner, self.head)

    @property
    def is_new(self):
        """The draft isn't word for word what readers have."""
        live, head = self.live, self.head
        return not (live and head and live.revision.digest == head.digest)

    def against(self, revision):
        """The changes from what readers have, or had last, to a revision."""
        had = self.text and self.text.revision
        if not had or not revision or had.pk == revision.pk:
            return []
        return EditorComparison(self.owner, had.content, revision.content)

    @property
    def behind(self):
        """Readers have text that the draft lacks."""
        return bool(self.text and self.owner.base_edition < self.text.number)

    @property
    def next_number(self):
        """The number of an edition that would go out now."""
        return self.newest.number + 1 if self.newest else 1

    @property
    def newest_first(self):
        return self.editions[::-1]

    @cached_property
    def waiting_text(self):
        return self.waiting()

    @cached_property
    def lacked(self):
        """The edition out whose text the waiting one doesn't have."""
        return self.waiting_text and self.lacks(self.waiting_text)

    @property
    def waiting_changes(self):
        """What the waiting edition will change."""
        return self.against(self.waiting_text and self.waiting_text.revision)

    @cached_property
    def waiting_withdrawal(self):
        return self.waiting(withdrawal=True)

    @cached_property
    def checked(self):
        """What the checks say of the draft's text."""
        document = self.head.original if self.head else freezing.freeze(self.owner)
        return CheckResults(self.owner, document, first=not self.text, now=self.now)

    @property
    def findings(self):
        """What blocks publishing."""
        return self.checked.must if self.head else []

    @property
    def words(self):
        """The state line."""
        return " ".join(map(str, self.sentences()))

    @property
    def status(self):
        newest, text, takedown = map(
            EditionSummary.of_edition,
            (self.newest, self.waiting_text, self.waiting_withdrawal),
        )
        return Status(self.now, newest, text, takedown)

    def sentences(self):
        said = [f"{phrase}." for phrase in self.status.phrases()]
        yield said[0]
        yield from self.unseen()
        yield from said[1:]
        if self.lacked:
            line = _("It does not have what edition %(number)s changed.")
            yield line % {"number": self.lacked.number}

    def unseen(self):
        """How far the draft and what readers have are apart."""
        if self.behind:
            number = self.text.number
            line = _("Edition %(number)s has text that your draft does not.")
            yield line % {"number": number}
        elif self.live and self.changes:
            count = self.changes.count
            yield ngettext(
                "Your draft has %(count)d change readers have not seen.",
                "Your draft has %(count)d changes readers have not seen.",
                count,
            ) % {"count": count}
