"""What becomes of a waiting edition that has words of its own where one corrects."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import TextArea
from desk.verbs.correction_fields import tidy
from desk.verbs.verb import Verb
from explainer import merge
from stories.models import Resolution

EDIT, CANCEL, KEEP = "edit", "cancel", "keep"
CHOICES = {
    EDIT: gettext_lazy("It goes out with these words:"),
    CANCEL: gettext_lazy("It is cancelled. Your draft stays as it is."),
    KEEP: gettext_lazy("It goes out as it is, and I say why."),
}


@dataclass(frozen=True)
class TouchedPlace:
    """One place that is asked about: its words, and the input for others."""

    name: str
    touch: merge.Touch
    field: forms.BoundField

    @property
    def after(self):
        return self.touch.after


class WaitingResolution(Verb):
    """A verb's form that asks, once it is known that words touch."""

    touches = ()

    def demand_answer(self, changes):
        """Nothing is done before somebody said what becomes of the waiting edition."""
        waiting = self.state.waiting_text
        if waiting is None or not self.state.live:
            return
        had, text = self.seen.revision.content, waiting.revision.content
        self.touches = merge.correct(had, changes, text).touches
        if not self.touches:
            return
        self.ask()
        for name, words in self.unanswered():
            self.add_error(name, words)

    def ask(self):
        """Add the fields; a text that wasn't sent is the one that waits."""
        self.data = self.data.copy()
        self.fields["waiting"] = forms.ChoiceField(
            choices=CHOICES,
            widget=forms.RadioSelect,
            label=gettext_lazy("What becomes of the waiting edition?"),
        )
        self.fields["why"] = forms.CharField(
            label=gettext_lazy("Why it may go out as it is"), widget=TextArea
        )
        for touch in self.touches:
            self.fields[touch.key] = forms.CharField(
                label=self.name_of(touch), widget=TextArea
            )
            self.data.setdefault(touch.key, touch.now)

    def unanswered(self):
        """(field, why not) of what still keeps the correction back."""
        choice = self.data.get("waiting")
        if choice not in CHOICES:
            yield (
                None,
                _(
                    "The waiting edition has words of its own where you correct. Say "
                    "what becomes of them. Nothing was done yet."
                ),
            )
            yield "waiting", _("Choose one.")
        elif choice == KEEP and not self.data.get("why", "").strip():
            yield "why", _("Say why.")
        elif choice == EDIT:
            for touch in self.touches:
                if self.words(touch) == tidy(str(touch.now)):
                    why = _(
                        "These are its words as they were: change them, or say why."
                    )
                    yield touch.key, why

    def name_of(self, touch):
        block = self.block_of(touch)
        return block.whole_name if block else touch.field

    def block_of(self, touch):
        place = (touch.uid, touch.field)
        return next((block for block in self.blocks if block.place == place), None)

    def words(self, touch):
        """What was typed for a place, on one line where it has only one."""
        block, typed = self.block_of(touch), tidy(self.data[touch.key])
        return " ".join(typed.splitlines()) if block and block.is_line else typed

    @property
    def asked(self):
        """Each place as the page shows it."""
        for touch in self.touches:
            yield TouchedPlace(self.name_of(touch), touch, self[touch.key])

    @property
    def resolution(self):
        """What the editor said, as the verb takes it."""
        if not self.touches:
            return Resolution()
        choice = self.data["waiting"]
        texts = {touch.key: self.words(touch) for touch in self.touches}
        return Resolution(
            texts=texts if choice == EDIT else {},
            cancel=choice == CANCEL,
            why=self.data.get("why", "").strip() if choice == KEEP else "",
        )

    def resolved(self, result):
        """What became of the waiting edition, for the editor and for the log."""
        if not self.touches:
            return
        said = self.resolution
        if said.cancel:
            yield _("The waiting edition is cancelled.")
        elif result.left_in_waiting:
            places = self.named(result.left_in_waiting)
            words = _("The waiting edition keeps its words (%(places)s): %(why)s")
            yield words % {"places": places, "why": said.why}
        else:
            yield _("The waiting edition has the words that you gave it.")

    def named(self, touches):
        """The names of places, each once."""
        return "; ".join(dict.fromkeys(self.name_of(touch) for touch in touches))
