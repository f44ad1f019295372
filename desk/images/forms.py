"""The forms of a picture: new, it is its bytes; later only its words change."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from images.file_types import MOST_BYTES, SUFFIXES, RefusedPictureError, refuse_name
from images.models import Image
from images.sanitizer import clean, name_of
from people.shared_rows import StandingForm

ACCEPTED = ",".join(f"image/{kind.lower()}" for kind in (*SUFFIXES, "GIF"))
LICENCES = (
    gettext_lazy("Own work"),
    gettext_lazy("Agency"),
    gettext_lazy("Handout"),
    gettext_lazy("Used with permission"),
    gettext_lazy("Public domain"),
    "CC0 1.0",
    "CC BY 4.0",
    "CC BY-SA 4.0",
    "CC BY-ND 4.0",
)


class LicenceInput(forms.TextInput):
    """A text, with the usual licences to choose from."""

    def __init__(self, attrs=None):
        super().__init__({"class": "vTextField"} | (attrs or {}))

    def render(self, name, value, attrs=None, renderer=None):
        listed = f"{name}-licences"
        attrs = {"list": listed, "autocomplete": "off"} | (attrs or {})
        options = format_html_join("", '<option value="{}">', zip(LICENCES))
        shown = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', shown, listed, options)


def refuse_both(form):
    """Whoever hears the page gets the words or is passed by, not both."""
    said = form.cleaned_data
    if said.get("decorative") and said.get("alt"):
        words = _("A decorative picture has no alternative text: empty it or untick.")
        form.add_error("decorative", words)


class WordsForm(StandingForm):
    """What is said of a picture that is here."""

    class Meta:
        model = Image
        fields = [
            "alt",
            "decorative",
            "caption",
            "credit",
            "licence",
            "rights_until",
            "restrictions",
            "keep_whole",
            "focal_x",
            "focal_y",
        ]
        widgets = {"licence": LicenceInput}

    def clean(self):
        super().clean()
        refuse_both(self)


class UploadForm(WordsForm):
    """A picture that comes in."""

    picture = None  # What is stored of the file, once it was looked at.

    class Meta(WordsForm.Meta):
        fields = ["file", *WordsForm.Meta.fields]
        widgets = WordsForm.Meta.widgets | {
            "file": forms.FileInput({"accept": ACCEPTED, "class": "drop"})
        }
        help_texts = {
            "file": gettext_lazy("JPEG, PNG, WebP, AVIF or GIF, at most 20 MB.")
        }

    def clean_file(self):
        sent = self.cleaned_data["file"]
        try:
            self.picture = looked_at(sent)
        except RefusedPictureError as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return sent


def looked_at(sent):
    """What is to be stored of a file that was sent, unless it is here already."""
    if sent.size > MOST_BYTES:
        raise RefusedPictureError(_("The file is larger than 20 MB."))
    content = sent.read()
    refuse_name(sent.name, content)
    picture = clean(content)
    # Written anew, or the very file that was downloaded here.
    names = [picture.name, name_of(content, picture.kind)]
    if found := Image.objects.filter(name__in=names).first():
        words = _("This picture is here already: %(image)s.")
        raise RefusedPictureError(words % {"image": found})
    return picture
