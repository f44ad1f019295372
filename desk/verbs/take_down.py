"""The verbs that take a page from readers for a while or for good, or give it back."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.verb_fields import (
    ComingField,
    Note,
    ReplaceField,
    WhenField,
    ask_replacement,
)
from desk.verbs.verb import Verb

NEUTRAL = gettext_lazy("This page is not available.")


class Hold(Verb):
    permission = "withdraw"
    needs = "live"
    title = gettext_lazy("Hold")
    explains = gettext_lazy(
        "Takes the page down for a while. It comes back by itself, as it was."
    )
    button = gettext_lazy("Hold")
    danger = True
    note = Note(initial=NEUTRAL, help_text=gettext_lazy("Keep it neutral."))
    until = ComingField(label=gettext_lazy("Back at"))
    replace = ReplaceField()

    def act(self, owner, by):
        owner.hold(by=by, **self.cleaned_data)
        return _("Held.")


class Withdraw(Verb):
    permission = "withdraw"
    title = gettext_lazy("Withdraw")
    explains = gettext_lazy(
        "Takes the page down. Readers get your note instead, and search engines are "
        "told that it is gone."
    )
    button = gettext_lazy("Withdraw")
    danger = True
    later_words = gettext_lazy("Withdraw at {at}")
    note = Note(help_text=gettext_lazy("“We have taken this page down because … .”"))
    when = WhenField()
    at = ComingField(label=gettext_lazy("Time"), required=False)
    replace = ReplaceField()

    @classmethod
    def open(cls, state):
        return bool(state.standing.live or state.standing.waiting)

    def clean(self):
        said = super().clean()
        at_once = said.get("when") == "now" and "replace" in self.fields
        if at_once and not said.get("replace"):
            self.add_error("replace", _("It would be lost. Tick this, or cancel it."))
        return said

    def act(self, owner, by):
        note, at = self.cleaned_data["note"], self.cleaned_data["at"]
        owner.withdraw(note=note, by=by, at=at)
        return _("It will be withdrawn.") if at else _("Withdrawn.")


class Reinstate(Verb):
    permission = "withdraw"
    title = gettext_lazy("Reinstate")
    explains = gettext_lazy("Brings the page back as it was. Your draft is not used.")
    button = gettext_lazy("Reinstate")
    later_words = gettext_lazy("Reinstate at {at}")
    note = Note(help_text=gettext_lazy("Say why it was away."))
    when = WhenField()
    at = ComingField(label=gettext_lazy("Time"), required=False)
    replace = ReplaceField()

    @classmethod
    def open(cls, state):
        return bool(state.standing.text and not state.standing.live)

    def prepare(self):
        """A hold's own way back is the same text: nothing of it would be lost."""
        waiting, text = self.state.standing.waiting, self.state.standing.text
        is_same = waiting and text and waiting.revision_id == text.revision_id
        ask_replacement(self, None if is_same else waiting)

    def act(self, owner, by):
        note, at = self.cleaned_data["note"], self.cleaned_data["at"]
        replace = self.cleaned_data.get("replace", False)
        owner.reinstate(note=note, by=by, at=at, replace=replace)
        return _("It will be back.") if at else _("Back again.")


class KeepUp(Verb):
    permission = "withdraw"
    title = gettext_lazy("Do not take it down")
    explains = gettext_lazy("Cancels the withdrawal that is due.")
    button = gettext_lazy("Cancel the withdrawal")
    needs = "takedown"

    def act(self, owner, by):
        owner.cancel_withdrawal()
        return _("Cancelled: it stays up.")
