"""Site maps list what readers find, nothing more: held to the pages themselves.

After deeds in any order and at any time, each address that anything ever had is asked
for. Those of pages that stand there, under that name, and ask to be found are listed.
"""

import random
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from entities.models import Entity
from pages.models import FlatPage, FlatPath
from paper.discovery import site_map_texts, site_map_things
from people.desks import Desk
from people.refusals import RefusedError
from people.routes import address
from sources.models import Outlet
from stories.models import Author, Path, Tag
from tests import deeds, make
from tests.support import site_maps

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Deeds of the public paper: what is done to letters, locks and passwords moves no page.
PUBLIC = (
    *("publish", "publish_for_the_first_time", "publish_a_question", "schedule"),
    *("publish_over_what_waits", "move", "let_out_now", "cancel", "withdraw"),
    *("take_down_later", "keep_up", "hold", "reinstate", "correct", "check"),
    *("tell_of_the_past", "rename_a_page", "delete_a_page", "merge_an_entity"),
    *("import_a_story", "kill_a_picture"),
)
LISTS = ("front", "questions", "entities", "outlets", "corrections", "archive")
CANONICAL = re.compile('<link rel="canonical" href="http://testserver([^"]+)">')


def addresses():
    """Every address that a page has, had or may have."""
    found = [reverse(name) for name in (*LISTS, "settings", "search")]
    rows = {"entity": Entity, "desk": Desk, "tag": Tag, "author": Author}
    rows |= {"outlet": Outlet, "flat": FlatPage}
    for name, model in rows.items():
        slugs = model.objects.values_list("slug", flat=True)
        found += [address(name, slug) for slug in slugs]
    found += [address("flat", row.slug) for row in FlatPath.objects.all()]
    return found + [address(row.kind, row.slug) for row in Path.objects.all()]


def stands(client, path):
    """Whether a page stands there under that very name, and asks to be found."""
    answer = client.get(path)
    html = answer.content.decode()
    if answer.status_code != 200 or 'name="robots" content="noindex' in html:
        return False
    return CANONICAL.findall(html) == [path]


def try_deed(name, corner):
    """Do it, unless what was done before it forbids it: then nothing is changed."""
    try:
        deeds.DEEDS[name](corner)()
    except RefusedError:
        return False
    return True


@pytest.mark.parametrize("seed", range(3))
def test_what_is_listed_is_what_stands(seed, monkeypatch):
    monkeypatch.setattr(site_map_texts, "STRETCH", 3)
    monkeypatch.setattr(site_map_things, "STRETCH", 3)
    chance, client, done = random.Random(seed), Client(), 0
    make.first_pages()
    corners = [deeds.Corner(number) for number in range(1, 3)]
    make.entity(kind="person")
    for _step in range(5):
        done += try_deed(chance.choice(PUBLIC), chance.choice(corners))
    for hours in (0, 3, 12):
        with time_machine.travel(timezone.now() + make.dt.timedelta(hours=hours)):
            cache.clear()
            standing = {path for path in addresses() if stands(client, path)}
            assert site_maps.listed(client) == standing, (seed, hours)
    assert done > 1
    assert len(standing) > 12
