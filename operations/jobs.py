"""What is done from time to time: add a line to `JOBS`, and `tick` does it.

A job may run again at any time, so it begins by asking what is left to do.
"""

import datetime as dt
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone

from desk.models.buffers import KEPT_FOR, Buffer
from desk.models.share_links import ShareLink
from operations import hub
from operations.fediverse import dispatch as fediverse
from operations.mailroom import turn as mailroom
from pages.models import ReaderMessage
from people.models import Pause
from sources import feed_reader

SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
HEARTBEAT = "heartbeat"
AT_ONCE = 500  # rows that one run forgets


@dataclass(frozen=True)
class Work:
    """A job by its name. `run` returns what there is to say of it; one that takes
    longer than its `patience` is taken for killed, and begun again."""

    name: str
    every: dt.timedelta
    run: Callable[[], str]
    patience: dt.timedelta = 5 * MINUTE
    is_wanted: Callable[[], bool] = lambda: True

    @property
    def longest(self):
        """Nothing that a runner notes is further ahead."""
        return max(self.every, self.patience)


def beat():
    """Its row says when `tick` was alive last."""
    return ""


def read_feeds():
    return "\n".join(
        f"{feed.name}: {feed.said}" for feed in feed_reader.read_due(timezone.now())
    )


def forget_messages():
    old = ReaderMessage.objects.older_than(settings.FORGET_MESSAGES_DAYS)
    return deleted(old)


def end_sessions():
    SessionStore.clear_expired()
    return ""


def forget_texts():
    return deleted(Buffer.objects.filter(saved_at__lt=timezone.now() - KEPT_FOR))


def forget_links():
    old = ShareLink.objects.over(timezone.now()).values_list("pk", flat=True)
    return deleted(ShareLink.objects.filter(pk__in=[*old[:AT_ONCE]]))


def forget_pauses():
    Pause.objects.forget(timezone.now())
    return ""


def deleted(rows):
    count, _each = rows.delete()
    return f"Deleted: {count}" if count else ""


def back_up():
    said = io.StringIO()
    call_command("backup", stdout=said)
    return said.getvalue().strip()


def verify_backup():
    """The newest is restored beside the paper, and looked at."""
    said = io.StringIO()
    call_command("restore", verify=True, stdout=said)
    return said.getvalue().strip()


def export_site():
    """The paper as files, where they aren't what readers get."""
    said = io.StringIO()
    told = {"stdout": said, "stderr": said, "verbosity": 0}
    with suppress(SystemExit):  # a dead link of the paper's is told of in what is said
        call_command("export_site", settings.EXPORT_DIR, jobs=1, if_due=True, **told)
    return said.getvalue().strip()


def has_backups():
    return bool(settings.BACKUP_DIR)


JOBS = (
    Work(HEARTBEAT, 15 * SECOND, beat, MINUTE),
    Work("feeds", MINUTE, read_feeds, is_wanted=lambda: settings.FETCH_SOURCES),
    Work(
        "letters to followers",
        15 * SECOND,
        mailroom.run,
        is_wanted=mailroom.is_wanted,
    ),
    Work("forgotten followers", HOUR, mailroom.forget),
    Work("fediverse", 15 * SECOND, fediverse.run, is_wanted=fediverse.is_wanted),
    Work("forgotten fediverse", HOUR, fediverse.forget),
    Work("news to the hub", 15 * SECOND, hub.tell, is_wanted=hub.is_wanted),
    Work(
        "readers' letters",
        HOUR,
        forget_messages,
        is_wanted=lambda: settings.FORGET_MESSAGES_DAYS > 0,
    ),
    Work("expired sessions", HOUR, end_sessions),
    Work("unsaved texts", HOUR, forget_texts),
    Work("ended share links", HOUR, forget_links),
    Work("pauses after failures", HOUR, forget_pauses),
    Work("backup", DAY, back_up, 6 * HOUR, has_backups),
    Work(
        "static copy", MINUTE, export_site, 6 * HOUR, lambda: bool(settings.EXPORT_DIR)
    ),
    Work("backup verified", 7 * DAY, verify_backup, 6 * HOUR, has_backups),
)


def wanted_jobs():
    return [work for work in JOBS if work.is_wanted()]
