"""What could be linked, beside the form: each offer is one click, and one to undo."""

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from desk.form.desk_page import DeskPage, address, answer
from desk.form.field_names import Places
from desk.form.findings import anchor
from desk.form.save import sent_document
from desk.form.state import State
from desk.suggesting import KinOffer, Suggestions
from people.audit import record
from stories.models import Dismissal, freezing

TAKEN_UP = gettext_lazy(
    "It is in the draft. The text before it is in the list of saves."
)


class Choice(forms.Form):
    """Which offer, and which of several entries it is to be."""

    key = forms.CharField(
        max_length=200,
        error_messages={"required": gettext_lazy("Say which suggestion you mean.")},
    )
    choice = forms.CharField(max_length=80, required=False)


class SuggestionPanel:
    """The offers for one text, each with its place in the form."""

    def __init__(self, owner, document, now):
        self.owner, self.document = owner, document
        self.suggestions = Suggestions(owner, document, now)
        self.places = Places(owner)

    @property
    def twins(self):
        """Somebody may be writing the same."""
        return [self.kin(offer) for offer in self.suggestions.kin if offer.duplicate]

    @property
    def related(self):
        kin = [offer for offer in self.suggestions.kin if not offer.duplicate]
        return [self.kin(offer) for offer in kin]

    @property
    def questions(self):
        return [self.kin(offer) for offer in self.suggestions.questions]

    @property
    def names(self):
        return [self.placed(offer) for offer in self.suggestions.names]

    @property
    def roles(self):
        return [self.placed(offer) for offer in self.suggestions.roles]

    @property
    def listed(self):
        """Slugs of the entities that the text lists, by whoever stands for them."""
        listed = self.document.get("entities", [])
        slugs = [item["slug"] for item in listed if "slug" in item]
        return {self.suggestions.standing(slug) for slug in slugs}

    @property
    def count(self):
        return len(self.suggestions.all)

    def placed(self, offer):
        found = anchor(self.places, self.document, offer.place)
        names = ("place", "field", "uid", "column")
        return {"offer": offer} | dict(zip(names, found, strict=True))

    def kin(self, offer):
        kind = offer.key.partition(":")[0]
        address = reverse(f"admin:stories_{kind}_change", args=[offer.pk])
        return {"offer": offer, "address": address}


class SuggestionPages(DeskPage):
    routes = (
        ("suggestions/", "suggestions_of_form", "suggestions_new"),
        ("<path:object_id>/suggestions/", "suggestions_page", "suggestions"),
        ("<path:object_id>/suggestions/form/", "suggestions_of_form", "suggest"),
    )

    @method_decorator(require_POST)
    def suggestions_of_form(self, request, object_id=None):
        """A piece of a page: the offers for the form as it is."""
        owner = self.draft_for(request, object_id)
        document = sent_document(self.admin, request, owner)
        offered = SuggestionPanel(owner, document, request.now)
        context = {"offered": offered, "owner": owner, "opts": self.opts}
        context["saved"] = not owner._state.adding
        return render(request, "desk/writing/_offered.html", context)

    def suggestions_page(self, request, object_id):
        """The offers for the saved draft; POST takes one up, or away for good."""
        owner = self.owner_for(request, object_id, "change")
        if request.method == "POST":
            return answer_offer(request, owner)
        offered = SuggestionPanel(owner, freezing.freeze(owner), request.now)
        context = {"title": _("Suggestions"), "state": State(owner)}
        context |= {"offered": offered, "saved": True}
        template = "desk/writing/suggestions.html"
        return self.admin.desk_page(request, owner, template, context)


def answer_offer(request, owner):
    """Take an offer up or, with `_dismiss`, away for good."""
    form, page = Choice(request.POST), address("suggestions", owner)
    if not form.is_valid():
        words = _("Say which suggestion you mean.")
        return answer(request, page, words, messages.ERROR)
    said = form.cleaned_data
    if "_dismiss" in request.POST:
        by = {"by": request.user}
        Dismissal.objects.get_or_create(**owner.as_owner, key=said["key"], defaults=by)
        return answer(request, page, _("Not suggested again for this page."))
    if not is_taken_up(request, owner, **said):
        words = _("This is not suggested any more: the text has changed.")
        return answer(request, page, words, messages.ERROR)
    return answer(request, page, str(TAKEN_UP))


def is_taken_up(request, owner, key, choice):
    """Put one offer into the saved draft, if it still stands, and keep both texts as
    revisions."""
    with owner.edited(request.user):
        document = owner.save_revision(by=request.user).content
        offer = Suggestions(owner, document, request.now).find(key)
        if offer is None or (isinstance(offer, KinOffer) and not offer.part):
            return False
        freezing.thaw(owner, offer.apply(document, choice))
        record(request, "change", owner, note=str(TAKEN_UP))
        return True
