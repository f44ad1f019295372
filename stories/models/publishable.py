"""The verbs by which readers get a text of a story or a question.

Each is one transaction that begins with the lock (`Ledger`), makes its demands, and
only then writes. A verb that is refused changes nothing.
"""

from django.db import transaction

from explainer import merge
from explainer.document import canonical
from stories.models import demands, freezing
from stories.models.corrections import (
    UNANSWERED,
    CorrectionOutcome,
    mend_waiting,
    put_back_mended,
)
from stories.models.draft import WorkingCopy
from stories.models.ledger import Ledger, last, record_text
from stories.models.record import Kind
from stories.models.verb_refusals import (
    LiveAlreadyError,
    NothingWaitingError,
    NotLiveError,
)


class Publishable(WorkingCopy):
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
        ledger=None,
    ):
        """Give readers a revision, now or at a later moment; returns the edition.

        `dated` is a moment in the past, for imports that tell of it; `replace` gives
        up the pending edition. `alone` says why nobody else has approved the text
        where the desk wants that. With `desk_rules` off nothing of the desk's own is
        asked, neither its checks nor a second person: imports do. `ledger` comes from
        who has the lock.
        """
        ledger = ledger or Ledger(self)
        demands.head(ledger, revision)
        demands.level(ledger)
        demands.news(ledger, revision)
        kind = demands.kind(ledger, kind, note)
        at = demands.time(ledger, at, dated)
        if not replace:
            demands.nothing_waiting(ledger)
        is_told = dated and not desk_rules
        (demands.of_record if is_told else demands.sound)(ledger, revision.original)
        demands.free_of_embargo(ledger, revision.content, at)
        if desk_rules:
            demands.fit(self, ledger, revision.original, at)
            self.reviews.demand_second(revision, by, alone)
        edition = give_out(ledger, kind, revision, note, at, by)
        self.reviews.settle(ledger, revision, by, alone)
        return edition

    @transaction.atomic
    def reschedule(self, *, at=None, why=""):
        """Move the pending edition to another time, or let it out now.

        `why` is the reason for which it may, if it lacks what readers have.
        """
        ledger = Ledger(self)
        waiting = demands.pending_edition(ledger)
        demands.reason(ledger, why)
        takedown = ledger.takedown
        at = demands.time(ledger, at)
        demands.free_of_embargo(ledger, waiting.revision.content, at)
        ledger.pull()
        edition = ledger.append(
            waiting.kind, waiting.revision, waiting.note, at, waiting.published_by
        )
        ledger.put_back(takedown)
        return edition

    @transaction.atomic
    def cancel(self):
        """Take back the pending edition: no reader has met it."""
        ledger = Ledger(self)
        demands.pending_edition(ledger)
        takedown = ledger.takedown
        pulled = ledger.pull()
        # What was never public can't be taken down.
        ledger.put_back(takedown if ledger.live else None)
        ledger.free_paths(pulled)
        self.draft.fall_back(ledger)

    @transaction.atomic
    def cancel_withdrawal(self):
        """Take back the pending take-down."""
        ledger = Ledger(self)
        if not ledger.pull(ledger.takedown):
            raise NothingWaitingError

    @transaction.atomic
    def withdraw(self, *, note, by=None, at=None, dated=None):
        """Take the page down, now or at a later moment: readers get the note.

        `dated` is a moment in the past, for what tells of the past.
        """
        ledger = Ledger(self)
        demands.note(note)
        if at is None:
            demands.live(ledger)
            ledger.free_paths(ledger.pull())
            self.draft.fall_back(ledger)
            at = demands.time(ledger, None, dated)
            return ledger.append(Kind.WITHDRAWAL, None, note, at, by)
        waiting = ledger.waiting or demands.live(ledger)
        ledger.pull(ledger.takedown)
        at = demands.time(ledger, at)
        if at <= waiting.published_at:
            demands.nothing_waiting(ledger)
        return ledger.append(Kind.WITHDRAWAL, None, note, at, by)

    @transaction.atomic
    def hold(self, *, note, until, by=None, replace=False):
        """Take the page down for a while: it comes back by itself, as it was.

        `replace` gives up the text that is waiting.
        """
        ledger = Ledger(self)
        demands.time(ledger, until)
        if not replace:
            demands.nothing_waiting(ledger)
        takedown = ledger.takedown
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
        at = demands.time(ledger, at)
        if not replace:
            demands.nothing_else_waiting(ledger, text)
        demands.free_of_embargo(ledger, text.revision.content, at)
        takedown = ledger.takedown
        pulled = ledger.pull()
        edition = ledger.append(Kind.REINSTATEMENT, text.revision, note, at, by)
        ledger.put_back(takedown)
        ledger.free_paths(pulled)
        if self.base_edition >= text.number:
            self.draft.set_base(edition.number)
        return edition

    @transaction.atomic
    def check_again(self, *, by=None, note=""):
        """Say that the live text was read again and stands: "last checked"."""
        ledger = Ledger(self)
        live = demands.live(ledger)
        pulled = ledger.pull()
        edition = ledger.append(Kind.CHECKED, live.revision, note, ledger.now, by)
        ledger.put_back(*pulled)
        self.draft.keep_up(ledger, live, edition, pulled)
        return edition

    @transaction.atomic
    def correct(
        self, *, changes, note, kind=Kind.CORRECTION, by=None, waiting=UNANSWERED
    ):
        """Change blocks of what is live, and nothing else of it.

        The same changes are made, word by word, in the draft and in the pending
        edition. Where words touch, the draft stays behind until somebody takes the
        correction over; the pending edition needs an answer first.
        """
        with self.edited(by) as ledger:
            demands.correction(kind, note)
            live = demands.live(ledger)
            had = live.revision.content
            changes, new = demands.apply_changes(had, changes)
            ahead = mend_waiting(ledger, changes, waiting)
            before = self.reviews.texts(ledger)
            pulled = ledger.pull()
            number = last(ledger.editions).number + 1
            text = record_text(self, canonical(new), number, by)
            edition = ledger.append(kind, text, note, ledger.now, by)
            put_back_mended(ledger, pulled, ahead, live, edition)
            draft = merge.correct(had, changes, freezing.freeze(self), waiting.texts)
            demands.free_slug(self, draft.document)
            freezing.thaw(self, draft.document)
            if draft.touches:
                self.draft.set_base(min(self.base_edition, live.number))
            else:
                self.draft.keep_up(ledger, live, edition, pulled)
        self.reviews.settle_correction(before, ledger, changes, note, by)
        return CorrectionOutcome(edition, draft.touches, ahead.touches if ahead else [])


def give_out(ledger, kind, revision, note, at, by):
    """Append a text, in the place of one that was waiting."""
    text, owner = ledger.text, ledger.owner
    if at > ledger.now and text and not revision.includes(text):
        # It was saved before somebody said that it includes what readers have.
        writer = revision.created_by
        revision = record_text(owner, revision.document, text.number, writer)
    pulled = ledger.pull()
    edition = ledger.append(kind, revision, note, at, by)
    ledger.put_back(*(item for item in pulled if not item.revision_id))
    ledger.free_paths(pulled)
    owner.draft.set_base(edition.number)
    return edition
