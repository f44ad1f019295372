"""Whom a query names, and what may have been meant where nothing is found."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from entities.models import Entity
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
READ = 100  # Of so many texts, the newest, the words are known.
RESPELT = 3


@dataclass
class TopicMatches:
    """Topics that a query's words name; `first` are those it names and nothing else."""

    asked: object
    first: list = field(default_factory=list)
    others: list = field(default_factory=list)


def match_topics(asked, now):
    """The query with other names of the topics that it names: two queries, or none."""
    if not asked.names:
        return TopicMatches(asked)
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


def names_of(entity):
    """Its own names, and those of the entries that were merged into it."""
    rows = [entity, *entity.absorbed.all()]
    return [name.name for row in rows for name in (row, *row.aliases.all())]


def is_sure(name):
    """Whether a name means one thing in any text: ICC does, “the Union” does not."""
    return name.isupper() or len({*tokens(name)} - COMMON) > 1


def related_topics(asked, keys, now):
    """Topics that the texts found name, and whose own name has one of the words.

    Names are looked at first: few have one, and to make rows of all takes longer.
    """
    named = {pk: name for pk, name in names_in(keys=keys) if asked.may_be_in(name)}
    meant = [pk for pk, name in named.items() if highlight.has(name, asked)]
    return topics_among(keys=meant, now=now) if meant else []


@compile_once(keys=Many(NUMBER))
def names_in(keys):
    """(key, name) of every entry that some texts name; the same may come again."""
    named = Mention.objects.filter(showing__among=keys, entity__isnull=False)
    return named.values_list("entity_id", "entity__name")


@compile_once(keys=Many(NUMBER), now=MOMENT)
def topics_among(keys, now):
    rows = Entity.objects.filter(pk__among=keys)
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
