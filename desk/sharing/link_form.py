"""What is asked before a text is shown to somebody outside."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.form.approvals import clock
from desk.form.verb_fields import NumberField
from desk.models import ShareLink
from people.refusals import GoneError

DAYS = (1, 3, 7, 14, 30)
USUAL = 7
THIS_TEXT, THE_DRAFT = "text", "draft"


def days():
    return [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS]


class LinkForm(forms.Form):
    """Whom a text is shown, which, for how long, and whether they may comment."""

    label = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=120,
        help_text=gettext_lazy(
            "They see this on the page, and you beside what they write."
        ),
    )
    shows = forms.ChoiceField(
        label=gettext_lazy("What it shows"),
        initial=THIS_TEXT,
        widget=forms.RadioSelect,
    )
    last = forms.TypedChoiceField(
        label=gettext_lazy("How long"), choices=days, coerce=int, initial=USUAL
    )
    takes_comments = forms.BooleanField(
        label=gettext_lazy("They may leave comments"), label_suffix="", required=False
    )
    revision = NumberField(required=False)
    mark = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, owner, by, seen, **options):
        super().__init__(*args, **options)
        self.owner, self.by, self.seen = owner, by, seen
        self.fields["revision"].initial = seen and seen.pk
        at = clock(seen.created_at) if seen else ""
        this = _("The text saved at %(at)s, and no other") % {"at": at}
        draft = _("The draft as it is saved last, whenever they look")
        self.fields["shows"].choices = {THIS_TEXT: this, THE_DRAFT: draft}

    def clean(self):
        said = super().clean()
        pinned = said.get("shows") == THIS_TEXT
        said["revision"] = self.seen if pinned else None
        return said

    def act(self):
        """The link, and its secret or, if it was made before, none."""
        said = dict(self.cleaned_data)
        if said["shows"] == THIS_TEXT and said["revision"] is None:
            raise GoneError
        del said["shows"]
        said["until"] = timezone.now() + dt.timedelta(days=said.pop("last"))
        return ShareLink.objects.share(self.owner, by=self.by, **said)
