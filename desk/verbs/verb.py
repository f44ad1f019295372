"""The verbs of publishing as forms. Each one asks what it needs, then acts once.

A verb that the model refuses raises `RefusedError`; the page shows it as a form error
and keeps what was typed.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.editor_comparison import EditorComparison
from desk.form.verb_fields import Note, NumberField, ask_replacement
from stories.models import Kind
from stories.models.verb_refusals import NewerRevisionError, NotReadyError

KINDS = {
    Kind.DEVELOPMENT: gettext_lazy("something happened or was learned."),
    Kind.WORDING: gettext_lazy("no fact changed; not announced."),
    Kind.CORRECTION: gettext_lazy("we had it wrong."),
    Kind.CLARIFICATION: gettext_lazy("not wrong, but could mislead."),
}
AMENDING = {kind: KINDS[kind] for kind in (Kind.CORRECTION, Kind.CLARIFICATION)}
NOTE_HELP = gettext_lazy(
    "Readers see this. For a correction, say what was wrong, then what is right: "
    "“An earlier version of this page said … . It is … .” Do not repeat a libel."
)


class Verb(forms.Form):
    """A page that asks once and then does one thing: `act(owner, by)` of each verb."""

    template = "desk/verbs/verb.html"
    title = explains = button = button_words = ""
    danger = False  # Takes something away from readers.
    permission = "publish"
    needs = ""  # What must stand for it to make sense: an attribute of `Standing`.
    later_words = ""  # Of the button once a time is chosen, which stands for {at}.
    made = None  # A draft that came of it: what to go on with.
    faults = ()  # What stands in the way of it, with the places in the draft's form.

    def __init__(self, *args, state, by=None, **options):
        super().__init__(*args, **options)
        self.state, self.by = state, by
        self.button_words = self.button_words or self.button
        self.prepare()

    def prepare(self):
        """Shape the form by what readers have."""
        if "replace" in self.fields:
            ask_replacement(self, self.state.standing.waiting)

    @classmethod
    def kept(cls, sent):
        """What was typed, for a page that is asked again before anything is done."""
        return sent.dict()

    @property
    def typed(self):
        """What was typed so far, by the names of the inputs."""
        return self.data if self.is_bound else self.initial

    def again(self, state):
        """The form after a refusal: what was typed, against what is true now."""
        return type(self)(self.data, state=state, by=self.by)

    def say(self, refusal):
        """Say why it was refused, once; what stands in the way is listed beside it."""
        said = str(refusal)
        if isinstance(refusal, NotReadyError):
            said = _("This can't be published yet:")
            self.faults = [self.state.checked.entry(one) for one in refusal.faults]
        if said not in self.non_field_errors():
            self.add_error(None, said)

    @classmethod
    def open(cls, state):
        """Whether the verb makes sense now."""
        return not cls.needs or bool(getattr(state.standing, cls.needs))

    def clean(self):
        """A verb that can be done later has its moment in `at`, or None for now."""
        said = super().clean()
        if said.get("when") == "now":
            said["at"] = None
        elif "when" in said and not said.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say when."))
        return said

    def context(self, request):
        """What the page shows besides the form."""
        return {}


class SavedTextVerb(Verb):
    """A verb about the text that was looked at: the saved one that the page shows."""

    revision = NumberField()

    def prepare(self):
        """`seen` is the text that the editor looked at; at first the newest."""
        super().prepare()
        self.seen = head = self.state.head
        key = self.fields["revision"].said(self.data.get("revision"))
        if self.is_bound and not (head and key == head.pk):
            self.seen = self.state.owner.revisions.filter(pk=key).first()
        self.fields["revision"].initial = self.seen and self.seen.pk

    @classmethod
    def kept(cls, sent):
        typed = super().kept(sent)
        typed.pop("revision", None)  # Asked again, the page shows the newest text.
        return typed

    @property
    def is_newer(self):
        """Somebody has saved since the editor looked."""
        return self.seen != self.state.head

    @property
    def since(self):
        """What was saved since the editor looked."""
        seen, head, owner = self.seen, self.state.head, self.state.owner
        if not (seen and head):
            return []
        return EditorComparison(owner, seen.content, head.content)

    def clean(self):
        said = super().clean()
        if self.is_newer:
            self.add_error(None, str(NewerRevisionError()))
        return said


class Check(Verb):
    title = gettext_lazy("Mark as checked")
    explains = gettext_lazy(
        "You have read what readers have, and it stands. The page says when it was "
        "last checked; nothing else moves."
    )
    button = gettext_lazy("Mark as checked")
    needs = "live"
    note = Note(required=False)

    def act(self, owner, by):
        owner.check_again(by=by, note=self.cleaned_data["note"])
        return _("Marked as checked.")
