"""python -m scripts.letters [FOLLOWERS] [KILLS]: letters under kill -9, on each engine.

A demo paper, a mail server on this machine and 5,000 followers of one story. It is
corrected, and the process that sends the letters is killed while it is at it, again and
again, at a place that chance picks. Some then end it by the header of their letter, and
the story is corrected once more. Prints how many letters came and how fast; fails if
anybody was missed, or was told the same thing under two names.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from urllib.parse import urlsplit

from scripts import with_postgres
from scripts.demo_server import Paper
from tests.support.mail_server import MailServer

FOLLOWERS, KILLS, LEAVERS = 5000, 20, 200
A_LETTER = 0.02  # seconds within which the next one is on its way
FOLLOW = """
from django.utils import timezone
from paper.models import Follower, Subscription
from stories.models import Showing
key = Showing.objects.live(timezone.now()).stories().order_by("pk").first().story_id
made = [Follower() for n in range({count})]
for n, each in enumerate(made):
    each.seal(f"reader-{{n}}@place.example")
made = Follower.objects.bulk_create(made, batch_size=500)
said = dict(kind="story", key=str(key), confirmed_at=timezone.now())
Subscription.objects.bulk_create(
    [Subscription(follower=each, **said) for each in made], batch_size=500
)
"""
CORRECT = """
from paper.models import Subscription
from stories.models import Story
story = Story.objects.get(pk=Subscription.objects.first().key)
story.standfirst += " This is another word."
story.save()
story.publish(
    revision=story.save_revision(), kind="correction", note="{note}", desk_rules=False
)
"""
# What five minutes would do after a kill: the job is due, and claims have ended.
LATER = """
from django.db.models import F
from django.utils import timezone
from operations.models import Job
from paper.models import Notification
now = timezone.now()
Job.objects.update(due_at=now)
Notification.objects.filter(sent_at=None, due_at__gt=now).update(due_at=now)
"""
AN_HOUR_LATER = """
import datetime as dt
from django.db.models import F
from paper.models import Notification
hour = dt.timedelta(hours=1)
Notification.objects.exclude(sent_at=None).update(sent_at=F("sent_at") - hour)
"""


def shell(paper, code):
    paper.manage("shell", "-v0", "-c", code)


def tick(paper):
    words = [sys.executable, "manage.py", "tick"]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, **paper.place)


def send(paper, letters, count, kills):
    """Until so many letters have come; returns the seconds and the kills it took."""
    begun, done = time.monotonic(), 0
    stops = sorted(random.sample(range(1, count), kills))
    while len(letters) < count:
        process = tick(paper)
        while process.poll() is None:
            if done < kills and len(letters) >= stops[done]:
                time.sleep(random.uniform(0, A_LETTER))
                process.send_signal(signal.SIGKILL)
                done += 1
                break
            time.sleep(0.005)
        process.wait()
        shell(paper, LATER)
    return time.monotonic() - begun, done


def settle(paper):
    """Whatever was left: nobody who waits is overlooked."""
    for _turn in range(2):
        tick(paper).wait()
        shell(paper, LATER)


def names_by_reader(letters):
    found = defaultdict(Counter)
    for to, mail in letters:
        found[to][mail["Message-ID"]] += 1
    return found


def report(title, letters, expected, seconds, kills):
    """Returns whether everybody was told, once."""
    found = names_by_reader(letters)
    missed = expected - found.keys()
    twice = [to for to, names in found.items() if len(names) > 1]
    again = len(letters) - sum(len(names) for names in found.values())
    strangers = found.keys() - expected
    print(
        f"  {title}: {len(found)} of {len(expected)} readers in {seconds:.1f} s "
        f"({len(letters) / seconds:.0f} letters a second), {kills} kills; "
        f"{len(missed)} missed, {len(twice)} told under two names, {len(strangers)} "
        f"who had left; {again} letters came again under the name that they had"
    )
    return not (missed or twice or strangers) and again <= kills


def leave(paper, letters, count):
    """Some end it as a mail program does."""
    gone = set()
    header = {"Content-Type": "application/x-www-form-urlencoded"}
    for to, mail in random.sample(letters, count):
        path = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
        said = "List-Unsubscribe=One-Click"
        status, *_rest = paper.ask(path, "POST", said, header)
        assert status == 200, status
        gone.add(to)
    return gone


def rehearse(database, folder, count, kills):
    with MailServer() as server:
        settings = {
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "FETCH_SOURCES": "0",
        }
        paper = Paper(database, folder, FOLLOW_BY_MAIL="1", **settings)
        paper.prepare()
        paper.manage("demo")
        shell(paper, FOLLOW.format(count=count))
        tick(paper).wait()  # What the demo published is nobody's news.
        assert server.letters == []
        expected = {f"reader-{n}@place.example" for n in range(count)}
        shell(paper, CORRECT.format(note="The first was wrong."))
        took = send(paper, server.letters, count, kills)
        settle(paper)
        is_well = report("first", server.letters, expected, *took)
        with paper.serving():
            expected -= leave(paper, server.letters, min(LEAVERS, count // 2))
        server.letters.clear()
        shell(paper, AN_HOUR_LATER)
        shell(paper, CORRECT.format(note="The second was wrong, too."))
        shell(paper, LATER)
        took = send(paper, server.letters, len(expected), 0)
        settle(paper)
        return report("second", server.letters, expected, *took) and is_well


def main(count=FOLLOWERS, kills=KILLS):
    with tempfile.TemporaryDirectory(prefix="newsroom-letters-") as folder:
        print("SQLite")
        is_well = rehearse(f"sqlite:///{folder}/paper.sqlite3", folder, count, kills)
    with (
        tempfile.TemporaryDirectory(prefix="newsroom-letters-") as folder,
        with_postgres.temporary_server() as database,
    ):
        print("PostgreSQL")
        is_well = rehearse(database.address, folder, count, kills) and is_well
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
