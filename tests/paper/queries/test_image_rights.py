"""When the right to show a picture ends, it goes everywhere, and nothing has to run."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from desk.images.usage import ending_soon, use_in_words, with_use
from images.models import Image
from paper.queries.paging import COUNTED
from people.refusals import RefusedError
from tests import make
from tests.support.reader import get, picture

pytestmark = pytest.mark.django_db

LAST_DAY = dt.date(2026, 7, 1)
SAID = "We no longer have the right to show this picture."
NOW = dt.datetime(2026, 6, 20, 12, tzinfo=dt.UTC)


def image(number=1, **fields):
    name = f"images/{number:064d}.png"
    size = {"width": 4, "height": 3}
    return Image.objects.create(file=name, name=name, **size, **fields)


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("UTC", dt.datetime(2026, 7, 2, tzinfo=dt.UTC)),
        ("Europe/Berlin", dt.datetime(2026, 7, 1, 22, tzinfo=dt.UTC)),
        ("America/New_York", dt.datetime(2026, 7, 2, 4, tzinfo=dt.UTC)),
    ],
)
def test_rights_last_until_midnight_where_the_paper_is(settings, zone, end):
    settings.TIME_ZONE = zone
    held = image(rights_until=LAST_DAY)
    before = end - dt.timedelta(microseconds=1)

    assert held.ends_at == end
    assert (held.showable(before), held.showable(end)) == (True, False)
    assert [Image.objects.showable(at).count() for at in (before, end)] == [1, 0]


def test_a_kill_ends_rights_that_would_last():
    held = image(rights_until=LAST_DAY, killed_at=NOW)

    assert held.ends_at == NOW
    assert not Image.objects.showable(NOW).exists()


def test_the_last_day_of_the_calendar_has_no_end():
    assert image(rights_until=dt.date.max).ends_at is None


def test_pictures_that_go_soon_are_named_with_their_use():
    used = picture(make.story())
    make.edition(
        make.story({"image": [words(used)], "figures": [words(used, key="a")]})
    )
    Image.objects.update(rights_until=timezone.localdate() + dt.timedelta(days=6))
    today = timezone.localdate()
    for number, days in enumerate((0, 14, 15, -1), 1):
        image(number, rights_until=today + dt.timedelta(days=days))
    image(9, rights_until=today, killed_at=timezone.now())

    found = ending_soon(Image.objects, timezone.now())

    left = [(i.days_left(timezone.now()), i.live_stories) for i in found]
    assert left == [(0, 0), (6, 2), (14, 0)]


def words(of, **more):
    return {"image": of, "alt": "A", "credit": "B", "licence": "C"} | more


def test_use_counts_what_readers_have_now():
    used = picture(make.story(slug="gone"))
    make.models.Story.objects.get(slug="gone").withdraw(note="Down.")
    changed = make.story({"image": [words(used)]})
    make.edition(changed)
    changed.heroimage_set.all().delete()
    make.edition(changed)
    make.edition(make.story({"image": [words(used)]}), at=make.soon())

    assert with_use(Image.objects, timezone.now()).get().live_stories == 0


def test_use_is_counted_so_far_and_called_more():
    much, little = picture(make.story()), image(2)
    for number in range(COUNTED + 2):
        make.edition(make.story({"image": [words(much)]}, slug=f"with-{number}"))
    make.edition(make.story({"image": [words(little)]}))

    used = {i.pk: i.live_stories for i in with_use(Image.objects, timezone.now())}

    assert used == {much.pk: COUNTED + 1, little.pk: 1}
    assert use_in_words(used[much.pk]) == "used in more than 20 stories"
    assert use_in_words(used[little.pk]) == "used in 1 story"


def test_when_a_licence_ends_every_address_says_so(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    end = dt.datetime(2026, 7, 1, 22, tzinfo=dt.UTC)
    with time_machine.travel(end - dt.timedelta(days=2), tick=False):
        held = picture(make.story(slug="ports"), size=(640, 360), caption="A port.")
        Image.objects.update(rights_until=LAST_DAY)
        make.models.Story.objects.get().check_again()
    addresses = [held.get_absolute_url() + more for more in ("", "/640.avif")]
    addresses.append(f"{held.get_absolute_url()}/50-50-640.jpg")
    pages = ["/", "/stories/ports/", "/stories/ports/editions/1/"]

    with time_machine.travel(end - dt.timedelta(seconds=1), tick=False):
        assert [client.get(a).status_code for a in addresses] == [200] * 3
        assert [held.name in get(client, a) for a in pages] == [True] * 3
        for page in pages:
            assert client.get(page)["X-Accel-Expires"] == "1"
    with time_machine.travel(end, tick=False):
        assert [client.get(a).status_code for a in addresses] == [410] * 3
        assert [held.name in get(client, a) for a in pages] == [False] * 3
        story = get(client, "/stories/ports/")
    assert SAID in story
    assert "A port." not in story


def test_a_kill_takes_a_picture_down_and_keeps_why(client):
    held = picture(make.story(slug="ports"))

    held.kill("MANDATORY KILL: wrong person.")

    row = Image.objects.get()
    assert row.kill_notice == "MANDATORY KILL: wrong person."
    assert client.get(held.get_absolute_url()).status_code == 410
    assert SAID in get(client, "/stories/ports/")


def test_a_revived_picture_is_back_as_long_as_its_rights_last(client):
    held = picture(make.story(slug="ports"))
    held.kill("A mistake.")

    held.revive()

    assert client.get(held.get_absolute_url()).status_code == 200
    assert SAID not in get(client, "/stories/ports/")


def test_a_picture_dies_once_and_comes_back_once():
    held = image()
    held.kill("One.")

    with pytest.raises(RefusedError):
        Image.objects.get().kill("Two.")
    assert Image.objects.get().kill_notice == "One."
    held.revive()
    with pytest.raises(RefusedError):
        held.revive()
