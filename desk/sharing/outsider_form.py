"""What an outsider may say of a text that they were shown."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.models import Comment
from desk.talk.anchors import Anchors
from explainer.blocks import kind_at

WORDS = ("plain", "prose")
NOT_READ = ("desk", "short_headline")


class OutsiderForm(forms.Form):
    """A comment on all of a text, on a place of it, or on some of its words."""

    place = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    quote = forms.CharField(
        label=gettext_lazy("The words it is about"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )
    body = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )
    guest = forms.CharField(label=gettext_lazy("Your name"), max_length=100)
    thread = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    mark = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, link, document, **options):
        super().__init__(*args, label_suffix="", **options)
        self.link, self.anchors = link, Anchors(link.owner, document)
        self.fields["place"].choices = [("", _("All of it")), *self.places()]

    def places(self):
        """What somebody who reads the page would call one: a text of its own, or a part
        as a whole."""
        for place, words in self.anchors.choices:
            uid, _colon, field = place.partition(":")
            is_text = kind_at(self.anchors.document, "", field) in WORDS
            if not field or (not uid and is_text and field not in NOT_READ):
                yield place, words

    def clean(self):
        """What nobody has typed can only be old, or not from our page."""
        if any(field.errors for field in self.hidden_fields()):
            words = _(
                "This page was open for long. Nothing is lost: send it once more."
            )
            raise forms.ValidationError(words)
        return super().clean()

    def act(self):
        said = self.cleaned_data
        uid, field = self.anchors.said(said["place"]) or ("", "")
        return Comment.objects.say(
            self.link,
            guest=said["guest"],
            body=said["body"],
            mark=said["mark"],
            parent=said["thread"],
            uid=uid,
            field=field,
            quote=said["quote"],
        )
