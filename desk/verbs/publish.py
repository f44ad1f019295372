"""Publishing what was looked at: the saved text that the page shows, and no other."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import KindField, TextArea
from desk.form.status import when
from desk.form.verb_fields import ComingField, Note, ReplaceField, WhenField
from desk.verbs.verb import KINDS, NOTE_HELP, SavedTextVerb
from people.refusals import RefusedError
from stories.models import Question, Revision
from stories.models.verb_refusals import SecondPersonError


class BesideError(RefusedError):
    """A question that was to go out with its story can't."""

    message = gettext_lazy("The question “{title}”: {why}")


class Publish(SavedTextVerb):
    template = "desk/verbs/publish.html"
    title = gettext_lazy("What will readers get?")
    button = gettext_lazy("Publish")

    kind = KindField(KINDS, required=False)
    note = Note(required=False, help_text=NOTE_HELP)
    when = WhenField()
    at = ComingField(label=gettext_lazy("Time"), required=False)
    questions = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Publish these questions at the same time"),
        widget=forms.CheckboxSelectMultiple,
    )
    replace = ReplaceField()
    alone = forms.BooleanField(
        required=False,
        label=gettext_lazy("Publish without a second person?"),
        help_text=gettext_lazy("It is logged, and a second person must read it after."),
    )
    why = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Why it can't wait"),
        widget=TextArea,
    )

    def prepare(self):
        """What isn't to be said or chosen is not asked."""
        super().prepare()
        number = {"number": self.state.standing.next_number}
        self.button_words = _("Publish edition %(number)s") % number
        self.later_words = _("Schedule edition %(number)s for {at}") % number
        if not self.state.standing.live:
            del self.fields["kind"]
        if not self.state.standing.newest:
            del self.fields["note"]
        self.ask_alone()
        self.offer([*unpublished(self.seen, self.by)] if self.seen else [])

    @classmethod
    def kept(cls, sent):
        return super().kept(sent) | {"questions": sent.getlist("questions")}

    def ask_alone(self):
        """Ask for a reason only where two people are wanted and no second one has
        approved this text."""
        reviews = self.state.owner.reviews
        self.is_alone = bool(
            self.seen and reviews.needs_two and not reviews.approval(self.seen)
        )
        if not self.is_alone:
            del self.fields["alone"], self.fields["why"]
        elif (asked := self.state.verdicts.request) and asked.reviewer:
            words = _("It is logged, and %(who)s must read it after.")
            self.fields["alone"].help_text = words % {"who": asked.reviewer}

    def offer(self, revisions):
        """Offer questions to publish along: revisions that are new to readers, each
        with its preview."""
        if not revisions:
            del self.fields["questions"]
            return
        self.offered = {str(revision.pk): revision for revision in revisions}
        field = self.fields["questions"]
        field.choices = [
            (key, revision.question.title) for key, revision in self.offered.items()
        ]
        field.help_text = format_html_join(
            " ",
            '<a href="{}" target="_blank">{}</a>',
            (
                (
                    reverse("admin:stories_question_preview", args=[item.question_id]),
                    _("Preview: %(title)s") % {"title": item.question.title},
                )
                for item in revisions
            ),
        )

    def clean(self):
        said = super().clean()
        if self.is_alone and not said.get("alone"):
            self.add_error("alone", str(SecondPersonError()))
        elif self.is_alone and not said.get("why") and "why" not in self.errors:
            self.add_error("why", _("Say why it can't wait."))
        return said

    def act(self, owner, by):
        """Publish the chosen questions, then the text that was seen, now or at a
        moment."""
        said = self.cleaned_data
        # First, since the story's text points at them.
        for key in said.get("questions", ()):
            publish_beside(self.offered[key], by, said["at"])
        edition = owner.publish(
            revision=self.seen,
            by=by,
            alone=said.get("why", ""),
            kind=said.get("kind", ""),
            note=said.get("note", ""),
            at=said["at"],
            replace=said.get("replace", False),
        )
        done = _("Published edition %(number)s.") % {"number": edition.number}
        if said["at"]:
            at = when(edition.published_at, self.state.standing.now)
            done = _("It goes out at %(at)s.") % {"at": at}
        if why := said.get("why"):
            done = f"{done} " + _("Without a second person: %(why)s") % {"why": why}
        return done


def unpublished(text, by):
    """The newest texts of questions that a story's text lists, which have no page and
    await none, for who may publish them."""
    if not (by and by.has_perm("stories.publish_question")):
        return []
    listed = text.content.get("questions", [])
    slugs = [item["slug"] for item in listed if "slug" in item]
    found = Question.objects.filter(slug__in=slugs, editions=None)
    heads = Revision.objects.filter(question__in=found).heads()
    heads = heads.select_related("question").order_by("-created_at", "-pk")
    newest = {}
    for revision in heads:
        newest.setdefault(revision.question.slug, revision)
    return [newest[slug] for slug in slugs if slug in newest]


def publish_beside(revision, by, at):
    question = revision.question
    try:
        question.publish(revision=revision, by=by, at=at)
    except RefusedError as refusal:
        raise BesideError(title=question.title, why=refusal) from refusal
