"""A mistake mended in what readers have: what the correction does to other texts."""

from dataclasses import dataclass, field

from explainer import merge
from explainer.document import canonical
from stories.models import demands
from stories.models.ledger import record_text
from stories.models.record import Edition


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


def mend_waiting(ledger, changes, answer):
    """The pending text with the correction made; None if there is none any more."""
    if ledger.waiting is None:
        return None
    had, live = ledger.waiting.revision.content, ledger.live.revision.content
    made = merge.correct(live, changes, had, answer.texts)
    if made.touches and answer.cancel:
        return None
    demands.answer(made.touches, answer.why)
    demands.no_worse(made.document, had)
    return made


def put_back_mended(ledger, pulled, mended, had, correction):
    """Append what was pulled again, the text with a correction made.

    `had` is the edition that readers had; without a `mended` one the text is given up.
    """
    for edition in pulled if mended else ():
        if text := edition.revision:
            whole = not mended.touches and text.includes(had)
            base = correction.number if whole else text.base_edition
            document = canonical(mended.document)
            edition.revision = record_text(ledger.owner, document, base, None)
    ledger.put_back(*(item for item in pulled if mended or not item.revision_id))
    ledger.free_paths([] if mended else pulled)
