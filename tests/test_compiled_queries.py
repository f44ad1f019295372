"""Each compiled query gives the rows of the queryset that it was made of.

Every page of a filled paper is asked for at moments of its past and now; whatever asks
a compiled query meanwhile has its rows compared with those of the plain queryset.
"""

import datetime as dt
import random
import re
from importlib import import_module

import pytest
import time_machine
from django.core.cache import cache
from django.db import models
from django.utils import timezone

from entities.models import Entity
from paper.editions import queries as record
from paper.queries import page_rows
from people.compiled_query import CompiledQuery
from stories.models import Revision, Showing
from tests import archive, make
from tests.filled_paper import fill
from tests.support.wire import settle
from tests.test_cost import MORE_PUBLIC, PUBLIC
from tests.test_house import MODULES

pytestmark = pytest.mark.django_db

ROOMS = ("pages.", "paper.")
# Of what is asked by readers' words, and by who keeps pages: not with each address.
BESIDE = ("paper.search.", "paper.queries.page_keys")
MORE = [
    *("/stories/filled/", "/stories/gone/", "/stories/deutsch/", "/stories/story-1/"),
    *("/stories/story-9/", "/questions/question-1/", "/authors/name-0/"),
    *("/search/?q=Name+0+harbour", "/topics/topic-0/", "/topics/name-x/", "/new/"),
    "/old/",
    "/api/stories/?topic=name-0&tag=tag-0&outlet=outlet-0&desk=d0&language=en-gb",
]
MOMENTS = 2


def values(row, whose=()):
    """All that a row has, with the rows that came with it."""
    if not isinstance(row, models.Model):
        return row
    own = {name: value for name, value in vars(row).items() if name != "_state"}
    beside = row._state.fields_cache.items()
    whose = (*whose, row)
    beside = {name: values(one, whose) for name, one in beside if one not in whose}
    return type(row), row._state.db, own, beside


@pytest.fixture
def giving(monkeypatch):
    """The queries that gave a row, compared with their querysets as they did."""
    names, plain = set(), CompiledQuery.__call__

    def compared(query, *constants, **given):
        found, rows = (
            plain(query, *constants, **given),
            query.build(*constants, **given),
        )
        ours, theirs = ([values(row) for row in some] for some in (found, rows))
        order = (lambda some: some) if rows.ordered else (lambda s: sorted(s, key=repr))
        assert order(ours) == order(theirs), query.__name__
        names.update([query.__name__] if found else [])
        return found

    monkeypatch.setattr(CompiledQuery, "__call__", compared)
    return names


def compiled_queries():
    """The name of every compiled query that readers' pages ask."""
    modules = (
        import_module(name)
        for name in MODULES
        if name.startswith(ROOMS) and not name.startswith(BESIDE)
    )
    things = (thing for module in modules for thing in vars(module).values())
    return {thing.__name__ for thing in things if isinstance(thing, CompiledQuery)}


def test_a_compiled_query_gives_the_rows_of_its_queryset(client, giving):
    archive.build(archive.NEWEST)
    fill()
    settle()
    Entity.objects.get(slug="topic-0").aliases.create(name="Topic nought")
    make.page(slug="new").paths.create(slug="old")
    make.pick(make.published_story(slug="picked"))
    chance, now = random.Random(7), timezone.now()
    ago = [0, *(chance.uniform(0, 9) for _ in range(MOMENTS))]

    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>http://testserver(/sitemap-\w+-\d+\.xml)</loc>", index)

    for at in (now - dt.timedelta(days=days) for days in ago):
        cache.clear()
        for address in (*PUBLIC.values(), *MORE_PUBLIC.values(), *MORE, *parts):
            with time_machine.travel(at, tick=False):
                answer = client.get(str(address).format(day=at.date()))
            assert answer.status_code in (200, 301, 404, 410), address
    draft = page_rows.references({"slug": "draft", "related": [{"slug": "story-1"}]})
    assert page_rows.surroundings(draft, now).stories

    changed = Showing.objects.get(slug="picked")
    texts = models.QuerySet(Revision).filter(editions=changed.pk)
    texts.update(redaction=make.redaction())  # of which no word was taken out
    assert record.removals([changed]) == {changed.pk: []}

    assert compiled_queries() - giving == set()
