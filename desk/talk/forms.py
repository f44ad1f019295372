"""What can be said and done beside a text, each as a small form: comments."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import TextArea
from desk.models import Comment
from desk.models.comments import names_called
from desk.verbs.review import AnswerField
from people.refusals import GoneError
from stories.models import Review


class TalkForm(forms.Form):
    """One thing to say or do, by `act()` of each; sent twice it is done once."""

    title = button = ""
    section = "comments"  # The part of the page where one sees what came of it.
    about = Comment
    permission = "change"
    is_logged = False  # What is said need not be; who took what on themselves must.

    mark = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, owner, by, anchors, key=None, **options):
        super().__init__(*args, **options)
        self.owner, self.by, self.anchors, self.key = owner, by, anchors, key
        self.warnings = []
        self.prepare()

    def prepare(self):
        """Shape the form by whose it is."""

    def found(self):
        """What it is about; somebody may have removed it meanwhile."""
        rows = self.about.objects.of(self.owner).named()
        if found := rows.filter(pk=self.key).first():
            return found
        raise GoneError


class AnchoredForm(TalkForm):
    """About a place: chosen from a list, or the input that the words stand in."""

    place = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    input = forms.CharField(widget=forms.HiddenInput, required=False, max_length=150)
    uid = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    nothing = gettext_lazy("All of it")

    def prepare(self):
        self.fields["place"].choices = self.places  # Only some pages show them.

    def places(self):
        return [("", self.nothing), *self.anchors.choices]

    def clean(self):
        said = super().clean()
        name = said.get("input")
        if name:
            self.anchor = self.anchors.of_input(name, said.get("uid", ""))
            if self.anchor is None:
                raise forms.ValidationError(_("There is no such place in this text."))
        else:
            self.anchor = self.anchors.said(said.get("place", "")) or ("", "")
        return said


def body_field(label):
    return forms.CharField(label=label, max_length=4000, widget=TextArea)


class CommentForm(TalkForm):
    """What somebody says."""

    body = body_field(gettext_lazy("Comment"))

    def write(self, **options):
        said = self.cleaned_data
        comment = Comment.objects.write(
            self.owner, by=self.by, body=said["body"], mark=said["mark"], **options
        )
        self.warn(comment)

    def warn(self, comment):
        """Name those who were called and won't hear of it."""
        heard = {one.get_username().casefold() for one in comment.mentions.all()}
        for name in names_called(comment.body):
            if name not in heard:
                words = _("Nobody called “%(name)s” can open this.")
                self.warnings.append(words % {"name": name})


class WriteComment(CommentForm, AnchoredForm):
    title = gettext_lazy("New comment")
    button = gettext_lazy("Comment")
    quote = forms.CharField(
        label=gettext_lazy("The words it is about"),
        required=False,
        max_length=1000,
        widget=TextArea,
    )
    field_order = ["place", "quote", "body", "input", "uid", "mark"]

    def act(self):
        uid, field = self.anchor
        self.write(uid=uid, field=field, quote=self.cleaned_data["quote"])
        return _("Said.")


class Reply(CommentForm):
    title = gettext_lazy("Reply")
    button = gettext_lazy("Reply")
    # Else a reply stays at the desk, also under what an outsider has said.
    is_for_guest = forms.BooleanField(
        label=gettext_lazy("Whoever said this outside may read it"), required=False
    )
    field_order = ["body", "is_for_guest", "mark"]

    def prepare(self):
        said = Comment.objects.of(self.owner).filter(pk=self.key)
        if not said.filter(written_by=None).exists():
            del self.fields["is_for_guest"]

    def act(self):
        told = self.cleaned_data.get("is_for_guest", False)
        self.write(parent=self.found(), is_for_guest=told)
        return _("Said.")


class EditComment(CommentForm):
    title = gettext_lazy("Change your comment")
    button = gettext_lazy("Change it")
    field_order = ["body", "mark"]

    def act(self):
        comment = self.found()
        comment.edit(self.cleaned_data["body"], by=self.by)
        self.warn(comment)
        return _("Changed.")


class Resolve(TalkForm):
    button = gettext_lazy("Resolve")

    def act(self):
        self.found().resolve(by=self.by)
        return _("Resolved.")


class Reopen(TalkForm):
    button = gettext_lazy("Reopen")

    def act(self):
        self.found().reopen()
        return _("Open again.")


class TakeBack(TalkForm):
    button = gettext_lazy("Delete")

    def act(self):
        self.found().take_back(by=self.by)
        return _("Deleted.")


COMMENT_DEEDS = {
    "comment": WriteComment,
    "reply": Reply,
    "edit": EditComment,
    "resolve": Resolve,
    "reopen": Reopen,
    "take-back": TakeBack,
}


class ReadAfter(TalkForm):
    """A second person has read what went out without one."""

    section = "reviews"
    about = Review
    permission = "publish"
    is_logged = True
    button = gettext_lazy("I have read it")
    answer = AnswerField(required=False)

    def act(self):
        self.found().read(by=self.by, answer=self.cleaned_data["answer"])
        return _("Read by a second person.")
