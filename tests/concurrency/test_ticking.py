"""`tick` in processes of its own: two at once, killed, told to end."""

import datetime as dt
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from operations import hub
from operations.fediverse import dispatch as fediverse
from operations.mailroom import turn as mailroom
from operations.models import Job, Purge, Push
from operations.purge.purger import DELAYS
from operations.purge.surrogate_keys import tags_of_change
from paper import generation
from paper.fediverse.rows import Delivery, RemoteFollow, RemoteInbox
from paper.models import Notification
from tests import make
from tests.support import federated
from tests.support.caches import open_cache
from tests.support.elsewhere import Elsewhere
from tests.support.listener import Listener
from tests.support.mail_server import MailServer
from tests.support.neighbours import Proxy

SOON = DELAYS[:2]
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("committed")


def address_of_database():
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    host = known["HOST"].replace("/", "%2F")
    return f"postgres://{known['USER']}@{host}/{known['NAME']}"


@contextmanager
def ticking(*words, **variables):
    """`tick` at work on the database of the tests; ended at the end."""
    known = os.environ | {"DATABASE_URL": address_of_database()} | variables
    process = subprocess.Popen(
        [sys.executable, "manage.py", "tick", *words],
        cwd=ROOT,
        env=known,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(is_so):
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def hears_of_an_end(process):
    """Whether it has come as far as to end by itself when it is told to: of two, one
    may do all that there is while the other still begins."""
    told = Path(f"/proc/{process.pid}/status").read_text()
    (caught,) = re.findall(r"SigCgt:\s*(\w+)", told)
    return bool(int(caught, 16) >> signal.SIGTERM - 1 & 1)


def is_level(count):
    """Whether so many caches have been purged of all, and once again. What is left for
    later on is not waited for."""
    rows = Purge.objects.filter(n=generation.number(), fault="")
    return rows.filter(delay__in=SOON).count() == count * len(SOON)


def changes(cache):
    return [tags for *_request, tags in cache.asked if tags != ["everything"]]


def test_two_at_once_do_nothing_twice_and_end_when_they_are_told():
    with (
        open_cache() as cache,
        ticking("--forever", PURGE_URLS=cache.address) as one,
        ticking("--forever", PURGE_URLS=cache.address) as other,
    ):
        wait_for(lambda: is_level(1))
        generation.touch("tag:a")
        wait_for(lambda: is_level(1))
        wait_for(lambda: all(map(hears_of_an_end, (one, other))))
        for process in (one, other):
            process.send_signal(signal.SIGTERM)
        said = [process.communicate(timeout=30)[1] for process in (one, other)]

    assert changes(cache) == [tags_of_change({"tag:a"})] * len(SOON)
    assert (one.returncode, other.returncode, *said) == (0, 0, "", "")
    assert {*Job.objects.values_list("runs", flat=True)} == {1}


def test_a_cache_that_hangs_holds_up_no_other_and_no_job():
    with open_cache() as dead, open_cache() as cache:
        dead.held.clear()
        urls = f"{dead.address},{cache.address}"
        with ticking("--forever", PURGE_URLS=urls):
            wait_for(lambda: is_level(1))
            jobs = Job.objects.exclude(succeeded_at=None)
            wait_for(lambda: jobs.filter(name="expired sessions").exists())

            assert dead.asked == []
            dead.held.set()
            wait_for(lambda: is_level(2))


def test_one_that_is_killed_is_followed_by_one_that_goes_on_where_it_was():
    with open_cache() as cache:
        with ticking("--forever", PURGE_URLS=cache.address) as process:
            wait_for(lambda: is_level(1))
            process.kill()
            process.wait(30)
            generation.touch("tag:a")
        with ticking("--forever", PURGE_URLS=cache.address):
            wait_for(lambda: is_level(1))

        assert changes(cache) == [tags_of_change({"tag:a"})] * len(SOON)


def test_a_hub_hears_of_all_that_one_who_was_killed_had_not_told_it(settings):
    """What it was just hearing of, again."""
    make.published_story()
    hub.tell()
    Push.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    with Listener() as listener:
        at = f"http://127.0.0.1:{listener.port}/"
        telling = f"settings.WEBSUB_HUB = {at!r}; hub.tell()"
        words = (
            f"from django.conf import settings; from operations import hub; {telling}"
        )
        listener.held.clear()
        known = os.environ | {"DATABASE_URL": address_of_database()}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", words],
            cwd=ROOT,
            env=known,
        )
        assert listener.arrived.wait(60)
        process.kill()
        process.wait(30)
        assert Push.objects.filter(told_at=None).count() == 3
        listener.held.set()
        settings.WEBSUB_HUB = at

        assert hub.tell() == "The hub was told of 3 feeds"
        assert hub.tell() == ""
    heard = [body for _path, body in listener.received]
    assert (len(heard), len({*heard})) == (4, 3)
    assert heard[0] == heard[1]


def test_followers_have_a_letter_each_whoever_was_killed_over_them(settings):
    """The one that was on its way comes again, under the name that it had."""
    story = make.published_story()
    readers = [make.follower(story, address=f"r{n}@place.example") for n in range(3)]
    make.rewrite(story, summary="It was another thing.")
    make.edition(story, kind="correction", note="It was not so.")
    with MailServer() as server:
        port = server.port
        server.handler.held.clear()
        settings.FOLLOW_BY_MAIL, settings.MAILERS = True, server.mailers
        words = "from operations.mailroom import turn; turn.run()"
        known = os.environ | {"DATABASE_URL": address_of_database()}
        known |= {"FOLLOW_BY_MAIL": "1", "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", words],
            cwd=ROOT,
            env=known | {"SECRET_KEY": settings.SECRET_KEY},
        )
        assert server.handler.arrived.wait(60)
        process.kill()
        process.wait(30)
        server.handler.held.set()
        wait_for(lambda: len(server.letters) == 1)
        assert Notification.objects.filter(sent_at=None).count() == 3
        assert mailroom.run() == ""  # they are somebody's still
        Notification.objects.update(due_at=timezone.now())

        assert mailroom.run() == "Letters sent: 3"
        assert mailroom.run() == ""

    names = [(to, mail["Message-ID"]) for to, mail in server.letters]
    assert (len(names), len({*names})) == (4, len(readers))
    assert Notification.objects.filter(sent_at=None).count() == 0


def test_servers_elsewhere_have_all_that_one_who_was_killed_had_not_sent(settings):
    """What was on its way comes again under its name. Two servers, as they are: the
    other one reads actors from this one, and follows it, over the net."""
    federated.join(settings)
    settings.ALLOWED_HOSTS = ["*"]
    with (
        closing(Proxy()) as paper,
        Elsewhere(federated.read_actor) as server,
    ):
        settings.SITE_URL = f"http://{paper.place}"
        actor = f"{settings.SITE_URL}{federated.PAPER}"
        federated.have_key()
        server.shares = False
        for name in ("ana", "zoe"):
            said = server.follow(name, actor)
            assert server.post(name, f"{actor}/inbox", said) == 202
        story = make.published_story()
        make.rewrite(story, summary="It was another thing.")
        make.edition(story, kind="correction", note="It was not so.")
        server.held.clear()
        words = "from operations.fediverse import dispatch; dispatch.run()"
        known = os.environ | {"DATABASE_URL": address_of_database()}
        known |= {"FEDIVERSE_NAME": "lantern", "FETCH_ALLOW_HOSTS": "127.0.0.1"}
        known |= {"SITE_URL": settings.SITE_URL, "SECRET_KEY": settings.SECRET_KEY}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", words],
            cwd=ROOT,
            env=known,
        )
        assert server.arrived.wait(60)
        process.kill()
        process.wait(30)
        server.held.set()
        wait_for(lambda: server.came)
        assert Delivery.objects.filter(sent_at=None).count() == 8
        assert fediverse.run() == ""  # they are somebody's still
        RemoteInbox.objects.update(due_at=timezone.now())

        assert fediverse.run() == "Sent to the fediverse: 8"
        assert fediverse.run() == ""

        for name in ("ana", "zoe"):
            undo = server.undo(name, actor)
            assert server.post(name, f"{actor}/inbox", undo) == 202
    assert not RemoteFollow.objects.exists()
    assert 9 <= len(server.came) <= 10
    for name in ("ana", "zoe"):
        box = f"/users/{name}/inbox"
        came = {said["id"]: said["type"] for to, said in server.came if to == box}
        assert [*came.values()] == ["Accept", "Create", "Update", "Create"]
