"""The form of a story or question: it never saves over what its writer hasn't seen."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.form.status import when
from stories.models import Redaction


class DraftForm(forms.ModelForm):
    """Refuses to save over what somebody else saved since the page was loaded."""

    loaded_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # A new draft's key to be, so that a form sent twice makes one draft.
    draft_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    is_preview = False
    is_over = False  # It takes the place of what was saved since it was loaded.
    conflict = None
    shown = None  # What this form shows, whatever was sent: it is never saved.
    plain = None  # The class of the same form without that.

    def __init__(self, data=None, *args, **options):
        super().__init__(data if self.shown is None else self.shown, *args, **options)
        if self.instance._state.adding:
            self.fields["draft_id"].initial = uuid.uuid4
        else:
            self.fields["loaded_version"].initial = self.instance.lock_version

    def is_valid(self):
        return super().is_valid() and self.shown is None

    @property
    def loaded_revision(self):
        """The save that the form began with: of a text in the form, as it says."""
        if self.is_bound:
            return self.data.get("loaded_revision", "")
        return getattr(self.instance, "head_key", None) or ""

    def _get_validation_exclusions(self):
        """A preview doesn't ask the database whether it could be saved."""
        more = {*self.fields} if self.is_preview else set()
        return super()._get_validation_exclusions() | more

    def clean(self):
        """Lock the draft and refuse to overwrite a version that the form was not loaded
        from: code "conflict", unless `_overwrite` names that very version. A preview
        checks nothing."""
        super().clean()
        loaded = self.cleaned_data.get("loaded_version")
        if self.is_preview:
            return
        if self.instance._state.adding:
            self.refuse_redacted()
            if loaded is not None:
                self.refuse_gone()
            return
        # The lock lasts until the admin's transaction ends, so nobody comes between.
        rows = type(self.instance)._default_manager.values_list(
            "lock_version", Exists(Redaction.objects.all())
        )
        rows = rows.select_for_update(no_key=True) if self.shown is None else rows
        row = rows.filter(pk=self.instance.pk).first()
        if row is None:
            self.refuse_gone()
        version, is_any_redacted = row
        if is_any_redacted:
            self.refuse_redacted()
        is_apart = loaded != version
        self.is_over = is_apart and self.data.get("_overwrite") == str(version)
        if is_apart and not self.is_over:
            self.conflict = version
            raise ValidationError(self.who_saved(), code="conflict")
        self.instance.lock_version = version + 1

    def refuse_redacted(self):
        """An order took words out of the paper: no form brings them back."""
        texts = (text for _name, texts in self.data.lists() for text in texts)
        if again := Redaction.objects.all().said_in(texts):
            words = _(
                "This text says what was removed by order (%(order)s). Take it out: "
                "nothing is saved before."
            )
            raise ValidationError(words % {"order": again.order}, code="redacted")

    def refuse_gone(self):
        """Keep the text of a draft that is no longer there, ready to be a new one."""
        self.data = self.data.copy()
        self.data["loaded_version"] = ""
        self.data["draft_id"] = str(uuid.uuid4())
        raise ValidationError(
            _(
                "Somebody deleted this draft while you were writing. Your text is "
                "kept below: Save makes it a new draft."
            ),
            code="gone",
        )

    def who_saved(self):
        head = self.instance.revisions.head()
        by = head and head.created_by
        who = by or _("Someone")
        at = when(head.created_at, timezone.now()) if head else _("a moment ago")
        return _(
            "%(who)s saved at %(at)s while you were writing. Nothing of yours is "
            "lost: it is kept below, not saved yet."
        ) % {"who": who, "at": at}

    @property
    def is_refused_for_conflict_alone(self):
        codes = [
            fault.code for faults in self.errors.as_data().values() for fault in faults
        ]
        return codes == ["conflict"]
