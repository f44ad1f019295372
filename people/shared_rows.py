"""What the desk's forms of standing data have in common: a save there is live at once.

Two people may have the same form open; whoever saves second is told, and asked again.
"""

import hashlib
import json

from django import forms
from django.contrib.admin.utils import display_for_value
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from explainer.addresses import without_logins
from people.audit import AuditedAdmin
from people.models import AuditEvent


def fingerprint(row):
    """Stands for all that a row says; another row has another."""
    said = {f.name: f.value_to_string(row) for f in row._meta.concrete_fields}
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


class PublicForm(forms.ModelForm):
    """Of what readers are shown as soon as it is saved: no address has a password."""

    def clean(self):
        said = super().clean()
        for name, value in [*self.cleaned_data.items()]:
            if isinstance(value, str) and without_logins(value) != value:
                words = _("The address holds a name or a password: take it out.")
                self.add_error(name, words)
        return said


class StandingForm(PublicForm):
    """Refuses to save, once, over what somebody else saved since it was loaded."""

    loaded = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "loaded" in self.fields and not self.instance._state.adding:
            self.fields["loaded"].initial = fingerprint(self.instance)

    def clean(self):
        said = super().clean()
        if self.instance._state.adding or "loaded" not in self.fields:
            return said
        rows = type(self.instance)._default_manager.select_for_update(of=("self",))
        row = rows.filter(pk=self.instance.pk).first()
        if row and fingerprint(row) != said.get("loaded"):
            self.tell(row)
        return said

    def tell(self, row):
        """Say what is saved now; who saves again has read it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("loaded")] = fingerprint(row)
        for name in self.fields:
            if name in self.cleaned_data and name != "loaded":
                now = getattr(row, name, None)
                if now != self.cleaned_data[name]:
                    words = _("Saved meanwhile: %(value)s")
                    shown = display_for_value(now, "–")
                    self.add_error(name, words % {"value": shown})
        words = _(
            "%(who)s saved this while you were writing. Yours is kept below, not saved "
            "yet: save again to put it in the place of theirs."
        )
        raise ValidationError(words % {"who": who_saved(row)}, code="conflict")


def who_saved(row):
    newest = AuditEvent.objects.about(row).filter(verb="change").first()
    return capfirst(newest.by_name) if newest else _("Someone")


class StandingAdmin(AuditedAdmin):
    """Mixed into an admin whose form is a StandingForm."""

    form = StandingForm

    def get_fields(self, request, obj=None):
        kept = obj and self.has_change_permission(request, obj)
        return [*super().get_fields(request, obj), *(["loaded"] if kept else [])]
