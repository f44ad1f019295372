"""The verb that mends a mistake in what readers have, and wherever else it is."""

from dataclasses import dataclass, field

from django.db import transaction

from explainer import merge
from explainer.document import canonical
from stories.models import demands, freezing
from stories.models.ledger import Ledger
from stories.models.record import Edition, Kind
from stories.models.reviewable import Reviewable


@dataclass(frozen=True)
class CorrectionOutcome:
    """What a correction did, and where other texts keep words of their own."""

    edition: Edition
    left_in_draft: list
    left_in_waiting: list


@dataclass(frozen=True)
class Resolution:
    """What becomes of the words that touch a correction in the edition that waits.

    `texts` has by the key of a touch what is to stand there; `cancel` gives the
    edition up; `why` is the reason for which it may go out as it is.
    """

    texts: dict = field(default_factory=dict)
    cancel: bool = False
    why: str = ""


UNANSWERED = Resolution()


class Correctable(Reviewable):
    class Meta:
        abstract = True

    @transaction.atomic
    def correct(
        self, *, changes, note, kind=Kind.CORRECTION, by=None, waiting=UNANSWERED
    ):
        """Change blocks of what is live, and nothing else of it.

        The same changes are made, word by word, in the draft and in the pending
        edition. Where words touch, the draft stays behind until somebody takes the
        correction over; the pending edition needs an answer first.
        """
        ledger = Ledger(self)
        demands.correction(kind, note)
        live = ledger.demand_live()
        changes, new = demands.apply_changes(live.revision.content, changes)
        ahead = self.mended(ledger, changes, waiting)
        before = self.texts(ledger)
        pulled = ledger.pull_waiting()
        text = ledger.record(canonical(new), ledger.last.number + 1, by)
        edition = ledger.append(kind, text, note, ledger.now, by)
        ledger.put_back_mended(pulled, ahead, live, edition)
        had, draft = live.revision.content, freezing.freeze(self)
        draft = merge.correct(had, changes, draft, waiting.texts)
        demands.free_slug(self, draft.document)
        freezing.thaw(self, draft.document)
        if draft.touches:
            self.set_base(min(self.base_edition, live.number))
        else:
            self.keep_up(ledger, live, edition, pulled)
        self.save_revision(by=by)
        self.settle_correction(before, ledger, changes, note, by)
        return CorrectionOutcome(edition, draft.touches, ahead.touches if ahead else [])

    def mended(self, ledger, changes, answer):
        """The pending text with the correction made; None if there is none any more."""
        edition = ledger.waiting()
        if edition is None:
            return None
        had, live = edition.revision.content, ledger.live.revision.content
        made = merge.correct(live, changes, had, answer.texts)
        if made.touches and answer.cancel:
            return None
        demands.answer(made.touches, answer.why)
        demands.no_worse(made.document, had)
        return made

    def keep_up(self, ledger, live, edition, pulled):
        """Advance the base over an edition that added nothing the draft lacks."""
        waited, waiting = [e.number for e in pulled if e.revision_id], ledger.waiting()
        if waiting and waited and self.base_edition >= waited[0]:
            self.set_base(waiting.number)
        elif self.base_edition >= live.number:
            self.set_base(edition.number)

    def fall_back(self, ledger):
        """Let the base forget a pending edition: its number will be used again."""
        number = ledger.text.number if ledger.text else 0
        self.set_base(min(self.base_edition, number))
