"""Finds what is live: by words, and by where, when and of what kind it is."""

import datetime as dt
from dataclasses import dataclass, field, replace

from django import forms
from django.utils.translation import gettext_lazy as _

from paper.editions.queries import day_bounds
from paper.search.query import Query
from people.compiled_query import MOMENT, NUMBER, Many, compile_once
from stories.index import word_index
from stories.models import Mention, Showing

# Of what has the words so many are found, those published last, and none counted more.
MOST = 1000
LONGEST = 200  # letters
RELAXED = 6  # Of more words than these the longest have to do.


class SearchForm(forms.Form):
    """What a search may be narrowed to; nonsense in the address narrows nothing."""

    is_plain = False
    q = forms.CharField(label=_("Search for"), required=False, max_length=LONGEST)
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


NARROWING = SearchForm.base_fields.keys() - {"q"}


@dataclass(frozen=True)
class PlainForm:
    """What a `SearchForm` says where a search is narrowed to nothing, as most are; the
    template knows how its fields look then."""

    words: str
    desks: list
    unknown = ()
    is_plain = True

    @property
    def said(self):
        return {"q": self.words} if self.words else {}


def form_of(data, desks):
    """The form of a search, in the cheapest way that says the same."""
    words = data.get("q", "").strip()
    if any(map(data.get, NARROWING)) or len(words) > LONGEST or "\0" in words:
        return SearchForm(data, desks)
    return PlainForm(words, desks)


@dataclass(frozen=True)
class Search:
    """What is sought, by words and by what they are narrowed to."""

    asked: Query
    narrowed: dict = field(default_factory=dict)

    def __bool__(self):
        return bool(self.asked or self.narrowed)


@dataclass(frozen=True)
class SearchResult:
    """Keys of live texts, the best first, as many as were asked for or more; how many
    there are, up to MOST; whether all words had to be there."""

    keys: list = field(default_factory=list)
    has_all: bool = True
    is_capped: bool = False
    count: int = 0


def find(search, now, most=MOST):
    """Stories before questions; titles with the words before texts, words before what
    they begin.

    Where no text has all words, those that have most of them. Of a capped result a key
    may be of a text that isn't live any more, so who shows one asks for it anew.
    """
    rows = None
    if search.narrowed:
        rows = apply_filters(Showing.objects.live(now), search.narrowed, now)
    if not search.asked:
        keys = rows.order_by("-updated_at").values_list("pk", flat=True)[: MOST + 1]
        return result([*keys], len(keys) > MOST)
    ranking = Ranking(min(most, MOST), now, rows)
    terms = search.asked.terms
    found = ranking.rank(terms)
    if found.keys or len(terms) == 1:
        return found
    terms = sorted(terms, key=weight)[-RELAXED:]
    for least in range(len(terms) - 1, (len(terms) - 1) // 2, -1):
        found = ranking.rank(terms, least)
        if found.keys:
            break
    return replace(found, has_all=False)


def result(keys, is_capped=False):
    keys = keys[:MOST]
    return SearchResult(keys, True, is_capped, len(keys))


@dataclass(frozen=True)
class Ranking:
    """Asks the index for the best `most` texts, of those `among` which are sought."""

    most: int
    now: dt.datetime
    among: object = None

    def rank(self, terms, least=None):
        """What has all terms or so many, in tiers, the newest of each first."""
        tiers, count, is_whole = self.tiers(terms, least, self.most)
        if count <= MOST and not is_whole:
            tiers, count, is_whole = self.tiers(terms, least, MOST)
        best = sorted(tiers, reverse=True)  # The newest first, questions last.
        best.sort(key=lambda place: (not word_index.is_story(place), tiers[place]))
        keys = [place & word_index.KEY_MASK for place in best]
        if count > MOST:
            return SearchResult(keys[:MOST], True, True, MOST)
        if keys and self.among is None:
            live = {*live_keys(keys=keys, now=self.now)}
            keys = [key for key in keys if key in live]
        return result(keys)

    def tiers(self, terms, least, most):
        """The tier of each place found, how many there are, and whether these are all.

        Whole words in titles, then in texts, and what the words begin. Of each tier so
        many are asked for that `most` are left without those of the tiers before.
        """
        whole = [term.whole for term in terms]
        if whole == [*terms]:
            return self.look(0, terms, least, most)
        tiers, count, is_whole = self.look(0, whole, least, most)
        if count > MOST:
            return tiers, count, is_whole
        more, count, is_whole = self.look(2, terms, least, 4 * most)
        return more | tiers, count, is_whole

    def look(self, tier, terms, least, most):
        """The same for one pair of tiers."""
        if not all(word_index.any_of(term) for term in terms):
            return {}, 0, True
        found = word_index.places_with(terms, most, MOST + 1, least, self.among)
        tiers = dict.fromkeys(found.texts, tier + 1) | dict.fromkeys(found.titles, tier)
        return tiers, found.count, found.count <= len(found.texts)


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
