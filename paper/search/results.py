"""Finds what is live: by words, and by where, when and of what kind it is."""

import datetime as dt
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext_lazy as _

from paper.editions.queries import day_bounds
from paper.search.query import Query
from people.compiled_query import MOMENT, NUMBER, Many, compile_once
from stories.index import word_index
from stories.models import Mention, Showing

# Of what has the words so many are found, those published last, and none counted more.
MOST = 1000
RELAXED = 6  # Of more words than these the longest have to do.


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
        return [self[name] for name in self.errors if name != "q"]

    @property
    def said(self):
        """What was asked for, as far as it makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Search:
    """What is sought, by words and by what they are narrowed to."""

    asked: Query
    narrowed: dict = field(default_factory=dict)

    def __bool__(self):
        return bool(self.asked or self.narrowed)


@dataclass(frozen=True)
class SearchResult:
    """Keys of live texts, the best first; whether all words had to be there."""

    keys: list = field(default_factory=list)
    has_all: bool = True
    is_capped: bool = False


def find(search, now):
    """Stories before questions; titles with the words before texts, words before what
    they begin.

    Where no text has all words, those that have most of them. Of a capped result a key
    may be of a text that isn't live any more, so who shows one asks for it anew.
    """
    rows = Showing.objects.live(now)
    if search.narrowed:
        rows = apply_filters(rows, search.narrowed, now)
    if not search.asked:
        keys = rows.order_by("-updated_at").values_list("pk", flat=True)[: MOST + 1]
        return SearchResult([*keys[:MOST]], is_capped=len(keys) > MOST)
    among = rows if search.narrowed else None
    terms = search.asked.terms
    found = rank(terms, now, among)
    if found.keys or len(terms) == 1:
        return found
    terms = sorted(terms, key=weight)[-RELAXED:]
    for least in range(len(terms) - 1, (len(terms) - 1) // 2, -1):
        found = rank(terms, now, among, least)
        if found.keys:
            break
    return SearchResult(found.keys, False, found.is_capped)


def rank(terms, now, among=None, least=None):
    """What has the terms, or so many of them, in tiers and the newest of each first."""
    whole = [term.whole for term in terms]
    tiers = look(0, whole, among, least)
    begins = any(part.begun for term in terms for part in term.all())
    if begins and len(tiers) <= MOST:
        tiers = look(2, terms, among, least) | tiers
    is_capped = len(tiers) > MOST
    best = sorted(tiers, reverse=True)  # The newest first, questions last.
    best.sort(key=lambda place: (not word_index.is_story(place), tiers[place]))
    keys = [place & word_index.KEY_MASK for place in best[: MOST + 1]]
    if among is None and not is_capped:
        live = {*live_keys(keys=keys, now=now)}
        keys = [key for key in keys if key in live]
    return SearchResult(keys[:MOST], True, is_capped)


def look(tier, terms, among, least):
    """The tier of each place that has the terms: this in titles, the next in texts."""
    if not all(word_index.any_of(term) for term in terms):
        return {}
    tries = [(terms, column, least) for column in ("title", "body")]
    found = word_index.places_with(tries, MOST + 1, among)
    return {place: tier + number for number, place in sorted(found, reverse=True)}


@compile_once(keys=Many(NUMBER), now=MOMENT)
def live_keys(keys, now):
    live = Showing.objects.live(now, now).filter(pk__among=keys)
    return live.values_list("pk", flat=True)


def weight(term):
    """Long words tell more than short ones; a day more than any word."""
    return max((len(form) for part in term.all() for form in part.forms), default=MOST)


def apply_filters(rows, said, now):
    """The rows of the kind, desk, days, topic and outlet that were asked for."""
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
