"""The form by which somebody follows a page by mail."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import mail_address

LONGEST = 320


class FollowForm(forms.Form):
    """An address, and the page that it is about."""

    address = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        max_length=LONGEST,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Please write your address.")},
    )
    about = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)
    # Hidden by an attribute of HTML, so from screen readers too: only robots fill it.
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_address(self):
        try:
            return mail_address.normal(self.cleaned_data["address"])
        except ValidationError:
            said = _("This is no e-mail address, such as me@place.org.")
            raise ValidationError(said) from None

    @property
    def is_from_a_robot(self):
        return bool(self.cleaned_data["website"])
