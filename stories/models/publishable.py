"""The verbs by which readers get a text of a story or a question.

Each is one transaction that begins with the lock (`Ledger`), makes its demands, and
only then writes. A verb that is refused changes nothing.
"""

from django.db import transaction

from explainer.document import canonical, digest
from stories.models import demands
from stories.models.corrections import Correctable
from stories.models.ledger import Ledger
from stories.models.record import Kind
from stories.models.verb_refusals import (
    LiveAlreadyError,
    NothingWaitingError,
    NotLiveError,
)


class Publishable(Correctable):
    class Meta:
        abstract = True

    @transaction.atomic
    def publish(
        self,
        *,
        revision,
        by=None,
        kind="",
        note="",
        at=None,
        dated=None,
        replace=False,
        alone="",
        desk_rules=True,
    ):
        """Give readers a revision, now or at a later moment; returns the edition.

        `dated` is a moment in the past, for imports that tell of it; `replace` gives
        up the pending edition. `alone` says why nobody else has approved the text
        where the desk wants that. With `desk_rules` off nothing of the desk's own is
        asked, neither its checks nor a second person: imports do.
        """
        ledger = Ledger(self)
        demands.head(self, revision)
        demands.level(self, ledger)
        demands.news(ledger, revision)
        kind = demands.kind(ledger, kind, note)
        at = ledger.demand_time(at, dated)
        if not replace:
            ledger.demand_nothing_waiting()
        (demands.of_record if dated else demands.sound)(revision.original)
        demands.free_of_embargo(self, revision.content, at)
        if desk_rules:
            demands.fit(self, ledger, revision.original, at)
            self.demand_second(revision, by, alone)
        edition = self.give_out(ledger, kind, revision, note, at, by)
        self.settle_reviews(revision, by, alone)
        return edition

    def give_out(self, ledger, kind, revision, note, at, by):
        """Append a text, in the place of one that was waiting."""
        if at > ledger.now:
            revision = ledger.abreast(revision)
        pulled = ledger.pull_waiting()
        edition = ledger.append(kind, revision, note, at, by)
        ledger.put_back([item for item in pulled if not item.revision_id])
        ledger.free_paths(pulled)
        self.set_base(edition.number)
        return edition

    @transaction.atomic
    def reschedule(self, *, at=None, why=""):
        """Move the pending edition to another time, or let it out now.

        `why` is the reason for which it may, if it lacks what readers have.
        """
        ledger = Ledger(self)
        waiting = demands.pending_edition(ledger)
        demands.reason(ledger, waiting, why)
        takedown = ledger.waiting(withdrawal=True)
        at = ledger.demand_time(at, None)
        demands.free_of_embargo(self, waiting.revision.content, at)
        ledger.pull_waiting()
        edition = ledger.append(
            waiting.kind, waiting.revision, waiting.note, at, waiting.published_by
        )
        ledger.put_back(filter(None, [takedown]))
        return edition

    @transaction.atomic
    def cancel(self):
        """Take back the pending edition: no reader has met it."""
        ledger = Ledger(self)
        demands.pending_edition(ledger)
        takedown = ledger.waiting(withdrawal=True)
        pulled = ledger.pull_waiting()
        # What was never public can't be taken down.
        ledger.put_back(filter(None, [takedown if ledger.live else None]))
        ledger.free_paths(pulled)
        self.fall_back(ledger)

    @transaction.atomic
    def cancel_withdrawal(self):
        """Take back the pending take-down."""
        ledger = Ledger(self)
        if not ledger.pull(ledger.waiting(withdrawal=True)):
            raise NothingWaitingError

    @transaction.atomic
    def withdraw(self, *, note, by=None, at=None, dated=None):
        """Take the page down, now or at a later moment: readers get the note.

        `dated` is a moment in the past, for what tells of the past.
        """
        ledger = Ledger(self)
        demands.note(note)
        if at is None:
            ledger.demand_live()
            ledger.free_paths(ledger.pull_waiting())
            self.fall_back(ledger)
            at = ledger.demand_time(None, dated)
            return ledger.append(Kind.WITHDRAWAL, None, note, at, by)
        waiting = ledger.waiting() or ledger.demand_live()
        ledger.pull(ledger.waiting(withdrawal=True))
        at = ledger.demand_time(at, None)
        if at <= waiting.published_at:
            ledger.demand_nothing_waiting()
        return ledger.append(Kind.WITHDRAWAL, None, note, at, by)

    @transaction.atomic
    def hold(self, *, note, until, by=None, replace=False):
        """Take the page down for a while: it comes back by itself, as it was.

        `replace` gives up the text that is waiting.
        """
        ledger = Ledger(self)
        ledger.demand_time(until, None)
        if not replace:
            ledger.demand_nothing_waiting()
        takedown = ledger.waiting(withdrawal=True)
        edition = self.withdraw(note=note, by=by)
        self.reinstate(note=note, by=by, at=until)
        if takedown:
            by, at = takedown.published_by, takedown.published_at
            self.withdraw(note=takedown.note, by=by, at=at)
        return edition

    @transaction.atomic
    def reinstate(self, *, note, by=None, at=None, replace=False):
        """Bring a withdrawn page back as it was, now or at a later moment.

        `replace` gives up the text that is waiting.
        """
        ledger = Ledger(self)
        demands.note(note)
        if ledger.live:
            raise LiveAlreadyError
        text = ledger.text
        if text is None:
            raise NotLiveError
        at = ledger.demand_time(at, None)
        if not replace:
            demands.nothing_else_waiting(ledger, text)
        demands.free_of_embargo(self, text.revision.content, at)
        takedown = ledger.waiting(withdrawal=True)
        pulled = ledger.pull_waiting()
        edition = ledger.append(Kind.REINSTATEMENT, text.revision, note, at, by)
        ledger.put_back(filter(None, [takedown]))
        ledger.free_paths(pulled)
        if self.base_edition >= text.number:
            self.set_base(edition.number)
        return edition

    @transaction.atomic
    def check_again(self, *, by=None, note=""):
        """Say that the live text was read again and stands: "last checked"."""
        ledger = Ledger(self)
        live = ledger.demand_live()
        pulled = ledger.pull_waiting()
        edition = ledger.append(Kind.CHECKED, live.revision, note, ledger.now, by)
        ledger.put_back(pulled)
        self.keep_up(ledger, live, edition, pulled)
        return edition

    @transaction.atomic
    def backdate(self, *, kind, dated, document=None, note=""):
        """Append an edition of the past, as an archive tells of it; returns it.

        `dated` lies after the last edition; without a `document` it is a withdrawal.
        """
        ledger = Ledger(self)
        ledger.demand_nothing_waiting()
        at = ledger.demand_time(None, dated)
        demands.past(ledger, kind, note, document)
        revision = document and self.revision_of(ledger, document)
        edition = ledger.append(kind, revision, note, at, None)
        self.set_base(edition.number)
        return edition

    def revision_of(self, ledger, document):
        """The revision that has this text, made if there is none."""
        demands.of_record(document)
        text = canonical(document)
        same = self.revisions.filter(digest=digest(text)).order_by("-pk").first()
        return same or ledger.record(text, self.base_edition, None)
