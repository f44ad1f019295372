"""One run: a paper of one size on one engine, made, served, asked, and written at."""

import datetime as dt
import time
from dataclasses import asdict
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

import demo
from benchmarks import (
    addresses,
    desk,
    emptying,
    endurance,
    load,
    paper,
    plans,
    processes,
)
from benchmarks.server import BARE, PAPER, serving
from explainer import file
from stories.models import Story
from stories.transfer.story_import import PublishOptions, import_stories

GZIP = {"Accept_Encoding": "gzip"}
OFTEN = 60  # How often a page of which there is one is made cold.


def run(size, folder, database=None, quick=False):
    """Everything that was measured, as JSON has it.

    `database` is the process of PostgreSQL; `quick` measures almost nothing, for tests.
    """
    now = dt.datetime.now(dt.UTC)
    found = {"stories": size, "engine": connection.vendor, "version": version()}
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not Story.objects.exists():
        began = time.process_time()
        paper.make(size, now=now)
        found["made in"] = round(time.process_time() - began, 1)
    add_fullest()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    connections.close_all()
    limits = {"seconds": 0, "often": 1, "many": 1} if quick else {}
    times = 1 if quick else desk.TIMES
    views, told = served(size, folder, database, now, **limits)
    with processes.pinned():
        deeds = desk.pages(database, times) | desk.verbs(database, times)
    found |= told | {
        "desk": {
            name: asdict(deed) | {"bare": bare_at(views, deed.pace)}
            for name, deed in deeds.items()
        }
    }
    found["plans"] = plans.described(asking(size, now))
    return found


def prepare(size):
    """Fill an empty database and folder, for who serves it; somebody may edit all."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    paper.make(size)
    users = get_user_model().objects
    users.create_superuser(endurance.USER, password=endurance.PASSWORD)
    connections.close_all()


def version():
    if connection.vendor == "sqlite":
        return connection.Database.sqlite_version
    return str(connection.pg_version // 10_000)


def add_fullest():
    """The demo paper's fullest story, as its newest file tells it, without pictures; a
    paper that has it stays as it is."""
    place = Path(demo.__file__).parent / "stories"
    slug = addresses.FULLEST.strip("/").partition("/")[2]
    newest = max(place.glob(f"{slug}.*.json"))
    import_stories(
        file.read_stories(newest.read_text("utf-8")),
        media=place.parent,
        publishing=PublishOptions(),
    )


def served(size, folder, database, now, seconds=load.SECONDS, **limits):
    """Pages cold, warm and hot and the bare views, each by name with its cost; and the
    MiB that the server holds."""
    stories = addresses.stories(size)[: limits.get("many", addresses.MANY)]
    with (
        serving(BARE, folder, database) as bare,
        serving(PAPER, folder, database) as server,
    ):
        found = {"cold": cold(server, size, now, **limits)}
        load.each(server, stories)
        server.restart()
        load.each(server, [addresses.topics(size)[0]])
        warm = {"story, after a restart": load.each(server, stories)}
        publish_elsewhere()
        warm["story, after a publish elsewhere"] = load.each(server, stories)
        hot = load.again(hot_pages(server, bare, stories[0]), seconds=seconds)
        memory = round(server.memory, 1)
    views = {name: hot.pop(name) for name in addresses.BARE}
    found |= {"bare": views, "warm": warm, "hot": hot}
    told = {part: told_by(views, costs) for part, costs in found.items()}
    return views, told | {"memory": memory}


def told_by(views, costs):
    """Costs as JSON has them, each beside what the bare views would have cost then."""
    return {
        name: {
            "milliseconds": round(cost.milliseconds, 4),
            "bare": bare_at(views, cost.pace),
            "pace": cost.pace,
            "bytes": cost.size,
            "status": cost.status,
            "requests": cost.requests,
        }
        for name, cost in costs.items()
    }


def bare_at(views, pace):
    """Milliseconds of each bare view while a piece of work takes so many seconds."""
    return {
        name: round(view.milliseconds * pace / view.pace, 4)
        for name, view in views.items()
    }


def cold(server, size, now, many=addresses.MANY, often=OFTEN, **_limits):
    """Everything that is kept is emptied before each request, if by itself."""
    kinds = {"story": addresses.stories(size), "topic": addresses.topics(size)}
    kinds |= addresses.searches(size)
    kinds |= {name: [path] * often for name, path in addresses.pages(now).items()}
    for paths in kinds.values():
        load.each(server, paths[:1])  # Templates are read once, by the first page.
    return {
        name: load.each(server, paths[:many], emptying.ADDRESS)
        for name, paths in kinds.items()
    }


def hot_pages(server, bare, story):
    """One page again and again: plain, squeezed, and known already."""
    client = load.Client(server, story)
    _status, headers, _body = client.get(story, **GZIP)
    client.close()
    known = {"If_None_Match": headers.get("ETag", ""), **GZIP}
    views = {name: (bare, path, {}) for name, path in addresses.BARE.items()}
    return views | {
        "story": (server, story, {}),
        "story, gzip": (server, story, GZIP),
        "story, 304": (server, story, known),
        "front, gzip": (server, "/", GZIP),
    }


def publish_elsewhere():
    """An edition of a story that the pages measured say nothing of."""
    story = Story.objects.order_by("saved_at").first()
    story.standfirst = f"Changed at {timezone.now()}."
    story.save()
    story.publish(
        revision=story.save_revision(), kind="wording", desk_rules=False, replace=True
    )
    connections.close_all()


def asking(size, now):
    """What asks for each page in this process, for the plans."""
    client = Client(headers={"host": "127.0.0.1"})
    one = {name: paths[0] for name, paths in addresses.searches(size).items()}
    one |= {"story": addresses.stories(size)[0]} | addresses.pages(now)
    editor = desk.editor()
    inside = {"dashboard": "/admin/", "story list": "/admin/stories/story/"}

    def ask(who, path):
        emptying.empty()
        return who.get(path)

    return {n: lambda path=path: ask(client, path) for n, path in one.items()} | {
        n: lambda path=path: ask(editor, path) for n, path in inside.items()
    }
