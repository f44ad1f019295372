"""The end of a story: closing it, or going on with it as a new one.

Both change drafts alone; readers get them with the next edition.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.form.fields import LineArea
from desk.verbs.verb import Verb
from stories.models import Story


class Close(Verb):
    title = button = pgettext_lazy("a story", "Close")
    explains = gettext_lazy(
        "From the next edition on the page says that the story is closed and kept for "
        "the record. Readers get nothing yet."
    )
    permission = "change"

    @classmethod
    def open(cls, state):
        return bool(state.standing.text) and state.owner.closed_at is None

    def act(self, owner, by):
        """Close the draft as of now, as a save of its own; readers see it with the next
        edition."""
        with owner.edited(by) as ledger:
            owner.closed_at = owner.closed_at or ledger.now
            owner.developing_until = None
        return _("Closed in the draft. Publish it to tell readers.")


class Continue(Verb):
    title = button = gettext_lazy("Continue as a new story")
    explains = gettext_lazy(
        "The new draft takes over the sources and the topics, and says that it follows "
        "this story. Nothing changes here."
    )
    permission = "add"
    needs = "text"

    headline = forms.CharField(
        label=gettext_lazy("Headline of the new story"), max_length=300, widget=LineArea
    )

    def act(self, owner, by):
        headline = self.cleaned_data["headline"]
        self.made = Story.objects.continue_from(owner, headline, by)
        return _("This draft goes on from “%(headline)s”.") % {
            "headline": owner.headline
        }


ENDINGS = {"continue": Continue, "close": Close}
