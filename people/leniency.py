"""What is nonsense in an address or a form is no error: it is left out, or said."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import DataError
from django.forms import ModelMultipleChoiceField

from people.choices import Choice

# What the engines say of a number that no column can hold.
TOO_LARGE = (OverflowError, DataError)


class LenientChangeList(ChangeList):
    """A list whose address may ask for a number that no column or page can have."""

    def get_results(self, request):
        self.page_num = max(1, self.page_num)
        try:
            super().get_results(request)
        except TOO_LARGE as fault:
            raise IncorrectLookupParameters(fault) from fault


class KeySelect(Choice):
    """A choice by key; what can't be one chooses nothing, and the form says so."""

    def optgroups(self, name, value, attr=None):
        try:
            return super().optgroups(name, value, attr)
        except (ValueError, *TOO_LARGE):
            return super().optgroups(name, [], attr)


class KeysField(ModelMultipleChoiceField):
    """Choices by key, of which one may be a number that no column can hold."""

    def clean(self, value):
        try:
            return super().clean(value)
        except TOO_LARGE as fault:
            words = self.error_messages["invalid_list"]
            raise ValidationError(words, code="invalid_list") from fault
