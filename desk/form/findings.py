"""What the checks found in one text, each finding with its place in the form."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from desk.form.field_names import PLACE, Places, column
from explainer.checks import examine
from explainer.checks.lines import value_at
from explainer.checks.report import weigh
from explainer.finding import Finding
from stories.models import Rule, Waiver, facts


@dataclass(frozen=True)
class Entry:
    """A finding as the panel shows it. `uid` and `column` find its input in the form,
    however its rows were moved; `field` is the input's id while nobody has."""

    finding: Finding
    place: str
    field: str
    uid: str
    column: str
    waiver: Waiver | None = None

    @property
    def words(self):
        return self.finding.words

    @property
    def message(self):
        return self.finding.message


class CheckResults:
    """The findings in a document of one story or question, saved or not."""

    def __init__(self, owner, document, *, first, now=None):
        self.owner, self.document = owner, document
        self.first = first
        self.now = now or timezone.now()
        self.places = Places(owner)

    @cached_property
    def levels(self):
        return Rule.objects.levels(getattr(self.owner, "desk", None))

    @cached_property
    def waivers(self):
        if self.owner._state.adding:
            return {}
        mine = Waiver.objects.of(self.owner).select_related("by")
        return {waiver.digest: waiver for waiver in mine}

    @cached_property
    def report(self):
        codes = {code for code, level in self.levels.items() if level != "off"}
        context = facts.context(self.document, self.now, first=self.first, codes=codes)
        found = examine(self.document, context, codes)
        return weigh(found, self.levels, self.waivers)

    @property
    def count(self):
        return self.report.count

    @cached_property
    def must(self):
        return [*map(self.entry, self.report.must)]

    @cached_property
    def look(self):
        return [*map(self.entry, self.report.first)]

    @cached_property
    def others(self):
        return [*map(self.entry, self.report.others)]

    @cached_property
    def silenced(self):
        return [self.entry(*pair) for pair in self.report.silenced]

    def entry(self, finding, waiver=None):
        where = anchor(self.places, self.document, finding.place)
        return Entry(finding, *where, waiver)


def anchor(places, document, place):
    """The name of a place, its input's id, and by what its row and column are known."""
    name, field = places.of_finding(place)
    uid, end = "", field.removeprefix("id_")
    if found := PLACE.match(place):
        item = value_at(document, place.rpartition(".")[0])
        uid = item.get("uid", "") if isinstance(item, dict) else ""
        end = column(places.models[found["part"]], found["field"])
    return name, field, uid, end
