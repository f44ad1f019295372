"""Arranging the front page at the desk: added, moved, timed, saved by one at a time."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEvent
from stories.models import Pick
from tests import make
from tests.support.reader import Read, get, read

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ARRANGE = "/admin/stories/pick/"


@pytest.fixture
def ana(client):
    editor = make.person("editor", username="ana")
    client.force_login(editor)
    return editor


def loaded(client):
    page = get(client, ARRANGE)
    return page.partition('name="loaded" value="')[2].partition('"')[0]


def row(story, pick="", begins="", ends=""):
    key = str(getattr(story, "pk", story))
    return {"pick": pick, "story": key, "shown_from": begins, "shown_until": ends}


def sent(client, *rows, version=None, **more):
    """What the page sends: its rows, the version that they are based on, a button."""
    version = loaded(client) if version is None else version
    columns = {name: [r[name] for r in rows] for name in row("")}
    return client.post(ARRANGE, columns | {"loaded": version} | more)


def save(client, *rows, **more):
    return sent(client, *rows, save="Save", **more)


def words(response):
    return Read(response.content.decode()).text


def picked():
    return [pick.story_id for pick in Pick.objects.all()]


def order(response):
    """The stories in the rows of a page."""
    rows = response.context["rows"]
    return [form.story_id for form, _story, _said in rows]


def typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_what_is_saved_is_what_readers_see(client, ana):
    first, second = (make.published_story(headline=h) for h in ("First", "Second"))

    save(client, row(first), row(second))

    assert picked() == [first.pk, second.pk]
    page = get(client, "/")
    assert page.index("First") < page.index("Second")


@pytest.mark.once(False)
def test_a_search_finds_what_is_live_or_waits_and_no_draft(client, ana):
    make.published_story(headline="Ports strike")
    make.edition(make.story(headline="Ports report"), at=make.soon())
    make.story(headline="Ports draft").save_revision()
    make.published_story(headline="Ports gone").withdraw(note="Gone.")

    found = sent(client, find="1", q="ports").context["found"]

    assert [story.title for story, _said in found] == ["Ports report", "Ports strike"]


def test_a_story_is_added_below_what_was_typed_and_not_saved_yet(client, ana):
    first, second = make.published_story(), make.published_story()

    page = sent(client, row(first, begins="2026-01-20T00:01"), add=str(second.pk))

    assert order(page) == [first.pk, second.pk]
    assert 'value="2026-01-20T00:01"' in page.content.decode()
    assert picked() == []


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ({"up": "1"}, [1, 0, 2]),
        ({"down": "1"}, [0, 2, 1]),
        ({"up": "0"}, [0, 1, 2]),
        ({"down": "2"}, [0, 1, 2]),
        ({"remove": "0"}, [1, 2]),
        ({"up": "99"}, [0, 1, 2]),
        ({"remove": "²"}, [0, 1, 2]),
        ({"add": "none\0"}, [0, 1, 2]),
    ],
)
def test_rows_are_moved_and_removed_without_script(client, ana, button, expected):
    keys = [make.published_story().pk for _ in range(3)]

    page = sent(client, *map(row, keys), **button)

    assert order(page) == [keys[number] for number in expected]


@pytest.mark.once(False)
def test_two_people_never_overwrite_each_other_in_silence(client, ana):
    mine, theirs = make.published_story(), make.published_story(headline="Theirs")
    version = loaded(client)
    ben = make.person("editor", username="ben")
    client.force_login(ben)
    save(client, row(theirs))
    client.force_login(ana)

    page = save(client, row(mine), version=version)

    assert picked() == [theirs.pk]
    assert "Ben saved the front page while you were arranging it" in words(page)
    assert "Theirs" in words(page)
    assert order(page) == [mine.pk]

    save(client, row(mine), version=page.context["arranged"].loaded)
    assert picked() == [mine.pk]


@pytest.mark.once(False)
def test_times_are_kept_to_the_second_where_nobody_touched_them(client, ana):
    story = make.published_story()
    ends = make.soon(days=3).replace(second=42, microsecond=7)
    pick = make.pick(story, shown_until=ends)

    save(client, row(story, str(pick.pk), ends=typed(ends)))

    assert Pick.objects.get().shown_until == ends


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/New_York"])
@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-01-20T10:00", "2026-01-20T09:00"),
        ("2026-01-20T10:00", "2026-01-20T10:00"),
        ("soon", ""),
        ("99999-01-01T00:00", ""),
        ("0001-01-01T00:00", ""),
        ("", "9999-12-31T23:59"),
    ],
)
def test_a_time_that_is_no_good_is_refused_and_kept(
    client, ana, settings, zone, begins, ends
):
    settings.TIME_ZONE = zone
    story = make.published_story()

    page = save(client, row(story, begins=begins, ends=ends))

    assert 'class="errorlist' in page.content.decode()
    assert picked() == []


def test_each_row_says_whether_readers_see_it(client, ana):
    waiting = make.story()
    make.edition(waiting, at=make.soon(days=9))
    live, later = make.published_story(), make.published_story()
    for story in (waiting, live, make.story()):
        make.pick(story)
    make.pick(later, shown_from=make.soon(days=9))

    said = [said for *_row, said in client.get(ARRANGE).context["rows"]]

    assert said[0].startswith("Waits until it is published, at ")
    assert said[1:3] == ["On the front page now.", "Waits until it is published."]
    assert said[3].startswith("Comes at ")


def test_what_is_over_is_listed_apart_and_kept_until_it_is_cleared(client, ana):
    over, story = make.published_story(headline="Over"), make.published_story()
    ended = make.pick(over, shown_until=timezone.now())
    page = client.get(ARRANGE)
    assert order(page) == []
    assert [pick for pick, _story in page.context["ended"]] == [ended]

    save(client, row(story))
    assert Pick.objects.filter(pk=ended.pk).exists()

    save(client, row(story), clear="on")
    assert picked() == [story.pk]


def test_the_front_page_of_a_coming_moment_is_for_the_desk_alone(client, ana):
    at = make.soon(days=1).replace(second=0, microsecond=0)
    report = make.story(headline="Report")
    make.edition(report, at=at)
    make.published_story(headline="Live")
    make.pick(report)

    ahead = {"at": typed(at)}
    assert client.get(ARRANGE, ahead).context["front"].lead.showing.slug == report.slug
    assert "Report" in words(client.get(f"{ARRANGE}preview/", ahead))
    assert "Report" not in words(client.get(f"{ARRANGE}preview/"))
    assert "Report" not in words(client.get("/", ahead))


def test_a_look_ahead_takes_the_rows_as_they_are_typed(client, ana):
    first, _newest = make.published_story(headline="First"), make.published_story()
    version = loaded(client)

    page = sent(client, row(first), version=version, look="1", at=typed(make.soon()))

    assert page.context["at"] > timezone.now()
    assert page.context["front"].lead.showing.headline == "First"
    assert picked() == []


@pytest.mark.once(False)
@pytest.mark.parametrize("at", ["then", "1999-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_that_nobody_can_look_at_is_no_error_of_ours(client, ana, at):
    make.published_story(headline="Live")

    for address in (ARRANGE, f"{ARRANGE}preview/"):
        assert "Live" in words(client.get(address, {"at": at}))


def test_who_arranged_it_and_how_is_in_the_log(client, ana):
    first, second = (make.published_story(headline=h) for h in ("First", "Second"))
    save(client, row(first))
    save(client, row(second, ends="2026-12-24T18:00"), row(first))

    event = AuditEvent.objects.filter(kind="stories.pick").latest("pk")

    assert (event.by, event.label) == (ana, "The front page")
    assert event.before == {"The front page": ["First"]}
    listed = event.after["The front page"]
    assert [line.partition(",")[0] for line in listed] == ["Second", "First"]
    assert "24 Dec 2026, 18:00" in listed[0]


def test_saving_what_is_saved_is_no_deed(client, ana):
    story = make.published_story()
    for _ in range(2):
        save(client, row(story))

    assert AuditEvent.objects.filter(kind="stories.pick").count() == 1


def test_a_contributor_looks_and_changes_nothing(client):
    story = make.published_story(headline="Ports")
    client.force_login(make.person("contributor"))

    page = client.get(ARRANGE)

    assert "Editors arrange the front page." in words(page)
    assert 'name="save"' not in page.content.decode()
    assert client.post(ARRANGE, {"save": "1"}).status_code == 403
    assert save(client, row(story), version="").status_code == 403
    assert picked() == []


def test_a_draft_that_is_picked_shows_readers_nothing_of_itself(client, ana):
    make.pick(make.story(headline="Secret plan", slug="secret-plan"))
    make.published_story()

    assert "ecret" not in get(client, "/")


def test_a_pick_of_a_story_that_is_no_longer_there_can_be_removed(client, ana):
    draft = make.story()
    make.pick(draft)
    draft.delete()

    assert "no longer there" in words(client.get(ARRANGE))
    save(client)
    assert picked() == []


def test_no_more_than_a_page_holds_is_taken(client, ana):
    keys = [make.published_story().pk for _ in range(22)]

    save(client, *map(row, keys))

    assert picked() == keys[:20]


def test_the_dashboard_leads_here_and_to_yesterdays_front_page(client, ana):
    story = make.story()
    make.edition(story, dated=timezone.now() - dt.timedelta(days=3))

    page = get(client, reverse("dashboard"))

    assert f'href="{ARRANGE}"' in page
    assert 'href="/archive/2' in page


@pytest.mark.once(False)
def test_the_dashboard_lists_the_paper_in_its_order(client, ana):
    first, _second = (make.published_story(headline=h) for h in ("Old", "New"))
    make.pick(first)

    said = read(client, reverse("dashboard")).text.partition("On the paper now")[2]

    assert said.index("Old") < said.index("New")
