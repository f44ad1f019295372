"""The form of one part of a story or question: one row among others of its kind."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.field_names import label
from desk.form.fields import LoadedChoiceField, UidField
from explainer import prose
from explainer.checks.sourcing import nameless
from explainer.checks.structure import unfinished_fields
from explainer.format import items_of
from stories.models.freezing import freeze_part

GIST = 160  # So many characters tell what a closed part says.


class PartForm(forms.ModelForm):
    position = forms.IntegerField(
        label=gettext_lazy("Position"), required=False, min_value=0, max_value=32767
    )
    uid = UidField()
    media = forms.Media()  # Rows are alike: their formset asks for what they need.
    defaults = {}  # What stands where a choice was emptied, by its field.
    told_by = ()  # The fields that tell, when the part is closed, what it says.

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance._state.adding:
            self.initial["position"] = None  # Left empty, a new part goes last.
        else:
            self.initial["uid"] = self.instance.uid

    def has_changed(self):
        """A new row that only has a position says nothing yet."""
        changed = set(self.changed_data)
        return bool(changed - {"position"} if self.empty_permitted else changed)

    def _get_validation_exclusions(self):
        # A loaded choice is known to exist: asking again costs a query for each row.
        loaded = isinstance_names(self.fields, LoadedChoiceField)
        return super()._get_validation_exclusions() | loaded

    def _post_clean(self):
        super()._post_clean()
        if self.instance._state.adding:
            self.instance.uid = self.cleaned_data.get("uid") or self.instance.uid
            if self.cleaned_data.get("position") is None:
                self.instance.position = None
        if hasattr(self.instance, "fill") and self.has_changed():
            self.instance.fill()

    def clean(self):
        """A choice that was emptied is made as it is made by itself."""
        said = super().clean()
        for name, value in said.items():
            if value in (None, "") and name in self.defaults:
                said[name] = self.defaults[name]
        return said

    @property
    def gist(self):
        """What the part says, in a line: what it is known by, and its first words."""
        texts = [self.told(name) for name in self.told_by if name in self.fields]
        known_by, *rest = [*filter(None, texts)] or [""]
        return known_by, " ".join(rest)[:GIST]

    def told(self, name):
        value = str(self[name].value() or "")
        choices = dict(getattr(self.fields[name], "choices", ()))
        return " ".join(prose.plain(str(choices.get(value, value))).split())

    @property
    def unfinished(self):
        """What the part lacks for readers, in words; nothing of an untouched row."""
        is_new = self.instance._state.adding
        is_untouched = is_new and not (self.is_bound and self.has_changed())
        return "" if is_untouched else unfinished(self.instance)


def unfinished(part):
    """What a part lacks for readers, in words."""
    item = freeze_part(part)
    found = [*unfinished_fields(item, items_of(part.KEY))]
    words = [f"{label(type(part), lack.place)}: {lack.message}." for lack in found]
    if item.get("key") and part.KEY == "sources":
        words += [f.message for f in nameless({"sources": [item]})]
    said = " ".join(map(capfirst, words))
    return said and _("Before this can be published: %(words)s") % {"words": said}


def isinstance_names(fields, kind):
    return {name for name, field in fields.items() if isinstance(field, kind)}
