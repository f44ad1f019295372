"""The front page as an editor has it before them: its picks, typed or as saved."""

import hashlib
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import MomentField, MomentInput
from explainer.days import format_moment
from people.shared_rows import fingerprint
from stories.models import Pick

MOST = 20
NAMES = ("pick", "story", "shown_from", "shown_until")


class PickForm(forms.Form):
    """From when until when one story is on the front page."""

    shown_from = MomentField(label=gettext_lazy("From"), required=False)
    shown_until = MomentField(label=gettext_lazy("Until"), required=False)

    def __init__(self, sent, number, saved=None):
        self.story_id = uuid.UUID(sent["story"])
        self.pick = sent["pick"] if saved else ""
        before = {name: getattr(saved, name) for name in NAMES[2:]} if saved else {}
        super().__init__(sent, initial=before, auto_id=f"id_{number}_%s")

    def clean(self):
        super().clean()
        begins, ends = map(self.cleaned_data.get, NAMES[2:])
        if begins and ends and ends <= begins:
            self.add_error("shown_until", _("This has to come after the beginning."))

    def made(self):
        """The pick that it says, if it says one."""
        return Pick(story_id=self.story_id, **self.cleaned_data)


class Arrangement:
    """The picks in their order as the page has them, and what they are based on."""

    conflict = ""

    def __init__(self, sent, now, saved, loaded):
        self.sent, self.now, self.loaded = sent[:MOST], now, loaded
        self.saved = {str(pick.pk): pick for pick in saved}

    @classmethod
    def as_saved(cls, now):
        saved = list(Pick.objects.all())
        sent = [pick_row(pick) for pick in saved if not pick.is_over(now)]
        return cls(sent, now, saved, version(saved))

    @classmethod
    def as_sent(cls, data, now):
        rows = zip(*(data.getlist(name) for name in NAMES), strict=False)
        sent = [dict(zip(NAMES, row, strict=True)) for row in rows]
        sent = [row for row in sent if is_key(row["story"])]
        return cls(sent, now, list(Pick.objects.all()), data.get("loaded", ""))

    def act(self, data):
        """Move, remove or add a row, as the button that was pressed says."""
        for name, step in (("up", -1), ("down", 1)):
            at = number_in(data, name, len(self.sent))
            if at is not None:
                self.sent.insert(max(0, at + step), self.sent.pop(at))
        gone = number_in(data, "remove", len(self.sent))
        if gone is not None:
            del self.sent[gone]
        if is_key(data.get("add", "")) and len(self.sent) < MOST:
            self.sent.append(dict.fromkeys(NAMES, "") | {"story": data["add"]})

    def forms(self):
        return [
            PickForm(row, number, self.saved.get(row["pick"]))
            for number, row in enumerate(self.sent)
        ]

    def picks(self):
        """What the rows say, or None while one of them says nothing that can be."""
        rows = self.forms()
        return [row.made() for row in rows] if all(r.is_valid() for r in rows) else None

    def lasting(self):
        """The picks that are saved and not over."""
        return [pick for pick in self.saved.values() if not pick.is_over(self.now)]

    def ended(self):
        """Those that are over, and not among the rows."""
        rows = {row["pick"] for row in self.sent}
        return [
            pick
            for key, pick in self.saved.items()
            if pick.is_over(self.now) and key not in rows
        ]

    def save(self, clearing=False):
        """Write the rows, unless somebody else did since these were loaded."""
        Pick.objects.wait_for_others()
        saved = list(Pick.objects.all())
        self.saved = {str(pick.pk): pick for pick in saved}
        if version(saved) != self.loaded:
            self.loaded = version(saved)
            return False
        kept = [] if clearing else self.ended()
        Pick.objects.arrange(self.picks(), keeping=[pick.pk for pick in kept])
        return True


def pick_row(pick):
    """A saved pick as the page's inputs have it."""
    times = {name: input_value(getattr(pick, name)) for name in NAMES[2:]}
    return {"pick": str(pick.pk), "story": str(pick.story_id)} | times


def input_value(moment):
    return MomentInput().format_value(timezone.localtime(moment)) if moment else ""


def version(picks):
    """Stands for all that is saved; whatever else is saved has another."""
    said = "".join(sorted(fingerprint(pick) for pick in picks))
    return hashlib.sha256(said.encode()).hexdigest()


def is_key(text):
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def number_in(data, name, below):
    """The number of a row that a button names, if there is such a row."""
    text = data.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else below
    return number if number < below else None


def in_words(picks, titles):
    """The picks for the log: what and when."""
    return [
        ", ".join(
            [titles.get(pick.story_id, str(pick.story_id)), *times_in_words(pick)]
        )
        for pick in picks
    ]


def times_in_words(pick):
    for words, at in (
        (_("from %(at)s"), pick.shown_from),
        (_("until %(at)s"), pick.shown_until),
    ):
        if at:
            yield words % {"at": format_moment(at, "H:i T")}
