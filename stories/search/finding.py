"""Finds what is live: by words, and by where, when and of what kind it is."""

import datetime as dt
from dataclasses import dataclass, field

from django import forms
from django.db.models import BooleanField, Case, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from entities.models import Entity
from stories.editions.gather import day_bounds
from stories.models import Mention, Showing
from stories.search import index
from stories.search.asking import Asked, asked
from stories.search.close import closest, respelt
from stories.search.tokens import tokens

SUGGESTED = 5
NAMES = 5000
READ = 300  # Of so many texts, the newest, the words are known.
RESPELT = 3


class SearchForm(forms.Form):
    """What a search may be narrowed to; nonsense in the address narrows nothing."""

    q = forms.CharField(label=_("Search for"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[
            ("", _("Everything")),
            ("story", _("Stories")),
            ("question", _("Questions")),
        ],
    )
    desk = forms.ChoiceField(label=_("Desk"), required=False)
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("To"), required=False)
    topic = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)
    outlet = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data, desks):
        super().__init__(data, label_suffix="")
        self.fields["desk"].choices = [("", _("All desks")), *desks]
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")

    @property
    def unknown(self):
        """The fields whose words mean nothing, so that they narrow nothing."""
        self.is_valid()
        return [self[name] for name in self.errors if name != "q"]

    @property
    def said(self):
        """What was asked for, as far as it makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Search:
    asked: Asked
    narrowed: dict = field(default_factory=dict)

    def __bool__(self):
        return bool(self.asked or self.narrowed)


def search(form):
    said = dict(form.said)
    return Search(asked(said.pop("q", "")), said)


def find(search, now):
    """Live texts that match, those with the words in the title first, then by date."""
    rows = narrowed(Showing.objects.live(now), search.narrowed, now)
    if not search.asked:
        return rows.order_by("-updated_at")
    rows = rows.filter(pk__in=RawSQL(*index.matching(search.asked)))
    titled = RawSQL(*index.matching(search.asked, "title"))
    in_title = Case(
        When(pk__in=titled, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return rows.annotate(in_title=in_title).order_by("-in_title", "-updated_at")


def narrowed(rows, said, now):
    kinds = {"story": rows.stories, "question": rows.questions}
    rows = kinds[said["kind"]]() if "kind" in said else rows
    if "desk" in said:
        rows = rows.filter(desk=said["desk"])
    if "since" in said:
        rows = rows.filter(updated_at__gte=day_bounds(said["since"])[0])
    if "until" in said and said["until"] < dt.date.max:
        rows = rows.filter(updated_at__lt=day_bounds(said["until"])[1])
    for kind, name in ((Mention.Kind.ENTITY, "topic"), (Mention.Kind.OUTLET, "outlet")):
        if name in said:
            named = Mention.objects.live(now).filter(kind=kind, slug=said[name])
            rows = rows.filter(pk__in=named.values("showing"))
    return rows


def suggested(text, now):
    """Topics whose name is, or may have been meant by, what was typed."""
    if len(text) < 3:
        return []
    public = Entity.objects.public(now).order_by("name")[:NAMES]
    by_name = {entity.name: entity for entity in public}
    return [by_name[name] for name in closest(text, by_name, SUGGESTED)]


def meant(text, topics, now):
    """Words of live texts that may have been meant; those of the topics stand there."""
    live = Showing.objects.live(now).order_by("-updated_at")
    words = index.counted([*live.values_list("pk", flat=True)[:READ]])
    named = {token for topic in topics for token in tokens(topic.name)}
    return [said for said in respelt(text, words, RESPELT) if said not in named]
