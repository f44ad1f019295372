"""Who is at a form: seen, said in words, and forgotten when they have gone."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone

from desk.models import Presence
from desk.unsaved.presence import sentences, tab_of, window_of
from tests import make
from tests.support import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    made = make.editor(first_name="Ana")
    client.force_login(made)
    return made


@pytest.fixture
def ben():
    return make.editor(first_name="Ben", last_name="Okri")


@pytest.fixture
def story():
    made = make.story()
    made.save_revision()
    return made


def ping(client, story, tab, **said):
    said = {"_window": str(tab), "typing": "0"} | said
    return client.post(desk.address("presence", story), said)


def here(client, story, tab, **said):
    """What a window is told, without its markup."""
    text = ping(client, story, tab, **said).content.decode()
    return [line.strip() for line in desk.plain(text).splitlines() if line.strip()]


def seen(user, story, ago=0, typing=False, tab=None):
    at = timezone.now() - dt.timedelta(seconds=ago)
    tab = tab or uuid.uuid4()
    Presence.objects.seen(user, tab, story, at, typing=typing)


def test_others_are_named_with_what_they_do(client, ana, ben, story):
    tab = uuid.uuid4()
    seen(ben, story, typing=True)
    seen(make.editor(username="cy"), story)

    assert here(client, story, tab) == ["Ben Okri is writing", "cy is reading"]
    assert Presence.objects.get(tab=tab).user == ana


def test_somebody_in_two_windows_is_one_person(client, ana, ben, story):
    seen(ben, story)
    seen(ben, story, typing=True)

    assert here(client, story, uuid.uuid4()) == ["Ben Okri is writing"]


def test_ones_own_other_window_is_said_and_this_one_is_not(client, ana, story):
    tab = uuid.uuid4()
    seen(ana, story, tab=tab)
    alone = here(client, story, tab)
    seen(ana, story)

    assert (alone, here(client, story, tab)) == ([], ["You, in another window"])


def test_who_has_not_been_heard_of_for_45_seconds_has_left(client, ana, ben, story):
    seen(ben, story, ago=46)
    seen(make.editor(username="cy"), story, ago=40)
    seen(make.editor(), make.story())

    assert here(client, story, uuid.uuid4()) == ["cy is reading"]


def test_opening_the_form_says_who_is_there(client, ana, ben, story):
    seen(ben, story)

    assert (
        "Ben Okri is reading"
        in client.get(desk.address("change", story)).content.decode()
    )


def test_a_ping_takes_three_queries_and_writes_seldom(
    client, ana, ben, story, django_assert_num_queries
):
    tab, signed_in = uuid.uuid4(), 2
    desk.save(client, story, headline="Saved")
    for _ in range(5):
        seen(make.editor(), story)

    with django_assert_num_queries(signed_in + 3):
        ping(client, story, tab, version="1")
    with django_assert_num_queries(signed_in + 2):
        ping(client, story, tab, version="1")
    Presence.objects.update(seen_at=timezone.now() - dt.timedelta(seconds=11))
    with django_assert_num_queries(signed_in + 3):
        ping(client, story, tab, version="1")
    with django_assert_num_queries(signed_in + 3):
        ping(client, story, tab, version="1", typing="1")


def test_going_is_said_and_clears_away_who_went_without(client, ana, ben, story):
    tab = uuid.uuid4()
    ping(client, story, tab)
    seen(ben, story, ago=3600)

    ping(client, story, tab, leaving="1")

    assert not Presence.objects.exists()


def test_nobody_says_of_somebody_else_that_they_left(client, ana, ben, story):
    tab = uuid.uuid4()
    seen(ben, story, tab=tab)

    ping(client, story, tab, leaving="1")

    assert Presence.objects.get().user == ben


def test_a_save_by_somebody_else_is_told_before_one_saves(client, ana, ben, story):
    loaded = story.revisions.head()
    client.force_login(ben)
    desk.save(client, story, headline="Theirs")
    client.force_login(ana)

    page = ping(client, story, uuid.uuid4(), version="1", revision=str(loaded.pk))
    now = ping(client, story, uuid.uuid4(), version="2")

    text = page.content.decode()
    compare = desk.address("revision", story, story.revisions.head().pk)
    assert "Ben Okri saved at " in text
    assert f'href="{compare}?from={loaded.pk}"' in text
    assert "saved at" not in now.content.decode()
    assert "Headline" in client.get(f"{compare}?from={loaded.pk}").content.decode()


def test_a_save_of_another_day_is_told_with_its_day(client, ana, story):
    desk.save(client, story, headline="Mine")
    at = timezone.localtime(story.revisions.head().created_at)

    with time_machine.travel(at + dt.timedelta(days=2)):
        text = ping(client, story, uuid.uuid4(), version="1").content.decode()

    assert f"You saved at {at:%-d %b %Y, %H:%M} in another window." in text


def test_ones_own_save_in_another_window_is_told_as_such(client, ana, story):
    desk.save(client, story, headline="Mine")

    text = ping(client, story, uuid.uuid4(), version="1").content.decode()

    assert "You saved at " in text
    assert "in another window" in text


@pytest.mark.parametrize("field", ["_window", "version", "revision", "typing"])
@pytest.mark.parametrize("wrong", ["", "x", "-1", "9" * 40, "\0"])
def test_a_ping_of_nonsense_is_no_error(client, ana, story, field, wrong):
    assert ping(client, story, uuid.uuid4(), **{field: wrong}).status_code == 200


def test_a_new_story_only_hears_that_one_is_signed_in(client, ana):
    page = client.post("/admin/stories/story/presence/", {"_window": str(uuid.uuid4())})

    assert (page.status_code, page.content) == (200, b"")
    client.logout()
    assert client.post("/admin/stories/story/presence/").status_code == 302


def test_who_opened_the_page_is_who_is_here(client, ana, ben, story):
    page = ping(client, story, uuid.uuid4(), _writer=str(ben.pk))

    assert page.status_code == 409
    assert not Presence.objects.exists()


def test_nobody_is_at_a_form_that_they_may_not_open(client, ana, story):
    ana.is_superuser = False
    ana.save()
    ana.user_permissions.set(Permission.objects.filter(codename="view_story"))

    assert ping(client, story, uuid.uuid4()).status_code == 403
    assert client.get(desk.address("presence", story)).status_code == 405
    ana.is_superuser = True
    ana.save()
    gone = make.models.Story(pk=uuid.uuid4())
    assert ping(client, gone, uuid.uuid4()).status_code == 404
    assert not Presence.objects.exists()


def test_each_person_is_named_once_with_the_most_that_they_do(ana, ben):
    here, there = uuid.uuid4(), uuid.uuid4()
    cy = make.editor(username="cy")
    rows = [
        Presence(user=ben, tab=uuid.uuid4(), typing=False),
        Presence(user=ana, tab=here, typing=True),
        Presence(user=cy, tab=here, typing=False),
        Presence(user=ben, tab=uuid.uuid4(), typing=True),
    ]
    others = ["Ben Okri is writing", "cy is reading"]

    assert sentences(rows, ana) == sentences(rows, ana, here) == others
    assert sentences(rows, ana, there) == [
        *("Ben Okri is writing", "You, in another window", "cy is reading"),
    ]
    assert sentences([], ana) == []


def test_a_window_says_who_it_is_by_a_mark_or_not_at_all():
    mark = uuid.uuid4()

    assert window_of({"_window": str(mark), "_tab": "x"}) == mark
    assert tab_of({"_tab": str(mark), "_window": "x"}) == mark
    assert window_of({}) is tab_of({"_tab": "x"}) is None


def test_a_save_that_was_seen_is_not_told_again(client, ana, ben, story):
    tab, head = uuid.uuid4(), story.revisions.head()
    story.headline = "Theirs"
    story.save()
    story.save_revision(by=ben)
    type(story).objects.filter(pk=story.pk).update(lock_version=3)

    def newer(**sent):
        return ping(client, story, tab, **sent).context["newer"]

    assert [newer(version=seen) for seen in ("", "x", "3", "4")] == [None] * 4
    said, address = newer(version="2", revision=str(head.pk))
    assert said.startswith("Ben Okri saved at ")
    newest = story.revisions.head().pk
    assert address == f"{desk.address('revision', story, newest)}?from={head.pk}"
    assert newer(version="2")[1] == address.partition("?")[0]


def test_a_window_is_noted_anew_when_it_does_another_thing_or_after_ten_seconds(
    client, ana, story
):
    tab, noon = uuid.uuid4(), dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)

    def noted(seconds, **said):
        with time_machine.travel(noon + dt.timedelta(seconds=seconds), tick=False):
            ping(client, story, tab, **said)
        row = Presence.objects.get(tab=tab)
        return (row.seen_at - noon).seconds, row.typing

    seconds = [noted(0), noted(9), noted(10), noted(11, typing="1"), noted(12)]
    assert seconds == [(0, False), (0, False), (10, False), (11, True), (12, False)]
    with time_machine.travel(noon + dt.timedelta(seconds=12), tick=False):
        ping(client, story, uuid.uuid4())
    assert Presence.objects.count() == 2


@pytest.mark.parametrize(
    ("version", "said"), [("1", "unchanged"), ("2", ""), ("", ""), ("x", "")]
)
def test_a_form_asks_whether_its_draft_is_as_it_was_loaded(client, ana, version, said):
    story = make.story()

    page = client.get(desk.address("unchanged", story), {"version": version})

    assert (page.status_code, page.content.decode()) == (200, said)


def test_a_draft_that_is_gone_is_not_as_it_was(client, ana):
    story = make.story()
    address = desk.address("unchanged", story)
    story.delete()

    assert client.get(address, {"version": "1"}).status_code == 404
    assert client.post(address).status_code == 405


def test_who_may_no_longer_change_a_draft_hears_nothing_of_it(client, story):
    """And is told so by the save, which has all of the form."""
    client.force_login(make.viewer())
    address = desk.address("unchanged", story)

    assert client.get(address, {"version": "1"}).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302
