"""The form of one part of a story or question: one row among others of its kind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stories import prose
from stories.admin.fields import LoadedChoiceField, UidField

GIST = 160  # So many characters tell what a closed part says.


class PartForm(forms.ModelForm):
    position = forms.IntegerField(
        label=_("Position"), required=False, min_value=0, max_value=32767
    )
    uid = UidField()
    media = forms.Media()  # Rows are alike: their formset asks for what they need.
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
        if hasattr(self.instance, "fill") and self.is_complete and self.has_changed():
            self.instance.fill()

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
    def is_complete(self):
        """Whether the links that this part can't be without are there."""
        links = [f for f in self._meta.model._meta.fields if f.is_relation]
        needed = [f for f in links if f.name in self.fields and not f.null]
        owner = self._meta.model.OWNER
        return all(getattr(self.instance, f.attname) for f in needed if f.name != owner)


def isinstance_names(fields, kind):
    return {name for name, field in fields.items() if isinstance(field, kind)}
