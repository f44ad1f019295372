"""Handing over, lock notes and contacts: what the desk's people tell each other."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.form.fields import MomentField, TextArea
from desk.form.verb_fields import ColleagueField, ComingField
from desk.models import Contact, Handover, LockNote
from desk.talk.forms import AnchoredForm, TalkForm
from stories.models.owned_rows import colleagues


class HandOver(TalkForm):
    title = gettext_lazy("Hand over")
    button = gettext_lazy("Hand over")
    is_logged = True
    section = "handover"
    about = Handover
    to = ColleagueField(None, label=pgettext_lazy("a person", "To"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=4000,
        widget=TextArea,
        help_text=gettext_lazy(
            "What is done, what you are waiting for, what not to touch."
        ),
    )
    due_at = ComingField(label=gettext_lazy("Due at"), required=False)

    def prepare(self):
        self.fields["to"].queryset = colleagues("change", self.owner)

    def act(self):
        said = self.cleaned_data
        Handover.objects.hand_over(self.owner, by=self.by, **said)
        return _("Handed over: %(who)s has it now.") % {"who": said["to"]}


class Take(TalkForm):
    is_logged = True
    section = "handover"
    button = gettext_lazy("Take it")

    def act(self):
        Handover.objects.take(self.owner, by=self.by)
        return _("You have it now.")


class LetGo(TalkForm):
    is_logged = True
    section = "handover"
    button = gettext_lazy("Let go of it")

    def act(self):
        Handover.objects.let_go(self.owner)
        return _("Nobody has it now.")


class Lock(AnchoredForm):
    title = gettext_lazy("New lock note")
    button = gettext_lazy("Put the note on it")
    is_logged = True
    section = "locks"
    about = LockNote
    nothing = gettext_lazy("Choose a place")
    words = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=1000,
        widget=TextArea,
        help_text=gettext_lazy(
            "For example: lawyered 14 January, agreed wording, ask Ruth first."
        ),
    )
    field_order = ["place", "words", "input", "uid", "mark"]

    def clean(self):
        super().clean()
        if self.anchor == ("", ""):
            self.add_error("place", _("Say which place the note is on."))

    def act(self):
        """Put a note on a place with its wording of now; the same form sent twice makes
        one."""
        said, (uid, field) = self.cleaned_data, self.anchor
        LockNote.objects.make_once(
            self.owner,
            said["mark"],
            self.by,
            uid=uid,
            field=field,
            wording=self.anchors.text(uid, field),
            words=said["words"],
        )
        return _("The note is on it.")


class Lift(TalkForm):
    is_logged = True
    section = "locks"
    about = LockNote
    button = gettext_lazy("Take the note off")

    def act(self):
        self.found().lift(by=self.by)
        return _("The note is off.")


class AskedMomentField(MomentField):
    """A moment that need not lie ahead, but that somebody can have meant."""

    def validate(self, value):
        super().validate(value)
        if value and not 1900 < value.year < 2200:
            raise forms.ValidationError(_("Choose a time that somebody can mean."))


class Ask(TalkForm):
    title = gettext_lazy("New contact")
    button = gettext_lazy("Note it")
    section = "contacts"
    about = Contact
    who = forms.CharField(label=gettext_lazy("Whom we asked"), max_length=300)
    how = forms.CharField(
        label=gettext_lazy("How"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For example: by phone, or where we wrote to."),
    )
    asked_at = AskedMomentField(
        label=gettext_lazy("When"),
        required=False,
        help_text=gettext_lazy("Left empty, it is now."),
    )
    deadline = AskedMomentField(
        label=gettext_lazy("Deadline that we gave"), required=False
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"), max_length=4000, required=False, widget=TextArea
    )

    def act(self):
        said = {key: value for key, value in self.cleaned_data.items() if value}
        Contact.objects.make_once(self.owner, said.pop("mark", None), self.by, **said)
        return _("Noted.")


class Answer(Ask):
    """What a contact's row says, mended or completed."""

    title = gettext_lazy("Change the contact")
    button = gettext_lazy("Save the answer")

    def act(self):
        contact, said = self.found(), self.cleaned_data
        for name in ("who", "how", "deadline", "answer"):
            setattr(contact, name, said[name])
        contact.asked_at = said["asked_at"] or contact.asked_at
        contact.save()
        return _("Noted.")


HANDING_DEEDS = {
    "hand-over": HandOver,
    "take": Take,
    "let-go": LetGo,
    "lock": Lock,
    "lift": Lift,
    "contact": Ask,
    "answer": Answer,
}
