"""The verbs of review: each is about the one text that its page shows."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.editor_comparison import EditorComparison
from desk.form.fields import TextArea
from desk.form.verb_fields import ColleagueField, NumberField
from desk.verbs.saved_text import OnSeenText
from desk.verbs.verb import Verb
from stories.models.owned_rows import colleagues


class AnswerField(forms.CharField):
    widget = TextArea

    def __init__(self, **options):
        super().__init__(max_length=4000, label=gettext_lazy("Answer"), **options)


class ReviewVerb(OnSeenText):
    """Shows what is new since somebody last approved it, or since readers got it."""

    template = "desk/verbs/review.html"
    instead = ""  # The verb for who thinks otherwise.
    request = NumberField(required=False)

    def prepare(self):
        super().prepare()
        self.fields["request"].initial = self.asked_key

    @property
    def asked_key(self):
        """The request that the page shows: nobody else may have answered it since."""
        return self.verdicts.request.pk if self.verdicts.request else ""

    def again(self, state):
        """What was refused is asked again, with what was said meanwhile."""
        form = super().again(state)
        form.data = form.data.copy()
        form.data["request"] = form.asked_key
        return form

    @property
    def given(self):
        """What a verdict says, and of which text and request."""
        said = self.cleaned_data
        about = {"revision": self.seen, "request": said.get("request")}
        return about | {"answer": said["answer"]}

    @property
    def verdicts(self):
        return self.state.verdicts

    def context(self, request):
        old, words = self.compared_with()
        new, owner = self.state.head, self.state.owner
        changes = (
            EditorComparison(owner, old.content, new.content) if old and new else None
        )
        return {"changes": changes, "compared": words, "verdicts": self.verdicts}

    def compared_with(self):
        """An older text, and what the difference from it is called."""
        if before := self.verdicts.approved_before:
            who = {"who": before.decided_by}
            words = _("New since %(who)s approved the text") % who
            return before.revision, words
        if text := self.state.text:
            number = {"number": text.number}
            return text.revision, _("What differs from edition %(number)s") % number
        return None, ""


class Submit(ReviewVerb):
    permission = "change"
    title = button = gettext_lazy("Submit for review")
    explains = gettext_lazy(
        "Asks a colleague to read the text as it stands now. What you change after "
        "this is shown to them, and must be approved too."
    )
    reviewer = ColleagueField(
        None,
        required=False,
        label=gettext_lazy("Who shall read it?"),
        empty_label=gettext_lazy("Anybody who may publish it"),
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Note"),
        widget=TextArea,
        help_text=gettext_lazy("What to look at, and by when."),
    )

    def prepare(self):
        super().prepare()
        found = colleagues("publish", self.state.owner, besides=self.by)
        self.fields["reviewer"].queryset = found

    @classmethod
    def open(cls, state):
        return state.is_new and not state.verdicts.approval

    def act(self, owner, by):
        said = self.cleaned_data
        owner.submit(
            revision=self.seen, by=by, reviewer=said["reviewer"], note=said["note"]
        )
        if said["reviewer"]:
            return _("Submitted: %(who)s was asked to review it.") % {
                "who": said["reviewer"]
            }
        return _("Submitted for review.")


class Approve(ReviewVerb):
    instead = "send-back"
    title = gettext_lazy("Approve")
    button = gettext_lazy("Approve")
    explains = gettext_lazy(
        "Approves the text that you see here, word for word. If one letter changes, it "
        "has to be approved again."
    )
    answer = AnswerField(required=False)

    @classmethod
    def open(cls, state):
        return state.is_new and not state.verdicts.approval

    @property
    def button_words(self):
        return _("Approve this text")

    def act(self, owner, by):
        owner.approve(by=by, **self.given)
        return _("Approved.")


class SendBack(ReviewVerb):
    instead = "approve"
    title = button = gettext_lazy("Send back")
    explains = gettext_lazy(
        "Gives the text back to its writer. Nothing is published, and the text stays "
        "as it is."
    )
    answer = AnswerField(help_text=gettext_lazy("What has to change, and why."))

    @classmethod
    def open(cls, state):
        verdicts = state.verdicts
        return bool(verdicts.request or (state.is_new and verdicts.approval))

    def clean(self):
        """What is wrong with a text is wrong though a newer one was saved."""
        said = super(OnSeenText, self).clean()
        if self.seen is None:
            self.add_error(None, _("There is no such text. Open this page again."))
        return said

    def act(self, owner, by):
        owner.send_back(by=by, **self.given)
        return _("Sent back.")


class WithdrawRequest(Verb):
    permission = "change"
    title = button = gettext_lazy("Withdraw the request for review")
    explains = gettext_lazy("Nobody is asked to read this any more.")

    @classmethod
    def open(cls, state):
        return bool(state.verdicts.request)

    def act(self, owner, by):
        owner.withdraw_request(by=by)
        return _("The request is withdrawn.")


REVIEW_VERBS = {
    "submit": Submit,
    "approve": Approve,
    "send-back": SendBack,
    "withdraw-request": WithdrawRequest,
}
