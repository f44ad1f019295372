"""One run: a paper of one size on one engine, made, served, asked, and written at."""

import datetime as dt
import time
from dataclasses import asdict
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

import demo
from benchmarks import addresses, desk, emptying, load, paper, plans
from benchmarks.server import BARE, PAPER, serving
from explainer import file
from stories.models import Story
from stories.transfer.story_import import PublishOptions, import_stories

GZIP = {"Accept_Encoding": "gzip"}
OFTEN = 20  # How often a page of which there is one is made cold.


def run(size, folder, database=None, quick=False):
    """Everything that was measured, as JSON has it.

    `database` is the process of PostgreSQL; `quick` measures almost nothing, for tests.
    """
    now = dt.datetime.now(dt.UTC)
    found = {"stories": size, "engine": connection.vendor, "version": version()}
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
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
    found["bare"] = bare(folder, database, **limits)
    found |= served(size, folder, database, now, **limits)
    deeds = desk.pages(database, times) | desk.verbs(database, times)
    found["desk"] = {name: asdict(deed) for name, deed in deeds.items()}
    found["plans"] = plans.described(asking(size, now))
    return found


def version():
    if connection.vendor == "sqlite":
        return connection.Database.sqlite_version
    return str(connection.pg_version // 10_000)


def add_fullest():
    """The demo paper's fullest story, as its newest file tells it, without pictures."""
    place = Path(demo.__file__).parent / "stories"
    slug = addresses.FULLEST.strip("/").partition("/")[2]
    newest = max(place.glob(f"{slug}.*.json"))
    import_stories(
        file.read_stories(newest.read_text("utf-8")),
        media=place.parent,
        publishing=PublishOptions(),
    )


def bare(folder, database, seconds=load.SECONDS, **limits):
    """The bare views, by name, asked again and again."""
    with serving(BARE, folder, database) as server:
        return {
            name: cost(load.again(server, path, seconds))
            for name, path in addresses.BARE.items()
        }


def cost(found):
    return {
        "rate": round(found.rate, 1),
        "milliseconds": round(found.milliseconds, 3),
        "bytes": found.size,
        "status": found.status,
        "requests": found.requests,
    }


def served(size, folder, database, now, **limits):
    """Pages cold, warm and hot, each by name, and what the server holds."""
    many = limits.get("many", addresses.MANY)
    with serving(PAPER, folder, database) as server:
        stories = addresses.stories(size)[:many]
        found = {"cold": cold(server, size, now, many, limits.get("often", OFTEN))}
        load.each(server, stories)
        server.restart()
        load.each(server, [addresses.topics(size)[0]])
        found["warm"] = {"story, after a restart": cost(load.each(server, stories))}
        publish_elsewhere()
        name = "story, after a publish elsewhere"
        found["warm"][name] = cost(load.each(server, stories))
        found["hot"] = hot(server, stories[0], limits.get("seconds", load.SECONDS))
        found["memory"] = round(server.memory, 1)
    return found


def cold(server, size, now, many, often):
    """Everything that is kept is emptied before each request, if by itself."""
    kinds = {"story": addresses.stories(size), "topic": addresses.topics(size)}
    kinds |= addresses.searches(size)
    kinds |= {name: [path] * often for name, path in addresses.pages(now).items()}
    for paths in kinds.values():
        load.each(server, paths[:1])  # Templates are read once, by the first page.
    return {
        name: cost(load.each(server, paths[:many], emptying.ADDRESS))
        for name, paths in kinds.items()
    }


def hot(server, story, seconds):
    """One page again and again: plain, squeezed, and known already."""
    client = load.Client(server)
    _status, headers, _body = client.get(story, **GZIP)
    client.close()
    known = {"If_None_Match": headers.get("ETag", ""), **GZIP}
    asked = {
        "story": (story, {}),
        "story, gzip": (story, GZIP),
        "story, 304": (story, known),
        "front, gzip": ("/", GZIP),
    }
    return {
        name: cost(load.again(server, path, seconds, **told))
        for name, (path, told) in asked.items()
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
