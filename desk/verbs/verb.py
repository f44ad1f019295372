"""The verbs of publishing as forms. Each one asks what it needs, then acts once.

A verb that the model refuses raises `RefusedError`; the page shows it as a form error
and keeps what was typed.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.status import when
from desk.form.verb_fields import ComingField, Note
from stories.models import Kind
from stories.models.verb_refusals import NotReadyError

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
    title = explains = button = ""
    danger = False  # Takes something away from readers.
    permission = "publish"
    made = None  # A draft that came of it: what to go on with.
    faults = ()  # What stands in the way of it, with the places in the draft's form.

    def __init__(self, *args, state, by=None, **options):
        super().__init__(*args, **options)
        self.state, self.by = state, by
        self.prepare()

    def prepare(self):
        """Shape the form by what readers have."""

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
        return True

    @property
    def button_words(self):
        return self.button

    @property
    def later_words(self):
        """What the button says once a time is chosen, which stands for {at}."""
        return ""

    def context(self, request):
        """What the page shows besides the form."""
        return {}


class TimedVerb(Verb):
    """A verb that can be done now, or at a moment ahead."""

    when = forms.ChoiceField(
        label=gettext_lazy("When?"),
        choices={"now": gettext_lazy("Now"), "at": gettext_lazy("At a later time")},
        widget=forms.RadioSelect,
        initial="now",
    )
    at = ComingField(label=gettext_lazy("Time"), required=False)

    def clean(self):
        said = super().clean()
        if said.get("when") == "at" and not said.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say when."))
        return said

    @property
    def moment(self):
        later = self.cleaned_data["when"] == "at"
        return self.cleaned_data["at"] if later else None


class ReplacingVerb(Verb):
    """A verb that can cost the edition that is waiting: only if somebody says so."""

    replace = forms.BooleanField(
        required=False, help_text=gettext_lazy("Otherwise this is refused.")
    )

    def prepare(self):
        """Name the edition that may be lost; without one there is nothing to ask."""
        super().prepare()
        waiting = self.at_stake()
        if not waiting:
            del self.fields["replace"]
            return
        content = waiting.revision.content
        self.fields["replace"].label = _(
            "Give up the edition waiting for %(at)s: “%(title)s”"
        ) % {
            "at": when(waiting.published_at, self.state.now),
            "title": content.get("headline") or content.get("title", ""),
        }

    def at_stake(self):
        """The edition that would be lost."""
        return self.state.waiting_text

    @property
    def giving_up(self):
        """How the verb is told; nothing unless the box was ticked."""
        return {"replace": True} if self.cleaned_data.get("replace") else {}


class LiveVerb(Verb):
    """A verb about what readers are reading."""

    @classmethod
    def open(cls, state):
        return bool(state.live)


class Check(LiveVerb):
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
