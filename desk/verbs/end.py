"""The end of a story: closing it, or going on with it as a new one.

Both change drafts alone; readers get them with the next edition.
"""

from django import forms
from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.form.fields import LineArea
from desk.verbs.verb import Verb
from stories.models import RelatedStory, Story, StoryEntity, StorySource
from stories.models.ledger import Ledger
from stories.models.verb_refusals import SlugTakenError


class Close(Verb):
    title = button = pgettext_lazy("a story", "Close")
    explains = gettext_lazy(
        "From the next edition on the page says that the story is closed and kept for "
        "the record. Readers get nothing yet."
    )
    permission = "change"

    @classmethod
    def open(cls, state):
        return bool(state.text) and state.owner.closed_at is None

    def act(self, owner, by):
        """Close the draft as of now, as a save of its own; readers see it with the next
        edition."""
        now = Ledger(owner).now
        Story.objects.filter(pk=owner.pk).update(
            closed_at=owner.closed_at or now,
            developing_until=None,
            saved_at=now,
            lock_version=F("lock_version") + 1,  # Who has it open is told.
        )
        owner.refresh_from_db()
        owner.save_revision(by=by)
        return _("Closed in the draft. Publish it to tell readers.")


class Continue(Verb):
    title = button = gettext_lazy("Continue as a new story")
    explains = gettext_lazy(
        "The new draft takes over the sources and the topics, and says that it follows "
        "this story. Nothing changes here."
    )
    permission = "add"

    headline = forms.CharField(
        label=gettext_lazy("Headline of the new story"), max_length=300, widget=LineArea
    )

    @classmethod
    def open(cls, state):
        return bool(state.text)

    def act(self, owner, by):
        """Make the new draft, `made`, with the old one's sources and topics.
        `SlugTakenError` if its address was taken just now."""
        headline = self.cleaned_data["headline"]
        slug = Story.objects.free_slug(headline)
        try:
            self.made = Story.objects.create(
                headline=headline,
                slug=slug,
                kicker=owner.kicker,
                desk=owner.desk,
                language=owner.language,
            )
        except IntegrityError as quicker:  # Somebody took the address just now.
            raise SlugTakenError(slug=slug, kind="story") from quicker
        self.made.tags.set(owner.tags.all())
        for model in (StorySource, StoryEntity):
            copy_parts(model, owner, self.made)
        RelatedStory.objects.create(
            story=self.made, kind="follows", slug=owner.slug, label=owner.headline
        )
        self.made.save_revision(by=by)
        return _("This draft goes on from “%(headline)s”.") % {
            "headline": owner.headline
        }


def copy_parts(model, owner, other):
    """The same parts once more, each with a mark of its own."""
    for part in model.objects.filter(story=owner):
        values = {name: getattr(part, name) for name in model.FROZEN}
        if "source" in model.UNFROZEN:
            values["source"] = part.source
        model.objects.create(story=other, position=part.position, **values)


ENDINGS = {"continue": Continue, "close": Close}
