"""The verbs that take a page from readers for a while or for good, or give it back."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.verb_fields import ComingField, Note
from desk.verbs.verb import LiveVerb, ReplacingVerb, TimedVerb, Verb

NEUTRAL = gettext_lazy("This page is not available.")


class Hold(LiveVerb, ReplacingVerb):
    permission = "withdraw"
    title = gettext_lazy("Hold")
    explains = gettext_lazy(
        "Takes the page down for a while. It comes back by itself, as it was."
    )
    button = gettext_lazy("Hold")
    danger = True
    note = Note(initial=NEUTRAL, help_text=gettext_lazy("Keep it neutral."))
    until = ComingField(label=gettext_lazy("Back at"))
    field_order = ["note", "until", "replace"]

    def act(self, owner, by):
        said = self.cleaned_data
        when = said["until"]
        owner.hold(note=said["note"], until=when, by=by, **self.giving_up)
        return _("Held.")


class Withdraw(LiveVerb, TimedVerb, ReplacingVerb):
    permission = "withdraw"
    title = gettext_lazy("Withdraw")
    explains = gettext_lazy(
        "Takes the page down. Readers get your note instead, and search engines are "
        "told that it is gone."
    )
    button = gettext_lazy("Withdraw")
    danger = True
    note = Note(help_text=gettext_lazy("“We have taken this page down because … .”"))
    field_order = ["note", "when", "at", "replace"]

    @property
    def later_words(self):
        return _("Withdraw at {at}")

    @classmethod
    def open(cls, state):
        return bool(state.live or state.waiting_text)

    def clean(self):
        said = super().clean()
        at_once = said.get("when") == "now" and "replace" in self.fields
        if at_once and not said.get("replace"):
            self.add_error("replace", _("It would be lost. Tick this, or cancel it."))
        return said

    def act(self, owner, by):
        owner.withdraw(note=self.cleaned_data["note"], by=by, at=self.moment)
        return _("It will be withdrawn.") if self.moment else _("Withdrawn.")


class Reinstate(TimedVerb, ReplacingVerb):
    permission = "withdraw"
    title = gettext_lazy("Reinstate")
    explains = gettext_lazy("Brings the page back as it was. Your draft is not used.")
    button = gettext_lazy("Reinstate")
    note = Note(help_text=gettext_lazy("Say why it was away."))
    field_order = ["note", "when", "at", "replace"]

    @property
    def later_words(self):
        return _("Reinstate at {at}")

    @classmethod
    def open(cls, state):
        return bool(state.text and not state.live)

    def at_stake(self):
        """A hold's own way back is the same text: nothing of it would be lost."""
        waiting, text = self.state.waiting_text, self.state.text
        if waiting and text and waiting.revision_id == text.revision_id:
            return None
        return waiting

    def act(self, owner, by):
        note = self.cleaned_data["note"]
        owner.reinstate(note=note, by=by, at=self.moment, **self.giving_up)
        return _("It will be back.") if self.moment else _("Back again.")


class KeepUp(Verb):
    permission = "withdraw"
    title = gettext_lazy("Do not take it down")
    explains = gettext_lazy("Cancels the withdrawal that is due.")
    button = gettext_lazy("Cancel the withdrawal")

    @classmethod
    def open(cls, state):
        return bool(state.waiting_withdrawal)

    def act(self, owner, by):
        owner.cancel_withdrawal()
        return _("Cancelled: it stays up.")
