"""Publishing what was looked at: the saved text that the page shows, and no other."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories.admin.difference import Described
from stories.admin.fields import KindField
from stories.admin.state import when
from stories.admin.verbs import KINDS, NOTE_HELP, GivesUp, Note, NumberField, Timed
from stories.models import Question, RefusedError, Revision
from stories.models.refusals import NewerRevisionError


class BesideError(RefusedError):
    """A question that was to go out with its story can't."""

    message = _("The question “{title}”: {why}")


class Publish(Timed, GivesUp):
    template = "admin/stories/publish.html"
    title = gettext_lazy("What will readers get?")
    button = gettext_lazy("Publish")

    revision = NumberField()
    kind = KindField(KINDS, required=False)
    note = Note(required=False, help_text=NOTE_HELP)
    questions = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Publish these questions at the same time"),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["revision", "kind", "note", "when", "at", "questions", "replace"]

    def prepare(self):
        super().prepare()
        if not self.state.live:
            del self.fields["kind"]
        if not self.state.newest:
            del self.fields["note"]
        self.seen = self.shown_before()
        self.fields["revision"].initial = self.seen and self.seen.pk
        self.offer([*self.unpublished()] if self.seen else [])

    @classmethod
    def kept(cls, sent):
        typed = super().kept(sent) | {"questions": sent.getlist("questions")}
        typed.pop("revision", None)  # Asked again, the page shows the newest text.
        return typed

    def shown_before(self):
        """The text that the editor looked at; on a page just opened the newest."""
        head = self.state.head
        if not self.is_bound:
            return head
        key = self.fields["revision"].said(self.data.get("revision"))
        if head and key == head.pk:
            return head
        return self.state.owner.revisions.filter(pk=key).first() if key else None

    @property
    def is_newer(self):
        """Somebody has saved since the editor looked."""
        return self.seen != self.state.head

    @property
    def since(self):
        """What was saved since the editor looked."""
        seen, head = self.seen, self.state.head
        owner = self.state.owner
        return Described(owner, seen.content, head.content) if seen and head else []

    def unpublished(self):
        """The newest texts of linked questions that have no page and await none."""
        if not (self.by and self.by.has_perm("stories.publish_question")):
            return []
        slugs = [item["slug"] for item in self.seen.content.get("questions", [])]
        found = Question.objects.filter(slug__in=slugs, editions=None)
        heads = Revision.objects.filter(question__in=found).heads()
        heads = heads.select_related("question").order_by("-created_at", "-pk")
        newest = {}
        for revision in heads:
            newest.setdefault(revision.question.slug, revision)
        return [newest[slug] for slug in slugs if slug in newest]

    def offer(self, revisions):
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

    @property
    def button_words(self):
        return _("Publish edition %(number)s") % {"number": self.state.next_number}

    def clean(self):
        said = super().clean()
        if self.is_newer:
            self.add_error(None, str(NewerRevisionError([])))
        return said

    def act(self, owner, by):
        said = self.cleaned_data
        edition = owner.publish(
            revision=self.seen,
            by=by,
            kind=said.get("kind", ""),
            note=said.get("note", ""),
            at=self.moment,
            **self.giving_up,
        )
        for key in said.get("questions", ()):
            self.publish_beside(self.offered[key], by)
        if self.moment:
            at = when(edition.published_at, self.state.now)
            return _("It goes out at %(at)s.") % {"at": at}
        return _("Published edition %(number)s.") % {"number": edition.number}

    def publish_beside(self, revision, by):
        question = revision.question
        try:
            question.publish(revision=revision, by=by, at=self.moment)
        except RefusedError as refusal:
            raise BesideError(title=question.title, why=refusal) from refusal
