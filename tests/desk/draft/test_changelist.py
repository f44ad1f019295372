"""The list of stories at the desk: what each row says, and how rows are found."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import make

pytestmark = pytest.mark.django_db

LIST = reverse("admin:stories_story_changelist")
TITLE = re.compile(r'<th class="field-headline"><a [^>]*>(.*?)</a>')
EVERY = ["Ending", "Held", "Live", "New", "Scheduled", "Waiting", "Withdrawn"]
CELL = '<td class="field-{}[^"]*">(.*?)</td>'


@pytest.fixture
def ana(client):
    person = make.person("editor", username="ana", first_name="Ana", last_name="Ruiz")
    client.force_login(person)
    return person


def found(client, **asked):
    """By headline: the page's rows that an address lists."""
    page = client.get(LIST, asked).content.decode()
    return sorted(TITLE.findall(page))


def cells(client, column, **asked):
    """What a column says of each row, by headline, without its tags."""
    page = client.get(LIST, asked).content.decode()
    said = re.findall(CELL.format(column), page)
    words = [re.sub(r"<small>", "; ", cell) for cell in said]
    words = [re.sub(r"<[^>]*>", "", cell) for cell in words]
    return dict(zip(TITLE.findall(page), words, strict=True))


def waits(story, at, kind="development", **changed):
    for name, value in changed.items():
        setattr(story, name, value)
    story.save()
    return make.edition(story, at=at, kind=kind)


@pytest.fixture
def every_state():
    """A story of each state, by its headline; the moment at which things wait."""
    at = timezone.localtime(make.soon(days=9)).replace(hour=18, minute=5, second=0)
    make.story(headline="New")
    make.published_story(headline="Live")
    make.edition(make.story(headline="Scheduled"), at=at)
    waits(make.published_story(headline="Waiting"), at, summary="More.")
    make.published_story(headline="Held").hold(note="Soon.", until=at)
    make.published_story(headline="Withdrawn").withdraw(note="Over.")
    (again := make.published_story(headline="Another")).withdraw(note="Over.")
    again.headline = "Again"
    again.save()
    again.publish(revision=again.save_revision(), note="It is new.", at=at)
    make.published_story(headline="Ending").withdraw(note="Over.", at=at)
    return at


def test_a_row_says_what_readers_have_and_what_waits(client, ana, every_state):
    at = f"{every_state:%-d %b %Y, 18:05}"

    said = cells(client, "state")

    down = said.pop("Withdrawn")
    assert down.startswith("Withdrawn on ")
    assert said == {
        "New": "Not published",
        "Live": "Live: edition 1",
        "Scheduled": f"Scheduled for {at}",
        "Waiting": f"Live: edition 1; Edition 2 waits for {at}",
        "Held": f"Held until {at}",
        "Again": f"{down}; Edition 3 waits for {at}",
        "Ending": f"Live: edition 1; It will be taken down at {at}",
    }


@pytest.mark.parametrize(
    ("state", "listed"),
    [
        ("new", ["New"]),
        ("scheduled", ["Scheduled"]),
        ("live", ["Ending", "Live", "Waiting"]),
        ("waiting", ["Again", "Waiting"]),
        ("held", ["Held"]),
        ("withdrawn", ["Again", "Withdrawn"]),
        (
            "nonsense",
            [
                "Again",
                "Ending",
                "Held",
                "Live",
                "New",
                "Scheduled",
                "Waiting",
                "Withdrawn",
            ],
        ),
    ],
)
def test_the_list_is_narrowed_to_a_state(client, ana, every_state, state, listed):
    assert found(client, state=state) == listed


def test_search_and_the_first_page_say_the_same(client, ana, every_state):
    at = f"{every_state:%-d %b %Y, 18:05}"
    story = make.story(headline="Scheduled too")
    story.save_revision(by=ana)
    make.edition(story, at=every_state)

    hit = client.get(reverse("find"), {"q": "Scheduled", "part": ""}).content.decode()
    first = client.get("/admin/").content.decode()

    assert hit.count(f"Scheduled for {at}") == 2
    assert f"Scheduled for {at} · saved " in first


def test_a_row_says_who_has_it_by_when_and_who_reads_it(client, ana):
    now = timezone.now()
    ben = make.person("editor", username="ben")
    for title, to, due in (("A", ana, now - dt.timedelta(days=40)), ("B", ben, None)):
        made = make.handover(make.story(headline=title), to=to, by=ben)
        made.due_at = due
        made.save()
    make.story(headline="C")
    asked = make.story(headline="D")
    asked.reviews.submit(revision=asked.save_revision(by=ben), by=ben, reviewer=ana)
    read = make.story(headline="E")
    revision = read.save_revision(by=ben)
    read.reviews.submit(revision=revision, by=ben, reviewer=None)
    read.reviews.approve(revision=revision, by=ana)

    assert cells(client, "holder") == {
        **{"A": "Ana Ruiz", "B": "ben"},
        **dict.fromkeys("CDE", "–"),
    }
    assert {*cells(client, "due", due="some")} == {"A"}
    assert cells(client, "due")["A"].startswith("overdue since ")
    review = dict.fromkeys("ABC", "–") | {"D": "In review by Ana Ruiz"}
    assert cells(client, "review") == review | {"E": "Approved by Ana Ruiz"}
    assert found(client, **{"with": "me"}) == ["A"]
    assert found(client, **{"with": "ben"}) == ["B"]
    assert found(client, **{"with": "-"}) == ["C", "D", "E"]
    assert found(client, due="late") == ["A"]
    assert found(client, due="today") == found(client, due="week") == []
    assert found(client, review="mine") == found(client, review="asked") == ["D"]
    assert found(client, review="none") == ["A", "B", "C", "E"]


def test_filters_combine_say_what_is_chosen_and_are_cleared(client, ana, every_state):
    city = make.desk(name="City")
    make.published_story(headline="Bridge", desk=city)
    make.story(headline="Draft", desk=city)

    page = client.get(LIST, {"state": "live", "desk__id__exact": city.pk})
    page = page.content.decode()

    assert TITLE.findall(page) == ["Bridge"]
    assert "State: <strong>Live</strong>" in page
    assert "Desk: <strong>City</strong>" in page
    assert '<a class="clear" href="?">Clear all filters</a>' in page


def test_a_list_that_shows_nothing_says_what_to_do(client, ana):
    empty = client.get(LIST).content.decode()
    make.story()
    narrowed = client.get(LIST, {"state": "held"}).content.decode()

    assert "There is nothing here yet." in empty
    assert 'href="/admin/stories/story/add/">Add story</a>' in empty
    assert 'Nothing is like that. <a href="?">Show the whole list</a>' in narrowed


def test_a_list_of_any_length_takes_as_many_queries(client, ana, admin_list_work):
    assert admin_list_work(2) == admin_list_work(9)


@pytest.fixture
def admin_list_work(client, django_assert_max_num_queries):
    def work(more):
        for _number in range(more):
            story = make.story()
            story.reviews.submit(
                revision=story.save_revision(), by=make.editor(), reviewer=None
            )
            make.handover(make.story(), to=make.editor(), by=make.editor())
        with django_assert_max_num_queries(30) as counted:
            client.get(LIST)
        return len(counted)

    return work


def test_what_follows_is_known_and_never_counted(client, ana, monkeypatch):
    monkeypatch.setattr("desk.draft.story_admin.StoryAdmin.list_per_page", 2)
    for _number in range(5):
        make.story()

    first = client.get(LIST).content.decode()
    last = client.get(LIST, {"p": 3}).content.decode()

    assert (len(TITLE.findall(first)), len(TITLE.findall(last))) == (2, 1)
    assert "There are more." in first
    assert "5 stories" in last
    monkeypatch.undo()
    assert "There are more." not in client.get(LIST, {"p": 0}).content.decode()


def test_a_draft_that_lacks_a_correction_is_told_from_one_that_lacks_news(client, ana):
    for title, kind in (("Corrected", "correction"), ("Told", "development")):
        story = make.published_story(headline=title)
        story.standfirst = "Nine, not twelve."
        story.save()
        make.edition(story, kind=kind, note="It is nine.")
        story.draft.set_base(1)

    lacks = cells(client, "state")

    assert lacks == {
        "Told": "Live: edition 2; Readers have new text that the draft does not",
        "Corrected": "Live: edition 2; A correction is not in the draft yet",
    }
    first = client.get("/admin/").content.decode()
    assert {
        said: first.count(said.partition("; ")[2]) for said in lacks.values()
    } == dict.fromkeys(lacks.values(), 1)


def test_the_list_of_sources_says_whose_host_nobody_has_confirmed(client, ana):
    outlet = make.outlet(name="Tidings", domains="tidings.example")
    for title, url, fields in (
        ("Own", "https://www.tidings.example/a", {"outlet": outlet}),
        ("Below", "https://news.tidings.example/a", {"outlet": outlet}),
        ("Vouched", "https://other.example/b", {"outlet": outlet, "vouched": True}),
        ("Copied", "https://copy.example/c", {"outlet": outlet}),
        ("Claimed", "https://claims.example/d", {"claimed": "Tidings"}),
        ("Paper", "", {}),
    ):
        make.source(title=title, url=url, **fields)

    page = client.get(reverse("admin:sources_source_changelist")).content.decode()

    titles = re.findall(r'<th class="field-__str__"><a [^>]*>(.*?)</a>', page)
    hosts = re.findall(CELL.format("whose_host"), page)
    said = dict(
        zip(titles, (re.sub("<[^>]*>", " ", host) for host in hosts), strict=True)
    )
    assert {title: host.strip() for title, host in said.items()} == {
        "Own": "tidings.example",
        "Below": "news.tidings.example",
        "Vouched": "other.example",
        "Copied": "copy.example not confirmed",
        "Claimed": "claims.example “Tidings”, not confirmed",
        "Paper": "–",
    }
