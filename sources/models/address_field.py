"""A column for the address of a page elsewhere: refused as every door refuses it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from explainer.addresses import fault_of, normalise_scheme


def is_web_address(value):
    if fault := fault_of(value):
        raise ValidationError(fault)


class AddressInput(forms.CharField):
    widget = forms.URLInput

    def to_python(self, value):
        return normalise_scheme(super().to_python(value))


class AddressField(models.URLField):
    """As Django's, but a browser's rules say what an address is."""

    default_validators = [is_web_address]

    def formfield(self, **options):
        return super().formfield(**{"form_class": AddressInput} | options)

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.URLField", args, options
