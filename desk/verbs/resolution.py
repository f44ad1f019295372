"""What becomes of a waiting edition that has words of its own where one corrects."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import TextArea
from desk.verbs.correction_fields import tidy
from explainer import merge
from stories.models import Resolution

EDIT, CANCEL, KEEP = "edit", "cancel", "keep"
CHOICES = {
    EDIT: gettext_lazy("It goes out with these words:"),
    CANCEL: gettext_lazy("It is cancelled. Your draft stays as it is."),
    KEEP: gettext_lazy("It goes out as it is, and I say why."),
}


class WaitingResolution:
    """What a correction's form asks, once it is known that words touch."""

    def __init__(self, form):
        self.form, self.touches = form, ()

    def demand(self, changes):
        """Nothing is done before somebody said what becomes of the waiting edition."""
        standing, form = self.form.state.standing, self.form
        if not (standing.waiting and standing.live):
            return
        had, text = form.seen.revision.content, standing.waiting.revision.content
        self.touches = merge.correct(had, changes, text).touches
        if not self.touches:
            return
        self.ask()
        for name, words in self.unanswered():
            form.add_error(name, words)

    def ask(self):
        """Add the fields; a text that wasn't sent is the one that waits."""
        fields, data = self.form.fields, self.form.data.copy()
        fields["waiting"] = forms.ChoiceField(
            choices=CHOICES,
            widget=forms.RadioSelect,
            label=gettext_lazy("What becomes of the waiting edition?"),
        )
        fields["why"] = forms.CharField(
            label=gettext_lazy("Why it may go out as it is"), widget=TextArea
        )
        for touch in self.touches:
            label = self.name_of(touch)
            fields[touch.key] = forms.CharField(label=label, widget=TextArea)
            data.setdefault(touch.key, touch.now)
        self.form.data = data

    def unanswered(self):
        """(field, why not) of what still keeps the correction back."""
        choice = self.form.data.get("waiting")
        if choice not in CHOICES:
            yield (
                None,
                _(
                    "The waiting edition has words of its own where you correct. Say "
                    "what becomes of them. Nothing was done yet."
                ),
            )
            yield "waiting", _("Choose one.")
        elif choice == KEEP and not self.form.data.get("why", "").strip():
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
        return next((block for block in self.form.blocks if block.place == place), None)

    def words(self, touch):
        """What was typed for a place, on one line where it has only one."""
        block, typed = self.block_of(touch), tidy(self.form.data[touch.key])
        return " ".join(typed.splitlines()) if block and block.is_line else typed

    @property
    def places(self):
        """Each place as the page shows it."""
        return [
            {"field": self.form[touch.key], "after": touch.after}
            for touch in self.touches
        ]

    @property
    def answer(self):
        """What the editor said, as the verb takes it."""
        if not self.touches:
            return Resolution()
        choice = self.form.data["waiting"]
        texts = {touch.key: self.words(touch) for touch in self.touches}
        return Resolution(
            texts=texts if choice == EDIT else {},
            cancel=choice == CANCEL,
            why=self.form.data.get("why", "").strip() if choice == KEEP else "",
        )

    def outcome(self, result):
        """What became of the waiting edition, for the editor and for the log."""
        if not self.touches:
            return
        said = self.answer
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
