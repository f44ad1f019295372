"""What could be linked, beside the form: each offer is one click, and one to undo."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from desk.form.desk_page import DeskPage
from desk.form.field_names import Places
from desk.form.findings import anchor
from desk.form.state import State
from desk.suggesting import KinOffer, Suggestions
from stories.models import Dismissal, freezing
from stories.models.ledger import Ledger


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
        place, field, uid, column = anchor(self.places, self.document, offer.place)
        return {
            "offer": offer,
            "place": place,
            "field": field,
            "uid": uid,
            "column": column,
        }

    def kin(self, offer):
        kind = offer.key.partition(":")[0]
        address = reverse(f"admin:stories_{kind}_change", args=[offer.pk])
        return {"offer": offer, "address": address}


class SuggestionPages(DeskPage):
    """Mixed into an admin whose model is published, beside the preview."""

    def get_urls(self):
        live = self.suggestions_of_form
        return [
            self.desk_path("suggestions/", live, "suggestions_new"),
            self.desk_path(
                "<path:object_id>/suggestions/", self.suggestions_page, "suggestions"
            ),
            self.desk_path("<path:object_id>/suggestions/form/", live, "suggest"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def suggestions_of_form(self, request, object_id=None):
        """A piece of a page: the offers for the form as it is."""
        if object_id:
            owner = self.owner_for_editing(request, object_id)
        elif self.has_add_permission(request):
            owner = self.model()
        else:
            raise PermissionDenied
        document = self.from_form(request, owner, change=bool(object_id))
        return self.piece(request, owner, SuggestionPanel(owner, document, request.now))

    def piece(self, request, owner, offered):
        context = {"offered": offered, "owner": owner, "opts": self.opts}
        context["saved"] = not owner._state.adding
        return render(request, "desk/writing/_offered.html", context)

    def suggestions_page(self, request, object_id):
        """The offers for the saved draft; POST takes one up, or away for good."""
        owner = self.owner_for_editing(request, object_id)
        if request.method == "POST":
            return self.answer_offer(request, owner)
        offered = SuggestionPanel(owner, freezing.freeze(owner), request.now)
        return self.desk_page(
            request,
            owner,
            "desk/writing/suggestions.html",
            title=_("Suggestions"),
            state=State(owner),
            offered=offered,
            saved=True,
        )

    def answer_offer(self, request, owner):
        """Take an offer up or, with `_dismiss`, away for good."""
        form = Choice(request.POST)
        if not form.is_valid():
            words = _("Say which suggestion you mean.")
            return self.back(request, owner, words, messages.ERROR)
        said = form.cleaned_data
        if "_dismiss" in request.POST:
            by = {"by": request.user}
            Dismissal.objects.get_or_create(
                **owner.as_owner, key=said["key"], defaults=by
            )
            words = _("Not suggested again for this page.")
            return self.back(request, owner, words)
        return self.take_up(request, owner, **said)

    @transaction.atomic
    def take_up(self, request, owner, key, choice):
        """Put one offer into the saved draft, and keep both texts as revisions."""
        Ledger(owner)
        before = owner.save_revision(by=request.user)
        document = before.content
        offer = Suggestions(owner, document, request.now).find(key)
        if offer is None or (isinstance(offer, KinOffer) and not offer.part):
            words = _("This is not suggested any more: the text has changed.")
            return self.back(request, owner, words, messages.ERROR)
        freezing.thaw(owner, offer.apply(document, choice))
        owner.save_revision(by=request.user)
        words = _("It is in the draft. The text before it is in the list of saves.")
        self.log_change(request, owner, words)
        return self.back(request, owner, words)

    def back(self, request, owner, words, level=messages.SUCCESS):
        """A line for a script, and a message on the page for a browser."""
        if request.headers.get("Accept") == "text/plain":
            status = 200 if level == messages.SUCCESS else 400
            return HttpResponse(words, content_type="text/plain", status=status)
        self.message_user(request, words, level)
        return HttpResponseRedirect(self.address("suggestions", owner))
