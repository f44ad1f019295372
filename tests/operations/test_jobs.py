"""What is done from time to time, and what is left alone."""

import datetime as dt
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.utils import timezone

from desk.models import ShareLink
from desk.models.buffers import Buffer
from operations import jobs
from pages.models import ReaderMessage
from people.models import Pause
from sources.models import Feed
from tests import make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def run(name):
    (work,) = (work for work in jobs.JOBS if work.name == name)
    return work.run()


def wanted():
    return {work.name for work in jobs.wanted_jobs()}


def test_what_leaves_the_newsroom_or_destroys_waits_for_a_setting(settings):
    waiting = {"feeds", "readers' letters", "backup", "backup verified"}
    waiting |= {"static copy"}
    assert wanted() & waiting == set()

    settings.FETCH_SOURCES, settings.FORGET_MESSAGES_DAYS = True, 30
    assert {"feeds", "readers' letters"} <= wanted()


def test_with_a_folder_backups_are_made_and_the_newest_is_verified(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path

    assert {"backup", "backup verified"} <= wanted()
    assert run("backup verified") == f"There is no backup in {tmp_path} yet."

    name = "newsroom-2026-12-01T00-00-00Z.tar"
    (tmp_path / f"{name}.age").write_text("closed")
    assert run("backup verified").startswith(f"{name}.age is encrypted, and what opens")
    (tmp_path / f"{name}.age").rename(tmp_path / name)
    with pytest.raises(CommandError, match="It is cut short in its contents"):
        run("backup verified")


def test_letters_are_forgotten_after_the_days_that_are_set(settings):
    settings.FORGET_MESSAGES_DAYS = 30
    for age in (29, 31):
        make.message(at=timezone.now() - age * DAY)

    assert run("readers' letters") == "Deleted: 1"
    assert run("readers' letters") == ""
    assert ReaderMessage.objects.count() == 1


def test_sessions_texts_and_pauses_end_when_they_are_old():
    now, ana = timezone.now(), make.editor(username="ana")
    for age in (-1, 31):
        at = now - age * DAY
        Session.objects.create(session_key=f"{age}", session_data="", expire_date=at)
        Pause.objects.create(key=f"{age}", last_at=at)
        Buffer.objects.create(user=ana, tab=uuid4(), saved_at=at)

    for name in ("expired sessions", "unsaved texts", "pauses after failures"):
        run(name)

    assert [Session.objects.get().pk, Pause.objects.get().key] == ["-1", "-1"]
    assert Buffer.objects.get().saved_at > now


def test_links_that_ended_long_ago_are_forgotten_some_at_a_time(monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    story, past = make.story(), timezone.now() - 100 * DAY
    links = [make.share_link(story)[0] for _number in range(4)]
    old = [link.pk for link in links[:3]]
    ShareLink.objects.filter(pk__in=old).update(until=past)

    assert [run("ended share links") for _n in range(3)] == [
        "Deleted: 2",
        "Deleted: 1",
        "",
    ]

    assert ShareLink.objects.get() == links[3]


def test_a_feed_is_read_when_its_time_has_come(settings):
    settings.FETCH_SOURCES = True
    Feed.objects.create(url="http://127.0.0.1:1/feed", name="Lamp")

    assert run("feeds").startswith("Lamp: The address names port 1")
    assert run("feeds") == ""


def test_a_copy_of_the_paper_is_kept_fresh_in_its_folder(settings, tmp_path):
    settings.EXPORT_DIR = tmp_path / "site"
    settings.MEDIA_ROOT = tmp_path / "media"
    make.published_story(slug="harbour")
    assert "static copy" in wanted()

    assert run("static copy").startswith(f"{settings.EXPORT_DIR}: ")
    assert (settings.EXPORT_DIR / "stories/harbour/index.html").is_file()
    assert run("static copy") == ""
