"""The form by which readers write to the paper, and what makes a message suspicious."""

import re
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.models import ReaderMessage

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
MOST_LINKS = 3


class Words(forms.CharField):
    """A text whose line breaks count once, as they do where it is typed."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class MessageForm(forms.Form):
    """Everything is said in words, and nothing but the message has to be."""

    required_css_class = "required"

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=ReaderMessage.Kind
    )
    page = forms.CharField(
        label=gettext_lazy("Which page?"),
        help_text=gettext_lazy("Its address, if it is about one."),
        max_length=500,
        required=False,
    )
    text = Words(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy(
            "If something is wrong: which sentence, and how do you know? "
            "5,000 characters at most."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": gettext_lazy("Please write your message.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your name, if you like"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("This is no e-mail address, such as me@place.org.")
        },
    )
    # Hidden by an attribute of HTML, so from screen readers too: only robots fill it.
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_name(self):
        """One line, whatever was pasted."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_page(self):
        return path_of(self.cleaned_data["page"])

    def suspicions(self):
        """What speaks for a robot; for whoever looks through what is held."""
        said = self.cleaned_data
        if said["website"]:
            yield _("It filled in a field that people do not see.")
        words = f"{said['name']} {said['text']}"
        if len(LINK.findall(words)) > MOST_LINKS:
            yield _("It has many links.")


def path_of(address):
    """An address of ours without its host; any other as it was typed."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.netloc == urlsplit(settings.SITE_URL).netloc:
        return parts.path or "/"
    return address
