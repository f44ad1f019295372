"""Form fields of the desk: bulk-loaded choices, prose, moments in our zone."""

import re

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagField

from explainer.addresses import without_logins
from explainer.field import GLANCE
from people.choices import Choice
from stories.models import Tag


class LoadedChoiceField(forms.ModelChoiceField):
    """A choice among rows that the formset has fetched for all its forms at once."""

    loaded = {}  # The row's key as text -> the row; the formset sets it.
    offered = {}  # More such rows to choose from, for who has no script.

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if found := self.loaded.get(str(value)):
            return found
        raise forms.ValidationError(
            self.error_messages["invalid_choice"], code="invalid_choice"
        )


class LoadedKeyField(LoadedChoiceField):
    """The hidden key of a saved row; none if somebody has removed the row since."""

    def to_python(self, value):
        return self.loaded.get(str(value))


class UidField(forms.UUIDField):
    """A part's own mark; a row says nothing by having one."""

    def __init__(self, **options):
        super().__init__(required=False, widget=forms.HiddenInput, **options)

    def has_changed(self, initial, data):
        return False


class LoadedSelect(Choice):
    """Autocomplete whose chosen option is one of the field's loaded rows."""

    def optgroups(self, name, value, attr=None):
        """Only the options that rows have loaded, or that are offered: no query for
        each row."""
        options = [] if self.is_required else [("", "")]
        offered = self.choices.field.offered
        rows = self.choices.field.loaded | offered
        keys = dict.fromkeys([*map(str, value), *offered])
        options += [(key, str(rows[key])) for key in keys if key in rows]
        made = [
            self.create_option(name, key, label, key in map(str, value), index)
            for index, (key, label) in enumerate(options)
        ]
        return [(None, made, 0)]


class TagsField(TagField):
    """Tags that the database can hold, each with letters to know it by."""

    MOST = Tag._meta.get_field("name").max_length

    def clean(self, value):
        """The names of the tags. Refuses a long one, a login within an address, and one
        without a letter or a digit."""
        names = super().clean(value)
        for name in names:
            if len(name) > self.MOST:
                said = gettext("A tag may have %(most)d characters at most: %(tag)s")
                raise forms.ValidationError(said % {"most": self.MOST, "tag": name})
            if without_logins(name) != name:
                said = gettext("The address holds a name or a password: take it out.")
                raise forms.ValidationError(said)
            if not any(map(str.isalnum, name)):
                said = gettext("A tag needs a letter or a digit: %(tag)s")
                raise forms.ValidationError(said % {"tag": name})
        return names


class TextArea(forms.Textarea):
    """A text that grows with what is typed."""

    def __init__(self, attrs=None):
        super().__init__({"class": "vLargeTextField", "rows": 2} | (attrs or {}))


class CountedArea(TextArea):
    """Its words are counted as they are typed."""

    def __init__(self, attrs=None):
        super().__init__({"data-words": _("Words:")} | (attrs or {}))


class ProseArea(CountedArea):
    """House markup. A page that includes `_prose.html` gets the tools to write it."""

    def __init__(self, attrs=None):
        tools = {
            "class": "vLargeTextField prose",
            "rows": 3,
            "spellcheck": "true",
            "data-lead-in": _("Lead-in"),
        }
        super().__init__(tools | (attrs or {}))


class LineArea(CountedArea):
    """One line that may be longer than the page is wide, and breaks only there."""

    def __init__(self, attrs=None):
        line = {"class": "vLargeTextField line-area", "rows": 1}
        super().__init__(line | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        lines = map(str.strip, re.split("[\r\n]", value or ""))
        return value and " ".join(filter(None, lines))


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A moment in the paper's zone, which the field names.

    What nobody touched stays as it was: its seconds, and which of two equal hours.
    """

    widget = MomentInput
    # At the ends of the calendar a moment has no time in some zones.
    YEARS = range(1900, 9000)

    def __init__(self, *, help_text="", **options):
        zone = timezone.get_default_timezone_name()
        said = _("In the paper's time zone, {zone}.")
        said = format_lazy(said, zone=zone)
        super().__init__(help_text=format_lazy("{} {}", help_text, said), **options)

    def is_untouched(self, initial, data):
        return data == self.widget.format_value(self.prepare_value(initial))

    def has_changed(self, initial, data):
        return not self.is_untouched(initial, data) and super().has_changed(
            initial, data
        )

    def to_python(self, value):
        moment = super().to_python(value)
        if moment is not None and moment.year not in self.YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment

    def _clean_bound_field(self, bound):
        before = bound.form.initial.get(bound.name)
        if before and self.is_untouched(before, bound.data):
            return before
        return super()._clean_bound_field(bound)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


# The browser's own inputs: they need no script, and phones know them.
WIDGETS = {
    models.TextField: {"widget": TextArea},
    models.DateField: {"widget": DayInput},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
}


def text_widget(db_field, field):
    """The widget of a text by what the format says of it: house markup, or counted."""
    if field is None or not isinstance(db_field, models.TextField):
        return {}
    if field.kind == "prose":
        return {"widget": ProseArea}
    return {"widget": CountedArea} if GLANCE in field.read else {}


class KindField(forms.ChoiceField):
    """One of a few kinds, each with what it means."""

    widget = forms.RadioSelect

    def __init__(self, kinds, **options):
        super().__init__(
            choices=[
                (kind.value, f"{kind.label}: {said}") for kind, said in kinds.items()
            ],
            initial=next(iter(kinds)).value,
            label=_("What kind of edition is it?"),
            **options,
        )


def without_detours(field):
    """One link beside a choice is enough: to add what isn't there yet."""
    if isinstance(field, forms.ModelChoiceField):
        field.widget.can_change_related = False
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
    return field


class RowFields(dict):
    """Fields that all rows of one kind share, in one request: copying them is dear.

    Each form has a dict of its own, in which it may put others in their place.
    """

    def __deepcopy__(self, memo):
        return {**self}


def translate_once(fields):
    """Fields whose words were looked up once, for rows that repeat them."""
    made = RowFields(fields)
    for field in made.values():
        field.label, field.help_text = str(field.label), str(field.help_text)
        attrs = field.widget.attrs
        words = {key: str(said) for key, said in attrs.items() if is_lazy(said)}
        field.widget.attrs = attrs | words
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(key, str(label)) for key, label in field.choices]
    return made


def is_lazy(words):
    return isinstance(words, Promise)
