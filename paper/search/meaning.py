"""Whom a query names, and what may have been meant where nothing is found."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, prefetch_related_objects

from entities import name_starts
from entities.models import Entity
from entities.name_starts import LONGEST
from explainer.folding import key, tokens
from paper.search import highlight
from paper.search.spelling import closest, respelt
from people.compiled_query import MOMENT, NUMBER, TEXT, Many, compile_once
from stories.index import word_index
from stories.index.stop_words import COMMON
from stories.models import Mention, Showing
from stories.models.topics import public

SUGGESTED = 5
MEANT_BY_ONE = 3  # A name that more entries share says little.
NAMES = 2000
NEAR = 100  # So many names are looked at; beyond them those of the texts found are.
READ = 100  # Of so many texts, the newest, the words are known.
RESPELT = 3


@dataclass
class TopicMatches:
    """Topics that a query's words name; `first` are those it names and nothing else.

    `near` are all entries, key to name, whose name may have one of the words, where
    that is known.
    """

    asked: object
    first: list = field(default_factory=list)
    others: list = field(default_factory=list)
    near: dict | None = None


def match_topics(asked, now):
    """The query with other names of the topics that it names. It names none for the
    most part, which one query tells; else it is three more."""
    if not asked.names:
        return TopicMatches(asked)
    is_named, near = entries_near(asked)
    if not is_named:
        return TopicMatches(asked, near=near)
    rows = topics_called(MEANT_BY_ONE * SUGGESTED, names=[*asked.names], now=now)
    prefetch_related_objects(rows, "aliases", "absorbed__aliases")
    meant, first, others = defaultdict(list), {}, {}
    for row in rows:
        names = names_of(row)
        for own in {key(name) for name in names} & asked.names.keys():
            meant[own] += [row.name, *filter(is_sure, names)]
            (first if asked.is_name(own) else others)[row.pk] = row
    others = [row for pk, row in others.items() if pk not in first]
    return TopicMatches(asked.with_names(meant), [*first.values()][:SUGGESTED], others)


@compile_once(names=Many(TEXT), now=MOMENT)
def topics_called(most, names, now):
    return public(Entity.objects.called(names), now).order_by("name", "pk")[:most]


def entries_near(asked):
    """Whether an entry may be called by a part of a query, and `near` of those that may
    have one of its words; None if they are many, or names may have them in other ways.
    """
    names, starts = {name[:LONGEST] for name in asked.names}, asked.name_starts
    sought = sorted({start[:LONGEST] for start in starts or ()} | names)
    rows = name_starts.beginning(sought, NEAR + 1)
    if len(rows) > NEAR:
        return True, None
    is_named = any(start in names for start, *_row in rows)
    near = {entity: name for _start, entity, alias, name in rows if alias is None}
    return is_named, None if starts is None else near


def names_of(entity):
    """Its own names, and those of the entries that were merged into it."""
    rows = [entity, *entity.absorbed.all()]
    return [name.name for row in rows for name in (row, *row.aliases.all())]


def is_sure(name):
    """Whether a name means one thing in any text: ICC does, “the Union” does not."""
    return name.isupper() or len({*tokens(name)} - COMMON) > 1


def related_topics(who, keys, now):
    """Topics that the texts found name, and whose own name has one of the words.

    Names are looked at first: few have one, and to make rows of all takes longer.
    """
    asked, near = who.asked, who.near
    near = dict(names_in(keys=keys)) if near is None else near
    named = {pk: name for pk, name in near.items() if asked.may_be_in(name)}
    meant = [pk for pk, name in named.items() if highlight.has(name, asked)]
    return topics_among(keys=meant, texts=keys, now=now) if meant else []


@compile_once(keys=Many(NUMBER))
def names_in(keys):
    """(key, name) of every entry that some texts name; the same may come again."""
    named = Mention.objects.filter(showing__among=keys, entity__isnull=False)
    return named.values_list("entity_id", "entity__name")


@compile_once(keys=Many(NUMBER), texts=Many(NUMBER), now=MOMENT)
def topics_among(keys, texts, now):
    """Of these entries the topics that some texts name."""
    told = Mention.objects.filter(showing__among=texts, entity=OuterRef("pk"))
    rows = Entity.objects.filter(Exists(told), pk__among=keys)
    return public(rows, now).order_by("name", "pk")


def suggest_topics(text, now):
    """Topics whose name may have been meant by what was typed."""
    if len(text) < 3:
        return []
    topics = public(Entity.objects, now).order_by("name")
    by_name = dict(topics.values_list("name", "pk")[:NAMES])
    found = closest(text, by_name, SUGGESTED)
    rows = Entity.objects.in_bulk([by_name[name] for name in found])
    return [rows[by_name[name]] for name in found]


def suggest_words(text, topics, now):
    """Words of live texts that may have been meant; those of the topics stand there."""
    live = Showing.objects.live(now).order_by("-updated_at")
    words = word_index.word_counts(live[:READ])
    named = {token for topic in topics for token in tokens(topic.name)}
    return [said for said in respelt(text, words, RESPELT) if said not in named]
