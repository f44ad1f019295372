"""A verb about the text that was looked at: the saved one that the page shows."""

from desk.form.editor_comparison import EditorComparison
from desk.form.verb_fields import NumberField
from desk.verbs.verb import Verb
from stories.models.verb_refusals import NewerRevisionError


class OnSeenText(Verb):
    revision = NumberField()

    def prepare(self):
        super().prepare()
        self.seen = self.shown_before()
        self.fields["revision"].initial = self.seen and self.seen.pk

    @classmethod
    def kept(cls, sent):
        typed = super().kept(sent)
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
        return (
            EditorComparison(owner, seen.content, head.content) if seen and head else []
        )

    def clean(self):
        said = super().clean()
        if self.is_newer:
            self.add_error(None, str(NewerRevisionError()))
        return said
