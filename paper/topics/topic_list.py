"""The topics index: who has a page, by kind, and by letter where that gets long."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from entities.models import Entity
from paper.queries import page_rows
from paper.queries.paging import READ, CountUpTo
from people.compiled_query import MOMENT, NUMBER, Many, compile_once
from stories.models import Mention
from stories.models.topics import public

PLURALS = {
    "person": _("People"),
    "organisation": _("Organisations"),
    "place": _("Places"),
    "event": _("Events"),
    "work": _("Works"),
    "concept": _("Ideas"),
}
# A kind with more names than this is listed letter by letter.
LONG = 60
OTHER = "#"  # For names that begin with a figure or a sign.


@dataclass
class Group:
    """The topics of one kind, or those of one of its letters."""

    kind: str
    name: Any
    total: int
    entities: list[Any] = field(default_factory=list)
    letters: list[tuple[str, int]] = field(default_factory=list)
    letter: str = ""


def build(now, kind="", letter=""):
    """Every kind with its topics; of one that is long, its letters.

    Of all topics no more is read than a name; entries are those that are shown.
    """
    kinds = [kind] if kind else list(PLURALS)
    told = defaultdict(list)
    for key, of, name in topics_at(now=now):
        told[of].append((key, name))
    groups = [
        group(name, told[name], letter if name == kind else "")
        for name in kinds
        if name in told
    ]
    shown = [key for group in groups for key in group.entities]
    rows = {row.pk: row for row in entries(keys=shown)} if shown else {}
    counted = counts(rows.values(), now)
    for group_ in groups:
        found = sorted(
            filter(None, map(rows.get, group_.entities)),
            key=lambda row: sortable(row.name),
        )
        group_.entities = [(row, counted.get(row.pk, 0)) for row in found]
    return groups


@compile_once(now=MOMENT)
def topics_at(now):
    """(key, kind, name) of every topic."""
    topics = public(Entity.objects, now).order_by()
    return topics.values_list("pk", "kind", "name")


@compile_once(keys=Many(NUMBER))
def entries(keys):
    absorbed = Entity.objects.filter(merged_into=OuterRef("pk"))
    return Entity.objects.filter(pk__among=keys).annotate(absorbs=Exists(absorbed))


def group(kind, named, letter):
    """The topics of a kind, of which `named` has (key, name); entities by key."""
    made = Group(kind, PLURALS[kind], len(named), [key for key, _name in named])
    if len(named) > LONG:
        found = defaultdict(list)
        for key, name in named:
            found[initial(name)].append(key)
        firsts = sorted(found, key=lambda first: (first == OTHER, first))
        made.letters = [(first, len(found[first])) for first in firsts]
        made.letter = letter if letter in found else ""
        made.entities = found.get(letter, [])
    return made


def sortable(name):
    """Names as a reader looks for them: marks and capitals don't part letters."""
    bare = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in bare if not unicodedata.combining(sign))
    first = initial(name)
    return first == OTHER, first, plain.casefold(), name


def initial(name):
    bare = unicodedata.normalize("NFKD", name.strip()[:1])[:1].upper()[:1]
    return bare if bare.isalpha() else OTHER


def next_due(now):
    """When the next edition comes, with whom it names or without whom it takes away."""
    return page_rows.next_due(now)


def counts(rows, now):
    """How many live stories name each, under its own name or one it absorbed.

    A story and its translations are one. What has many is counted so far and no more.
    """
    alone = [row.pk for row in rows if not row.absorbs]
    others = [row.pk for row in rows if row.absorbs]
    found = dict(counted_topics(False, keys=alone, now=now)) if alone else {}
    return found | (dict(counted_topics(True, keys=others, now=now)) if others else {})


@compile_once(keys=Many(NUMBER), now=MOMENT)
def counted_topics(absorbing, keys, now):
    """(key, stories) of topics. Those that absorb others are apart, as no index has two
    keys in one order."""
    naming = Mention.objects.live(now).filter(kind="entity").exclude(original_id=None)
    told = naming.values(key=F("original_id"))
    if absorbing:
        one = OuterRef(OuterRef("pk"))
        family = Entity.objects.filter(Q(pk=one) | Q(merged_into=one))
        told = told.filter(entity__in=family.values("pk"))[:READ]
    else:  # Story by story, in the order of an index: no more are read than counted.
        told = told.filter(entity=OuterRef("pk")).order_by("original_id")
    counted = Entity.objects.filter(pk__among=keys).annotate(stories=CountUpTo(told))
    return counted.order_by().values_list("pk", "stories")
