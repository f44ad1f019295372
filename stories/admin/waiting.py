"""The verbs for an edition that waits for its time: move it, lift it, cancel it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories.admin.state import when
from stories.admin.verbs import ComingField, Verb


class Move(Verb):
    title = gettext_lazy("Move the time of the waiting edition")
    explains = gettext_lazy("Its text stays as it was when it was scheduled.")
    button = gettext_lazy("Move the time")
    at = ComingField(label=gettext_lazy("New time"))

    @classmethod
    def open(cls, state):
        return bool(state.waiting_text)

    def act(self, owner, by):
        edition = owner.reschedule(at=self.cleaned_data["at"])
        at = when(edition.published_at, self.state.now)
        return _("Moved: it goes out at %(at)s.") % {"at": at}


class Lift(Verb):
    title = gettext_lazy("Let the waiting edition out now")
    explains = gettext_lazy(
        "Readers get its text at once, as it was when it was scheduled."
    )
    button = gettext_lazy("Lift now")
    open = Move.open

    def act(self, owner, by):
        edition = owner.reschedule()
        return _("Published edition %(number)s.") % {"number": edition.number}


class Cancel(Verb):
    title = gettext_lazy("Cancel the waiting edition")
    explains = gettext_lazy("No reader has met it. Your draft stays as it is.")
    button = gettext_lazy("Cancel the waiting edition")
    danger = True
    open = Move.open

    def act(self, owner, by):
        owner.cancel()
        return _("Cancelled: no edition is waiting.")
