"""Whom a query names, and what may have been meant where nothing is found."""

from collections import defaultdict
from dataclasses import dataclass, field

from entities.models import Entity
from explainer.folding import key, tokens
from paper.search import highlight
from paper.search.spelling import closest, respelt
from stories.index import word_index
from stories.index.stop_words import COMMON
from stories.models import Showing
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
    called = public(Entity.objects.called(asked.names), now)
    rows = called.prefetch_related("aliases", "absorbed__aliases")
    meant, first, others = defaultdict(list), {}, {}
    for row in rows.order_by("name", "pk")[: MEANT_BY_ONE * SUGGESTED]:
        names = names_of(row)
        for own in {key(name) for name in names} & asked.names.keys():
            meant[own] += [row.name, *filter(is_sure, names)]
            (first if asked.is_name(own) else others)[row.pk] = row
    others = [row for pk, row in others.items() if pk not in first]
    return TopicMatches(asked.with_names(meant), [*first.values()][:SUGGESTED], others)


def names_of(entity):
    """Its own names, and those of the entries that were merged into it."""
    rows = [entity, *entity.absorbed.all()]
    return [name.name for row in rows for name in (row, *row.aliases.all())]


def is_sure(name):
    """Whether a name means one thing in any text: ICC does, “the Union” does not."""
    return name.isupper() or len({*tokens(name)} - COMMON) > 1


def related_topics(asked, keys, now):
    """Topics that the texts found name, and whose own name has one of the words."""
    told = Showing.objects.filter(pk__in=keys, mentions__entity__isnull=False)
    slugs = told.values("mentions__entity")
    rows = public(Entity.objects.filter(pk__in=slugs), now).order_by("name", "pk")
    return [row for row in rows if highlight.has(row.name, asked)]


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
    words = word_index.word_counts([*live.values_list("pk", flat=True)[:READ]])
    named = {token for topic in topics for token in tokens(topic.name)}
    return [said for said in respelt(text, words, RESPELT) if said not in named]
