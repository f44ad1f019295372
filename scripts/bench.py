"""What a page costs beside a bare Django view, measured in one run on one machine.

Prints CPU milliseconds (application and SQLite, not the network), the ratio to a bare
view that reads one row by its key, the queries and the bytes. Only ratios count.
With `--stories N` it is pages of a made-up paper of so many stories, on a database that
was only just migrated, and the desk's as well; of the demo paper otherwise.
"""

import argparse
import datetime
import functools
import gc
import io
import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django

ROUNDS, REQUESTS = 15, 20


def prepare(folder, stories):
    """A newsroom of its own with the demo paper in it, or with so many stories."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "for-the-benchmark-" * 4,
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
        "STATIC_ROOT": f"{folder}/static",
        "SITE_URL": "http://127.0.0.1",
        "LOG_LEVEL": "WARNING",
    }
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    django.setup()
    logging.disable(logging.WARNING)  # a page that isn't found is measured too
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not stories:
        call_command("demo", stdout=io.StringIO())
        return
    from django.db import transaction

    from tests import archive

    with transaction.atomic():
        archive.build(stories)


def bare_handlers():
    """A constant, and one SELECT by key: what Django itself costs here."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.urls import path

    from stories.models import Showing

    key = Showing.objects.values_list("pk", flat=True).first()
    urls = type(sys)("bench_urls")
    urls.urlpatterns = [
        path("constant/", lambda request: HttpResponse("constant")),
        path("row/", lambda r: HttpResponse(Showing.objects.get(pk=key).headline)),
    ]
    settings.MIDDLEWARE, kept = [], settings.MIDDLEWARE
    bare = WSGIHandler()
    settings.MIDDLEWARE = kept

    def ask(address):
        request = RequestFactory(headers={"host": "127.0.0.1"}).get(address)
        request.urlconf = urls
        return bare.get_response(request)

    names = {"bare view": "/constant/", "bare view, one row": "/row/"}
    return {name: functools.partial(ask, to) for name, to in names.items()}


def archive_handlers():
    """A function that answers one request, by what it shows, at the size of a paper."""
    from django.core.cache import cache
    from django.test import Client

    from stories.models import Story
    from tests import make
    from tests.test_cost import DESK, MORE_PUBLIC, PUBLIC

    now = datetime.datetime.now(datetime.UTC)
    words = {
        "day": (now - datetime.timedelta(days=2)).date(),
        "story": Story.objects.get(slug="story-2").pk,
    }
    reader = Client(headers={"host": "127.0.0.1"})
    editor = Client(headers={"host": "127.0.0.1"})
    editor.force_login(make.editor())

    def ask(client, address):
        cache.clear()  # what is kept for a minute hides what a page costs
        return client.get(address)

    return {
        name: functools.partial(
            ask, editor if name in DESK else reader, str(address).format(**words)
        )
        for name, address in {**PUBLIC, **MORE_PUBLIC, **DESK}.items()
    }


def demo_handlers():
    """A function that answers one request, by what it shows, of the demo paper."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory
    from django.utils import timezone

    from stories.models import Showing

    live = Showing.objects.live(timezone.now())
    fullest = max(live.stories(), key=lambda s: len(s.edition.revision.document))
    addresses = {
        "front": "/",
        "story, in full": fullest.get_absolute_url(),
        "story, in brief": f"{fullest.get_absolute_url()}?depth=brief",
        "story as JSON": f"{fullest.get_absolute_url().rstrip('/')}.json",
        "question": live.questions().first().get_absolute_url(),
        "topic": "/topics/european-union/",
        "not found": "/stories/no-such-story/",
    }
    site, make = WSGIHandler(), RequestFactory(headers={"host": "127.0.0.1"}).get
    return {
        name: (lambda address=address: site.get_response(make(address)))
        for name, address in addresses.items()
    }


def measure(answers, rounds, requests):
    """Median CPU milliseconds of one answer, the pages taken in turn."""
    spent = {name: [] for name in answers}
    for _round in range(rounds):
        for name, answer in answers.items():
            gc.collect()
            begun = time.process_time()
            for _request in range(requests):
                answer()
            spent[name].append((time.process_time() - begun) / requests * 1000)
    return {name: statistics.median(times) for name, times in spent.items()}


def main():
    """Print each page's CPU time, as a ratio of a bare view's, and its queries."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--stories", type=int, metavar="N", help="80 or more")
    stories = asked.parse_args().stories
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder, stories)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        demo = {} if stories else bare_handlers() | demo_handlers()
        answers = demo or archive_handlers()
        facts = {}
        for name, answer in answers.items():
            answer()
            with CaptureQueriesContext(connection) as queries:
                response = answer()
            facts[name] = (len(queries), len(response.content), response.status_code)
        costs = measure(answers, 3 if stories else ROUNDS, 2 if stories else REQUESTS)
        base = costs.get("bare view, one row")
        print(f"{'':40}{'ms':>8}{'ratio':>8}{'queries':>9}{'bytes':>9}{'status':>8}")
        for name, cost in costs.items():
            queries, size, status = facts[name]
            ratio = f"{cost / base:8.1f}" if base else f"{'':8}"
            print(f"{name:40}{cost:8.2f}{ratio}{queries:9}{size:9}{status:8}")


if __name__ == "__main__":
    main()
