"""The verbs of publishing as forms. Each one asks what it needs, then acts once.

A verb that the model refuses raises `RefusedError`; the page shows it as a form error
and keeps what was typed.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories.admin.fields import KindField, MomentField, TextArea
from stories.admin.state import when
from stories.models import Kind
from stories.models.refusals import NewerRevisionError

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


class Note(forms.CharField):
    """The public note of an edition."""

    widget = TextArea

    def __init__(self, **options):
        super().__init__(
            **{"label": gettext_lazy("Note to readers"), "max_length": 2000} | options
        )


class Verb(forms.Form):
    """A page that asks once and then does one thing."""

    template = "admin/stories/verb.html"
    title = explains = button = ""
    danger = False  # Takes something away from readers.

    def __init__(self, *args, state, **options):
        super().__init__(*args, **options)
        self.state = state
        self.prepare()

    def prepare(self):
        """Shape the form by what readers have."""

    @classmethod
    def open(cls, state):
        """Whether the verb makes sense now."""
        return True

    @property
    def button_words(self):
        return self.button

    def context(self, request):
        """What the page shows besides the form."""
        return {}

    def act(self, owner, by):
        raise NotImplementedError


class Timed(Verb):
    """A verb that can be done now, or at a moment ahead."""

    when = forms.ChoiceField(
        label=gettext_lazy("When?"),
        choices={"now": gettext_lazy("Now"), "at": gettext_lazy("At a later time")},
        widget=forms.RadioSelect,
        initial="now",
    )
    at = MomentField(label=gettext_lazy("Time"), required=False)

    def clean(self):
        said = super().clean()
        if said.get("when") == "at" and not said.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say when."))
        return said

    @property
    def moment(self):
        later = self.cleaned_data["when"] == "at"
        return self.cleaned_data["at"] if later else None


class Publish(Timed):
    template = "admin/stories/publish.html"
    title = gettext_lazy("What will readers get?")
    button = gettext_lazy("Publish")

    revision = forms.IntegerField(widget=forms.HiddenInput)
    kind = KindField(KINDS, required=False)
    note = Note(required=False, help_text=NOTE_HELP)
    replace = forms.BooleanField(
        required=False,
        label=gettext_lazy("Replace the edition that is waiting"),
        help_text=gettext_lazy("It is given up. Otherwise this one is refused."),
    )
    field_order = ["revision", "kind", "note", "when", "at", "replace"]

    def prepare(self):
        if not self.state.live:
            del self.fields["kind"]
        if not self.state.newest:
            del self.fields["note"]
        if not self.state.waiting_text:
            del self.fields["replace"]

    @property
    def button_words(self):
        return _("Publish edition %(number)s") % {"number": self.state.next_number}

    def act(self, owner, by):
        said = self.cleaned_data
        revision = owner.revisions.filter(pk=said["revision"]).first()
        if revision is None:
            raise NewerRevisionError([])
        edition = owner.publish(
            revision=revision,
            by=by,
            kind=said.get("kind", ""),
            note=said.get("note", ""),
            at=self.moment,
            replace=said.get("replace", False),
        )
        if self.moment:
            at = when(edition.published_at, self.state.now)
            return _("It goes out at %(at)s.") % {"at": at}
        return _("Published edition %(number)s.") % {"number": edition.number}


class OnLive(Verb):
    """A verb about what readers are reading."""

    @classmethod
    def open(cls, state):
        return bool(state.live)


class Check(OnLive):
    title = gettext_lazy("Mark as checked")
    explains = gettext_lazy(
        "You have read what readers have, and it stands. The page says when it was "
        "last checked; nothing else moves."
    )
    button = gettext_lazy("Mark as checked")
    note = Note(required=False)

    def act(self, owner, by):
        owner.check_again(by=by, note=self.cleaned_data["note"])
        return _("Marked as checked.")


class TakeOver(Verb):
    template = "admin/stories/takeover.html"
    title = gettext_lazy("Take over what readers have")
    explains = gettext_lazy(
        "Readers have text that your draft does not, because a correction did not fit "
        "it. Put into the draft what belongs there, save, then say so here."
    )
    button = gettext_lazy("My draft includes it, or need not")

    @classmethod
    def open(cls, state):
        return state.behind

    def act(self, owner, by):
        owner.take_over()
        return _("Taken over: the draft can be published.")
