"""Why a verb was refused. Each refusal is one sentence for the editor who asked."""

from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from explainer.days import format_moment
from people.refusals import RefusedError, TextRefusedError


class NothingNewError(RefusedError):
    message = _("Readers have exactly this text already.")


class NewerRevisionError(RefusedError):
    message = _("Someone has saved a newer text since you looked. Look at it first.")


class BehindLiveError(RefusedError):
    message = _(
        "Edition {number} has text that your draft doesn't. "
        "Take it over, or say that you have."
    )


class NotReadyError(RefusedError):
    """The document has faults that block publishing; `faults` lists them."""

    message = _("This can't be published yet: {faults}")

    def __init__(self, faults):
        self.faults = faults
        super().__init__(faults="; ".join(str(fault) for fault in faults))


class RedactedError(TextRefusedError):
    message = _("This text says what was removed by order ({order}).")


class TextMovedError(RefusedError):
    message = _("What readers have no longer reads as it did: {places}.")


class WaitingError(RefusedError):
    message = _("An edition is waiting for {when}. Replace it, move it or cancel it.")


class WaitingTouchedError(RefusedError):
    message = _(
        "The waiting edition has words of its own where you correct. "
        "Say what becomes of them."
    )


class WaitingBehindError(RefusedError):
    message = _(
        "The waiting edition doesn't have what edition {number} changed. "
        "Say why it may go out."
    )


class NothingWaitingError(RefusedError):
    message = _("No edition is waiting.")


class TooLateError(RefusedError):
    message = _("The waiting edition goes out in a moment. Try again after that.")


class WrongTimeError(RefusedError):
    message = _("{why}")


class NotLiveError(RefusedError):
    message = _("Readers have no text of this now.")


class LiveAlreadyError(RefusedError):
    message = _("Readers can see this already.")


class NoteNeededError(RefusedError):
    message = _("Say what readers need to know: this kind of edition needs a note.")


class WrongKindError(RefusedError):
    message = _("“{kind}” isn't a kind of edition that can be published here.")


class SlugTakenError(RefusedError):
    """`kind` is what the address would lead to: "story" or "question"."""

    message = _("The address “{slug}” belongs to another page.")
    messages: ClassVar = {
        "story": _("The address “{slug}” belongs to another story."),
        "question": _("The address “{slug}” belongs to another question."),
    }

    def __init__(self, slug, kind=""):
        self.message = self.messages.get(kind, self.message)
        super().__init__(slug=slug)


class EmbargoedError(RefusedError):
    message = _("The source “{source}” is under embargo until {when}.")

    @classmethod
    def of(cls, source):
        zone = f" ({source.embargo_zone})" if source.embargo_zone else ""
        when = format_moment(source.embargoed_until) + zone
        return cls(source=str(source) or gettext("untitled"), when=when)


class SecondPersonError(RefusedError):
    message = _(
        "On this desk a second person must approve a text before readers get it."
    )


class OwnTextError(RefusedError):
    message = _("These are your own words: somebody else must read them.")


class ApprovedAlreadyError(RefusedError):
    message = _("{who} has approved this text already.")


class AnsweredMeanwhileError(RefusedError):
    message = _("{who} has answered this meanwhile: {verdict}.")


class NoRequestError(RefusedError):
    message = _("Nobody is waiting for a verdict on this any more.")
