"""Fixtures that more than one file uses."""

import fcntl
import functools
import gc
import hashlib
import math
import re
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases

from operations.purge import tombstones
from pages import menu
from paper.generation import UNWATCHED, WATCHED
from people.triggers import LOG
from stories import guards
from stories.index import word_index
from tests.support import rooms, wire

ROOT = Path(__file__).resolve().parent.parent
# Whatever shapes a migrated database, by the name of a file or of its folder.
SHAPES = {"migrations", "models", "index", "triggers", "guards"}
SHAPES |= {"roles", "apps", "settings", "generation"}

# By these a test says that it wants a database.
STORED = {"db", "transactional_db", "committed", "unguarded", "django_db_setup"}

# What the desk writes and says, beside the parts of a story; and who has letters.
THE_DESKS_OWN = (
    *("Story", "Question", "StoryTag"),
    *("Review", "Comment", "Comment_mentions", "Handover", "LockNote", "Contact"),
    "ShareLink",
    *("Buffer", "Presence"),
    *("Feed", "FeedItem"),
    *("Rule", "Waiver", "Dismissal"),
    "ReaderMessage",
    *("FollowRequest", "Follower", "Subscription", "Invitation", "Notification"),
)


# What readers may do: write to the desk, and ask for letters; neither reads anything.
POSTED = re.compile('INSERT INTO "(?:pages_readermessage|paper_followrequest)" ')

# Whatever pages read moves the generation when it changes, or says why it need not.
TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)')
KNOWN = {watched.table for watched in WATCHED} | {*UNWATCHED}


@functools.cache
def working_copy():
    """A pattern for the names of the tables that only editors may read."""
    ours = rooms.models(auto_created=True)
    own = [model for model in ours if model.__name__ in THE_DESKS_OWN]
    assert sorted(model.__name__ for model in own) == sorted(THE_DESKS_OWN)
    parts = [model for model in ours if hasattr(model, "KEY")]
    tables = "|".join(model._meta.db_table for model in own + parts)
    return re.compile(rf'["\s.]({tables})["\s.]')


def is_for_each_engine(item):
    """What engines do differently, or each has to do: verbs, lists, searches, guards,
    locks, costs, imports. What a page or a form makes of their rows is marked `once`,
    and `once(False)` what sends them, from such a file, characters that one refuses.
    """
    is_stored = item.get_closest_marker("django_db") or STORED & {*item.fixturenames}
    mark = item.get_closest_marker("once")
    return bool(is_stored and (mark is None or False in mark.args))


def pytest_collection_modifyitems(config, items):
    """The rest is tested once, with SQLite."""
    if connection.vendor != "postgresql":
        return
    left = [item for item in items if not is_for_each_engine(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if is_for_each_engine(item)]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """What is there by now stays to the end: no need to look for rubbish in it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def schema_digest():
    """A name for what migrating makes of this code."""
    shaped = [
        path
        for path in sorted(ROOT.glob("[a-z]*/**/*.py"))
        if SHAPES & {path.stem, path.parent.name} and "tests" not in path.parts
    ]
    digest = hashlib.sha256()
    for path in [ROOT / "requirements-dev.txt", *shaped]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:20]


@pytest.fixture(scope="session")
def django_db_setup(
    pytestconfig,
    django_test_environment,
    django_db_modify_db_settings,
    django_db_blocker,
):
    """Migrations run once for each state of the code; SQLite's file is then copied.

    Of several processes that begin at once the others wait for the first.
    """
    kept = getattr(pytestconfig, "cache", None)  # `-p no:cacheprovider` has none
    folder = kept.mkdir("migrated") if kept else Path(settings.MEDIA_ROOT).parent
    migrated = folder / f"{schema_digest()}.sqlite3"
    database = settings.DATABASES["default"]
    file = database["TEST"].get("NAME")
    with django_db_blocker.unblock(), (folder / connection.vendor).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor == "sqlite" and migrated.exists():
            shutil.copyfile(migrated, file)
            database["NAME"] = connection.settings_dict["NAME"] = file
        else:
            setup_databases(verbosity=0, interactive=False)
            if connection.vendor == "sqlite":
                connection.cursor().execute("VACUUM INTO %s", [f"{file}.copy"])
                shutil.move(f"{file}.copy", migrated)
        from tests.support import lasting_rows  # whose models wait for the settings

        lasting_rows.keep()


def refuse_working_copy(execute, sql, params, many, context):
    """Fails a public request that asks for an editor's unpublished tables."""
    found = not POSTED.match(sql) and working_copy().search(f" {sql} ")
    assert not found, f"A public page read {found[1]}: {sql}"
    return execute(sql, params, many, context)


def refuse_unwatched(execute, sql, params, many, context):
    """Fails a page that reads what may change without any cache hearing of it."""
    strange = {*TABLE.findall(sql)} & tables() - KNOWN
    assert not strange, f"Pages read {strange}, and no trigger watches it: {sql}"
    return execute(sql, params, many, context)


@functools.cache
def tables():
    """Of every model, whoever's; not what a query makes for itself."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models}


@pytest.fixture(autouse=True)
def nothing_is_buried():
    """The pages that tests keep stand in one folder; each has a database of its own."""
    tombstones.file().unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def readers_never_meet_the_working_copy(monkeypatch):
    """Watch every public request of the suite, whichever test makes it."""
    plain = Client.request

    def watched(self, **request):
        # Whom an editor gave a link to a draft is told of it, and who has a letter of
        # what is followed; nobody else is.
        if request.get("PATH_INFO", "/").startswith(
            ("/admin/", "/shared/", "/letters/")
        ):
            return plain(self, **request)
        with ExitStack() as watch:
            watch.enter_context(connection.execute_wrapper(refuse_working_copy))
            if request.get("REQUEST_METHOD", "GET") in ("GET", "HEAD"):
                watch.enter_context(connection.execute_wrapper(refuse_unwatched))
            return plain(self, **request)

    monkeypatch.setattr(Client, "request", watched)


# What a page must not have: an element that says nothing, or a value that is none. What
# scripts fill has a role or is hidden until then; an icon has a label. Django's lists
# have tools that a style sheet draws, and a place for more.
EMPTY = re.compile(
    r"<(a|abbr|blockquote|button|caption|cite|dd|dl|dt|em|figcaption|h[1-6]|header|label"
    r"|legend|li|main|nav|ol|p|section|small|strong|summary|th|time|title|ul)\b"
    r"([^>]*)>\s*</\1>"
)
SPOKEN = re.compile(
    r"\s(?:hidden|role=|aria-label=|class=\"(?:sortremove|toggle |object-tools))"
)
NONE = re.compile(
    r"<[a-z](?![^>]*icon-unknown)[^>]*\s[a-z-]+=\"None\"[^>]*>|>\s*None\s*<"
)
NAMELESS = re.compile(
    r"\s(?:id|for|href|src|srcset|datetime|lang|action|name)=\"\"[^>]*>"
)
UNSEEN = re.compile(r"<template\b.*?</template>", re.DOTALL)  # what a script copies


def hollow(html):
    """The first such part of a page, or nothing. Every page of the suite is asked."""
    seen = UNSEEN.sub("", html)
    for found in EMPTY.finditer(seen):
        if not SPOKEN.search(found[2]):
            return found[0]
    found = ("None" in seen and NONE.search(seen)) or NAMELESS.search(seen)
    return found[0] if found else None


@pytest.fixture(autouse=True)
def no_page_has_a_hollow_part(monkeypatch):
    """Look at every page of the suite, whichever test asks for it."""
    plain = Client.request

    def looked_at(self, **request):
        response = plain(self, **request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        is_djangos = request.get("PATH_INFO", "").endswith("/delete/")
        plain_text = not response.streaming and "Content-Encoding" not in response
        if is_page and plain_text and not is_djangos:
            found = hollow(response.content.decode())
            assert not found, f"{request['PATH_INFO']} has {found[:300]}"
        return response

    monkeypatch.setattr(Client, "request", looked_at)


@pytest.fixture(autouse=True)
def the_menu_is_known():
    """As in a process that has run for a second: no page asks for it first. What was
    due in the paper of another test ends none."""
    menu.expire()
    menu.KNOWN.menu, menu.KNOWN.due = menu.Menu(), (-math.inf, None)


@pytest.fixture
def behind_the_cache(monkeypatch):
    """Readers ask the cache that stands before the paper, as they do in production."""
    wire.route_through(wire.cache(), monkeypatch)


@pytest.fixture
def unguarded(db):
    """A database without the guards: for tests that move Python's clock."""
    guards.take_down(connection)
    yield
    guards.put_up(connection)


@pytest.fixture
def committed(transactional_db):
    """Real transactions; the record is emptied afterwards, which the guards forbid,
    and the index, which is no model's table."""
    yield
    guards.take_down(connection)
    LOG.take_down(connection)
    word_index.remove(">= 0")


def somebody(name):
    from tests import make  # whose models wait for the settings, as this file doesn't

    return make.editor(username=name)


@pytest.fixture
def ana():
    """Somebody who may do everything at the desk, and isn't there yet."""
    return somebody("ana")


@pytest.fixture
def ben():
    """Her colleague, who may do as much."""
    return somebody("ben")


@pytest.fixture
def editor(client, ana):
    """Ana, at the desk."""
    client.force_login(ana)
    return ana
