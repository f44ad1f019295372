"""Fields of small forms: moments ahead, numbers, notes, colleagues."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import MomentField, TextArea
from desk.form.status import when
from stories.models.demands import FARTHEST

MOST = 2**31 - 1  # The largest number that a row's key or an edition can have.


class Note(forms.CharField):
    """The public note of an edition."""

    widget = TextArea

    def __init__(self, **options):
        super().__init__(
            **{"label": gettext_lazy("Note to readers"), "max_length": 2000} | options
        )


class ComingField(MomentField):
    """A moment ahead, and not so far that it must be a slip of the hand."""

    YEARS = range(1, 10_000)  # what is too far is told so

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        now = timezone.now()
        if value <= now:
            raise forms.ValidationError(_("Choose a time that is still ahead."))
        if value > now + FARTHEST:
            raise forms.ValidationError(_("Choose a time within five years from now."))


class WhenField(forms.ChoiceField):
    """Whether it is done now, or at the moment that the field `at` has."""

    widget = forms.RadioSelect

    def __init__(self):
        choices = {"now": gettext_lazy("Now"), "at": gettext_lazy("At a later time")}
        label = gettext_lazy("When?")
        super().__init__(label=label, choices=choices, initial="now")


class ReplaceField(forms.BooleanField):
    """That the edition which is waiting may be lost: only if somebody says so."""

    def __init__(self):
        help_text = gettext_lazy("Otherwise this is refused.")
        super().__init__(required=False, help_text=help_text)


def ask_replacement(form, waiting):
    """Name the edition that a verb would give up; without one there is nothing to
    ask."""
    if not waiting:
        del form.fields["replace"]
        return
    content = waiting.revision.content
    at = when(waiting.published_at, form.state.standing.now)
    title = content.get("headline") or content.get("title", "")
    words = _("Give up the edition waiting for %(at)s: “%(title)s”")
    form.fields["replace"].label = words % {"at": at, "title": title}


class NumberField(forms.IntegerField):
    """The hidden number of what the editor had before them."""

    widget = forms.HiddenInput

    def __init__(self, **options):
        super().__init__(min_value=1, max_value=MOST, **options)

    def said(self, value):
        """The number, or None for what can't be one."""
        try:
            return self.clean(value)
        except forms.ValidationError:
            return None


class ColleagueField(forms.ModelChoiceField):
    """Somebody to choose by name, beside the name that a comment calls them by."""

    def label_from_instance(self, person):
        name, called = str(person), person.get_username()
        return name if name == called else f"{name} (@{called})"
