"""The verbs of review: each is about the one text that its page shows."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.editor_comparison import EditorComparison
from desk.form.fields import TextArea
from desk.form.verb_fields import ColleagueField, NumberField
from desk.verbs.verb import SavedTextVerb, Verb
from stories.models.owned_rows import colleagues


class AnswerField(forms.CharField):
    widget = TextArea

    def __init__(self, **options):
        super().__init__(max_length=4000, label=gettext_lazy("Answer"), **options)


class ReviewVerb(SavedTextVerb):
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
        request = self.state.verdicts.request
        return request.pk if request else ""

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

    def context(self, request):
        """The difference from an older text, and what it is called."""
        old, words, verdicts = None, "", self.state.verdicts
        if before := verdicts.approved_before:
            who = {"who": before.decided_by}
            old, words = before.revision, _("New since %(who)s approved the text") % who
        elif text := self.state.standing.text:
            words = _("What differs from edition %(number)s") % {"number": text.number}
            old = text.revision
        new, changes = self.state.head, None
        if old and new:
            changes = EditorComparison(self.state.owner, old.content, new.content)
        return {"changes": changes, "compared": words, "verdicts": verdicts}


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
        owner.reviews.submit(
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
    button_words = gettext_lazy("Approve this text")
    explains = gettext_lazy(
        "Approves the text that you see here, word for word. If one letter changes, it "
        "has to be approved again."
    )
    answer = AnswerField(required=False)

    @classmethod
    def open(cls, state):
        return state.is_new and not state.verdicts.approval

    def act(self, owner, by):
        owner.reviews.approve(by=by, **self.given)
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
        said = super(SavedTextVerb, self).clean()
        if self.seen is None:
            self.add_error(None, _("There is no such text. Open this page again."))
        return said

    def act(self, owner, by):
        owner.reviews.send_back(by=by, **self.given)
        return _("Sent back.")


class WithdrawRequest(Verb):
    permission = "change"
    title = button = gettext_lazy("Withdraw the request for review")
    explains = gettext_lazy("Nobody is asked to read this any more.")

    @classmethod
    def open(cls, state):
        return bool(state.verdicts.request)

    def act(self, owner, by):
        owner.reviews.withdraw_request(by=by)
        return _("The request is withdrawn.")


REVIEW_VERBS = {
    "submit": Submit,
    "approve": Approve,
    "send-back": SendBack,
    "withdraw-request": WithdrawRequest,
}
