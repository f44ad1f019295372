"""The verbs for an edition that waits for its time: move it, lift it, cancel it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import TextArea
from desk.form.status import when
from desk.form.verb_fields import ComingField
from desk.verbs.verb import Verb


class WaitingEditionVerb(Verb):
    """A verb by which what waits gets its time; it may lack what readers have."""

    template = "desk/verbs/waiting.html"
    needs = "waiting"
    why = forms.CharField(
        label=gettext_lazy("Why it may go out as it is"),
        max_length=2000,
        widget=TextArea,
    )

    def prepare(self):
        if not self.state.standing.lacked:
            del self.fields["why"]

    def act(self, owner, by):
        """Move it to the time that was chosen, or let it out; says so, with the reason
        for the log."""
        at, why = self.cleaned_data.get("at"), self.cleaned_data.get("why", "")
        edition = owner.reschedule(at=at, why=why)
        said = _("Published edition %(number)s.") % {"number": edition.number}
        if at:
            at = when(edition.published_at, self.state.standing.now)
            said = _("Moved: it goes out at %(at)s.") % {"at": at}
        if not why:
            return said
        words = _("%(said)s It lacks a correction: %(why)s")
        return words % {"said": said, "why": why}


class Move(WaitingEditionVerb):
    title = gettext_lazy("Move the time of the waiting edition")
    explains = gettext_lazy("Its time changes, and its text does not.")
    button = gettext_lazy("Move the time")
    later_words = gettext_lazy("Move it to {at}")
    at = ComingField(label=gettext_lazy("New time"))
    field_order = ["at", "why"]

    def prepare(self):
        super().prepare()
        if waiting := self.state.standing.waiting:
            self.fields["at"].initial = waiting.published_at

    def clean_at(self):
        """A time other than the one that is set, which the page shows to the minute."""
        at, waiting = self.cleaned_data["at"], self.state.standing.waiting
        if waiting and at == waiting.published_at.replace(second=0, microsecond=0):
            raise forms.ValidationError(_("This is the time that it has already."))
        return at


class Lift(WaitingEditionVerb):
    title = gettext_lazy("Let the waiting edition out now")
    explains = gettext_lazy(
        "Readers get what is waiting at once: the text as it was scheduled, with the "
        "corrections that were made in it since."
    )
    button = gettext_lazy("Lift now")


class Cancel(Verb):
    title = gettext_lazy("Cancel the waiting edition")
    explains = gettext_lazy("No reader has met it. Your draft stays as it is.")
    button = gettext_lazy("Cancel the waiting edition")
    danger = True
    needs = "waiting"

    def act(self, owner, by):
        owner.cancel()
        return _("Cancelled: no edition is waiting.")
