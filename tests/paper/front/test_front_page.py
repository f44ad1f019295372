"""The front page: what editors picked, then what is new, and an end."""

import datetime as dt
import re

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from explainer import days
from explainer.depth_texts import lengths
from paper import views
from paper.front import queries
from paper.front.front_page import RECENT
from paper.page.depth import rungs
from stories.models import Pick
from tests import make
from tests.support.reader import Read, get, picture, read

pytestmark = pytest.mark.django_db


def on_top(at=None):
    """Headlines of the lead and what is beside it."""
    front, _due = queries.front(at or timezone.now())
    top = [front.lead, *front.seconds] if front.lead else []
    return [teaser.showing.headline for teaser in top]


def due():
    return queries.front(timezone.now())[1]


def published(*headlines):
    """Stories published one after the other: the last is the newest."""
    return [make.published_story(headline=headline) for headline in headlines]


def long_ago(days=1, **fields):
    """A story that came out some days ago, and what was told of it then."""
    story = make.story(**fields)
    make.edition(story, dated=timezone.now() - dt.timedelta(days=days))
    return story


def expecting(due, text="The court rules", **fields):
    item = {"text": text, "due": due} | fields
    story = make.story({"expectations": [item]})
    make.edition(story)
    return story


def today():
    return days.today(timezone.now())


def test_the_first_pick_leads_and_the_newest_facts_fill_the_rest():
    old, older, _newest = published("Old", "Older pick", "Newest")
    make.pick(older)
    make.pick(old)

    assert on_top() == ["Older pick", "Old", "Newest"]


def test_a_story_that_was_picked_twice_stands_once():
    first, _second = published("First", "Second")
    make.pick(first)
    make.pick(first)

    assert on_top() == ["First", "Second"]


def test_a_pick_is_skipped_while_its_story_is_not_live():
    draft, gone = make.story(headline="Draft"), make.published_story(headline="Gone")
    make.published_story(headline="Live")
    gone.withdraw(note="Taken down.")
    make.pick(draft)
    make.pick(gone)

    assert on_top() == ["Live"]


def test_what_is_embargoed_leads_at_its_minute_with_nobody_awake():
    at = make.soon()
    report = make.story(headline="Report")
    make.edition(report, at=at)
    make.published_story(headline="Live")
    make.pick(report)

    assert on_top() == ["Live"]
    assert on_top(at - dt.timedelta(microseconds=1)) == ["Live"]
    assert on_top(at) == ["Report", "Live"]


@pytest.mark.parametrize(
    ("begins", "ends", "leads"),
    [
        (None, None, True),
        (-1, 1, True),
        (0, None, True),
        (1, None, False),
        (-2, -1, False),
        (None, 0, False),
    ],
)
def test_a_pick_is_in_force_from_its_beginning_and_until_its_end(begins, ends, leads):
    now = timezone.now()
    picked, _newer = published("Picked", "Newer")

    def hours(number):
        return None if number is None else now + dt.timedelta(hours=number)

    make.pick(picked, shown_from=hours(begins), shown_until=hours(ends))

    assert (on_top()[0] == "Picked") is leads


def test_a_pick_older_than_all_that_is_listed_is_on_the_page(monkeypatch):
    monkeypatch.setattr(queries, "LISTED", 2)
    old, *_newer = published("Old", "1", "2", "3")
    make.pick(old)

    assert on_top() == ["Old", "3", "2"]


def test_a_translation_is_no_story_more_unless_it_was_picked():
    original = make.published_story(headline="Ports", slug="ports")
    german = make.story(headline="Häfen", language="de", translation_of=original.slug)
    make.edition(german)
    assert on_top() == ["Ports"]

    make.pick(german)
    assert on_top() == ["Häfen", "Ports"]


def test_the_page_is_due_when_a_pick_comes_or_goes():
    story = make.published_story()
    begins, ends = make.soon(seconds=40), make.soon(seconds=50)
    pick = make.pick(story, shown_from=begins, shown_until=ends)
    assert due() == min(begins, days.midnight_after(today()))

    Pick.objects.filter(pk=pick.pk).update(shown_from=None)
    assert due() == min(ends, days.midnight_after(today()))


def test_the_page_is_due_at_midnight_because_today_ends():
    make.published_story()

    assert due() == days.midnight_after(today())


def test_the_view_tells_caches_when_it_is_due():
    make.pick(make.published_story(), shown_until=make.soon(seconds=20))
    request = RequestFactory().get("/")
    request.now = timezone.now()

    views.front(request)

    midnight = days.midnight_after(today())
    assert request.due == min(Pick.objects.get().shown_until, midnight)


def test_a_lead_says_how_long_each_depth_takes(client):
    make.edition(make.story(headline="Lead", report="Word. " * 460))

    page = read(client, "/")

    assert "At a glance 15 s" in page.text
    assert "In full 2 min" in page.text


def test_only_the_leads_text_is_read():
    story = make.story(report="Word. " * 460)
    make.edition(story)
    make.published_story()
    make.pick(story)

    front, _due = queries.front(timezone.now())

    assert front.lead.steps
    assert not any(teaser.steps for teaser in front.seconds)


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (RECENT.days - 1, "New: a date is named."),
        (RECENT.days + 1, "No change since"),
    ],
)
def test_a_teaser_tells_what_is_new_or_since_when_nothing_is(client, ago, told):
    story = long_ago(20)
    dated = timezone.now() - dt.timedelta(days=ago)
    note = "New: a date is named."
    make.edition(changed(story), kind="development", note=note, dated=dated)

    assert stamp(client).startswith(told)


def test_what_is_new_today_has_its_time(client):
    story = long_ago(20)
    make.edition(changed(story), kind="development", note="New: a date is named.")

    assert re.fullmatch(r"\d\d:\d\d New: a date is named\.", stamp(client))


def stamp(client):
    """What the lead's teaser says of its last change."""
    found = re.search(r'<p class="stamp.*?</p>', get(client, "/"), re.S)[0]
    return Read(found).text


def test_a_correction_is_called_one(client):
    story = long_ago(2, headline="Ports")
    make.edition(changed(story), kind="correction", note="It is 9.")

    assert stamp(client).endswith("Corrected It is 9.")


def changed(story):
    story.headline += " again"
    story.save()
    return story


def test_todays_changes_are_told_as_todays(client):
    long_ago(3, headline="Ports")
    assert not [text for _level, text in read(client, "/").headings if "change" in text]

    make.published_story(headline="Rivers")

    page = read(client, "/")
    assert (2, "Changed today") in page.headings
    assert "1 with new facts today." in page.text


def test_on_a_quiet_day_each_story_has_its_last_change_once(client):
    story = long_ago(5, headline="Ports")
    for ago in (4, 3):
        dated = timezone.now() - dt.timedelta(days=ago)
        note = f"New: day {ago}."
        make.edition(changed(story), kind="development", note=note, dated=dated)

    front, _due = queries.front(timezone.now())

    assert [item.edition.note for item in front.changes] == ["New: day 3."]
    assert "none with new facts today." in read(client, "/").text


def test_what_comes_up_is_open_and_not_overdue_the_soonest_first(client):
    expecting(today() + dt.timedelta(days=9), "The ninth day")
    expecting(today(), "This very day")
    expecting(today() - dt.timedelta(days=1), "Overdue")
    expecting(today() + dt.timedelta(days=1), "Settled", outcome="It did.")
    make.story({"expectations": [{"text": "Only a draft's", "due": today()}]})

    front, _due = queries.front(timezone.now())

    assert [item.text for item in front.coming] == ["This very day", "The ninth day"]
    assert "Coming up" in read(client, "/").text


def test_each_list_of_the_front_page_is_headed_and_leads_on(client):
    expecting(today() + dt.timedelta(days=9), "The ninth day")
    question = make.question(title="Who pays?")
    make.edition(question)

    page = read(client, "/")

    headings = [text for level, text in page.headings if level == 2]
    assert headings[-3:] == ["Changed today", "Coming up", "Readers ask"]
    assert "The ninth day" in page.text
    assert f'<a href="/questions/{question.slug}/">Who pays?</a>' in get(client, "/")


def test_at_most_five_things_come_up():
    for ahead in range(7):
        expecting(today() + dt.timedelta(days=ahead))

    front, _due = queries.front(timezone.now())

    assert len(front.coming) == queries.COMING


def test_the_page_ends_and_leads_to_yesterdays(client):
    long_ago(2)
    yesterday = today() - dt.timedelta(days=1)

    page = get(client, "/")

    assert "That is all: 1 story," in page
    assert f'href="/archive/{yesterday:%Y/}{yesterday.month}/{yesterday.day}/"' in page
    assert f'href="/since/{yesterday.year}-{yesterday.month}-{yesterday.day}/"' in page


def test_a_front_page_that_lists_a_part_gives_no_total(client, monkeypatch):
    monkeypatch.setattr(queries, "LISTED", 3)
    for number in range(3):
        pick = make.published_story(headline=f"Port {number}")
    make.pick(pick)
    assert "That is all: 3 stories, 3 with new facts today." in read(client, "/").text

    make.published_story()
    long_ago(2)
    page = read(client, "/").text

    assert "That is all" not in page
    assert "3 stories" not in page
    assert "Older ones are in the archive" in page


def test_what_is_new_today_is_counted_where_all_of_it_is_listed(client, monkeypatch):
    monkeypatch.setattr(queries, "LISTED", 3)
    for ago in (0, 0, 2, 3, 4):
        long_ago(ago) if ago else make.published_story()

    assert "2 stories have new facts today." in read(client, "/").text


def test_a_paper_that_lists_only_what_is_of_today_has_a_yesterday(client, monkeypatch):
    long_ago(2)
    monkeypatch.setattr(queries, "LISTED", 1)
    make.published_story()

    assert "Yesterday's front page" in read(client, "/").text


def test_on_its_first_day_a_paper_has_no_yesterday(client):
    make.published_story()

    assert "/archive/2" not in get(client, "/")
    assert "Yesterday" not in get(client, "/")


def test_desks_come_in_their_own_order_and_without_one_last():
    second = make.desk(name="Alpha", position=2)
    first = make.desk(name="Omega", position=1)
    make.published_story()
    for desk in (second, first):
        make.published_story(desk=desk)
    published(*"12345")

    front, _due = queries.front(timezone.now())

    assert [name for _slug, name, _rows in front.desks] == ["Omega", "Alpha", ""]


@pytest.mark.parametrize("many", [1, 9])
def test_it_takes_six_queries_at_most(client, django_assert_max_num_queries, many):
    for number in range(many):
        story = make.story(
            {"expectations": [{"text": "x", "due": today()}]},
            report="Word. " * 400,
            desk=make.desk(),
        )
        picture(story, size=(2 + number, 1))
        make.pick(story, shown_until=make.soon())
        make.edition(make.question())
        make.edition(make.story(), at=make.soon())

    with django_assert_max_num_queries(6):
        client.get("/")


def test_a_translation_is_listed_while_its_original_is_not_live():
    original = make.published_story(headline="Ports", slug="ports")
    make.published_story(headline="Häfen", language="de", translation_of="ports")
    original.slug = "harbours"
    original.save()
    make.edition(original, kind="correction", note="Another address.")
    assert on_top() == ["Ports"]

    original.withdraw(note="Gone.", by=make.editor())

    assert on_top() == ["Häfen"]


def test_what_an_original_and_its_translation_expect_comes_up_once():
    for slug, text, of in (("ports", "It opens", ""), ("haefen", "Es öffnet", "ports")):
        parts = {"expectations": [{"text": text, "due": today()}]}
        make.edition(make.story(parts, slug=slug, translation_of=of))

    front, _due = queries.front(timezone.now())

    assert [item.text for item in front.coming] == ["It opens"]


@pytest.mark.parametrize(
    ("ages", "told", "of_the_week"),
    [
        ([2, 3, 4, 30, 40], 3, True),
        ([2, 3, 30, 40], 4, False),
        ([2, 3], 2, True),
        ([30], 1, False),
    ],
)
def test_the_list_of_the_last_changes_is_of_a_week_if_that_has_enough(
    ages, told, of_the_week
):
    for ago in ages:
        make.edition(
            changed(long_ago(ago + 50)),
            kind="development",
            note=f"New: day {ago}.",
            dated=timezone.now() - dt.timedelta(days=ago),
        )

    front, _due = queries.front(timezone.now())

    assert len(front.changes) == told
    assert front.told_of_the_week is of_the_week


def test_stories_and_questions_are_so_many_of_the_last_changed(monkeypatch):
    monkeypatch.setattr(queries, "LISTED", 2)
    monkeypatch.setattr(queries, "ASKED", 2)
    desk = make.desk(name="World", position=3)
    first = make.published_story(headline="First", desk=desk)
    make.published_story(headline="Second")
    for number in range(3):
        make.published_question(title=f"No. {number}?")
    moved = make.published_story(headline="Third")
    moved.summary = "Other."
    moved.save()
    make.edition(moved, kind="correction", note="It was other.")
    make.published_story(headline="Gone").withdraw(note="It was wrong.")

    def standing(*keys):
        stories, asked, more = queries.front_rows(timezone.now(), keys)
        names = [[row.headline for row in rows] for rows in (stories, asked)]
        return *names, more, stories

    *said, stories = standing()
    assert said == [["Third", "Second"], ["No. 2?", "No. 1?"], True]
    assert [row.news for row in stories] == ["It was other.", ""]
    assert {row.began for row in stories} == {first.editions.get().published_at}
    *said, stories = standing(first.pk, moved.pk)
    assert said[0] == ["Third", "Second", "First"]
    assert [(row.desk_name, row.desk_place) for row in stories] == [
        *((None, None), (None, None), ("World", 3))
    ]
    monkeypatch.setattr(queries, "LISTED", 3)
    assert standing()[2] is False


def test_what_is_expected_is_open_from_today_on_and_the_soonest_first(monkeypatch):
    monkeypatch.setattr(queries, "COMING", 3)
    day = dt.timedelta(days=1)
    make.published_story(
        parts={"timeline": [{"text": "An event.", "date": today() + day}]}
    )
    for text, due, said in (
        ("Later.", today() + 3 * day, {}),
        ("Yesterday.", today() - day, {}),
        ("Soon.", today() + day, {}),
        ("Told.", today(), {"outcome": "So."}),
        ("Now.", today(), {}),
        ("Last.", today() + 4 * day, {}),
    ):
        expecting(due, text, **said)
    gone = make.story({"expectations": [{"text": "Gone.", "due": today()}]})
    make.edition(gone)
    gone.withdraw(note="It was wrong.")

    found = queries.expected_events(timezone.now())

    assert [(one.text, one.day - today()) for one in found] == [
        *(("Now.", 0 * day), ("Soon.", day), ("Later.", 3 * day))
    ]
    assert found[0].showing.headline


def test_what_is_expected_is_told_in_words_that_fit():
    text = f"The *court* rules.[^k] {'More words follow. ' * 9}"
    sources = [{"key": "k", "kind": "own"}]
    item = {"text": text, "due": today()}
    make.edition(make.story({"expectations": [item], "sources": sources}))

    (found,) = queries.expected_events(timezone.now())

    assert found.text.startswith("The court rules. More words follow.")
    assert 100 < len(found.text) <= queries.WORDS_AHEAD


def test_stories_stop_being_new_at_the_first_end_ahead():
    now = timezone.now()
    hours = [None, -1, 0, 1, 2]
    ends = [h if h is None else now + dt.timedelta(hours=h) for h in hours]
    rows = [type("Row", (), {"developing_until": end}) for end in ends]

    assert queries.labels_end(rows, now) == ends[3:]


def test_the_steps_of_a_lead_are_those_of_its_page_and_read_no_text(
    django_assert_num_queries,
):
    said = {
        "summary": "In one line.",
        "brief": "In short.",
        "report": "At length. " * 99,
    }
    told = make.edition(make.story(**said)).showing
    alone = make.edition(make.story(summary="", report="")).showing
    document = told.edition.revision.content

    with django_assert_num_queries(0):
        steps = queries.steps(told)
        assert queries.steps(alone) == []

    assert [step.depth for step in steps] == ["glance", "brief", "full"]
    assert steps == rungs(lengths(document))
    with override("de"):
        assert queries.steps(told) == rungs(lengths(document)) != steps
