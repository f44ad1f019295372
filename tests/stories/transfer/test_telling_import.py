"""Files that tell of the same events day after day: one story, and its editions."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from stories.models import Edition, Question, Story, Telling
from stories.models.tellings import NEWEST, NEWEST_OF_MARK
from stories.transfer import telling_import
from tests import make
from tests.support import kite_days
from tests.support.files import rows

pytestmark = pytest.mark.django_db
FERRY, BRIDGE = "ferry-crews-strike-in-lindau", "olten-bridge-closed"


def take(*paths, **options):
    out = io.StringIO()
    call_command("import_archive", *map(str, paths), stdout=out, stderr=out, **options)
    return out.getvalue()


def editions(slug):
    """Number, kind and day of each edition."""
    found = Edition.objects.filter(story__slug=slug).order_by("number")
    return [(e.number, str(e.kind), f"{e.published_at:%d}") for e in found]


def test_continuing_events_are_one_story_with_an_edition_for_each_change(tmp_path):
    bystander = make.published_story(headline="Olten market on Saturday")
    had = editions(bystander.slug), bystander.revisions.count()
    kite_days.write(tmp_path)

    said = take(tmp_path, publish=True)

    assert "4 made, 4 changed, 0 unchanged" in said
    assert "1 waiting at the desk" in said
    assert editions(BRIDGE) == [
        (1, "first", "01"),
        (2, "development", "02"),
        (3, "development", "03"),
        (4, "development", "04"),
    ]
    assert editions(FERRY) == [(1, "first", "01"), (2, "wording", "02")]
    assert {story.slug for story in Story.objects.all()} == {
        *(FERRY, BRIDGE, bystander.slug),
        *("museum-of-clocks-opens-in-bern", "snow-closes-gotthard-pass"),
    }
    waiting = Telling.objects.waiting().get()
    assert waiting.headline == "Mediator to end Lindau ferry dispute"
    assert waiting.candidate.slug == FERRY

    # Again, and in another order, nothing changes at all.
    before = rows()
    for order in (kite_days.DAYS, reversed(kite_days.DAYS)):
        said = take(*(tmp_path / f"{day}.json" for day in order), publish=True)
        assert "0 made, 0 changed, 8 unchanged, 0 kept, 0 published" in said
    assert rows() == before
    assert (editions(bystander.slug), bystander.revisions.count()) == had


@pytest.mark.once
def test_every_field_has_a_place_or_is_told(tmp_path):
    (tmp_path / "images").mkdir()
    kite_days.write(tmp_path, "day-1")

    said = take(tmp_path, publish=True)

    page = Edition.objects.get(story__slug="museum-of-clocks-opens-in-bern")
    museum = page.revision.content
    assert museum["summary"] == (
        "The Museum of Clocks opened its doors in Bern.[^source-1]\n\n"
        "It has 300 clocks & \\*one\\* sundial."
    )
    assert [s["outlet"] for s in museum["sources"]] == [
        *("news.example", "The Bern Post", "press.example")
    ]
    assert museum["key_points"][0]["lead_in"] == "Free on Sundays"
    assert museum["key_points"][1]["text"] == "Open until 20:30 every day"
    quote = museum["quotes"][0]
    assert (quote["text"], quote["speaker"]) == ("Time is all we have.", "Lena Graf")
    assert (quote["role"], quote["source"]) == ("director", "source-3")
    assert museum["background"] == "The town has made clocks since 1530."
    assert {part["heading"]: part["body"] for part in museum["sections"]} == {
        "Technical details": "- **Drives:** Weights and springs.[^source-1]\n- Oil\n\n"
        "Each clock is wound by hand.",
        "What it means for users": "- Visitors hear the hour.",
        "What you can do": "- **Book:** On Saturdays places are few.",
        "Did you know?": "The oldest clock is from 1410.[^source-3]",
    }
    view = museum["perspectives"][0]
    assert (view["holder"], view["sources"]) == ("Town council", ["source-3"])
    assert museum["papers"] == "Neighbours hear the bells at night."
    events = [(e.get("date"), e.get("label")) for e in museum["timeline"]]
    assert events == [
        ("2019-05-01", None),
        ("2025-07-01", None),
        (None, "Today"),
        (None, "-0043"),
    ]
    asked = {q.title: q.status for q in Question.objects.all()}
    assert asked == {"What does it cost?": "answered", "Who paid for it?": "open"}
    assert (museum["language"], museum["tags"]) == ("en", ["bern-switzerland"])
    for words in (
        *("mood: calm", "[nowhere.example#9]", "timeline[1].date: Last July"),
        *("emoji: 🕰️", "translated from de", "picture: https://n.example/images"),
        *("read: 1234", "The Press (press.example)", "No international reaction"),
    ):
        assert words in said


@pytest.mark.once
def test_a_rehearsal_says_what_would_be_and_writes_nothing(tmp_path):
    kite_days.write(tmp_path, "day-1", "day-2")
    before = rows()

    assert "Would be: 4 made, 2 changed" in take(tmp_path, publish=True, dry_run=True)
    assert rows() == before


def test_what_is_stopped_half_way_comes_in_whole_afterwards(tmp_path, monkeypatch):
    kite_days.write(tmp_path)
    real, done = telling_import.became, []

    def stops(text, story):
        real(text, story)
        done.append(text.name)
        if len(done) == 5:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(telling_import, "became", stops)
        with pytest.raises(KeyboardInterrupt):
            take(tmp_path, publish=True)
    assert Telling.objects.count() == 4  # What the fifth wrote is gone with it.

    take(tmp_path, publish=True)

    assert len(editions(BRIDGE)) == 4
    assert len(editions(FERRY)) == 2
    assert Telling.objects.count() == 9
    assert Story.objects.count() == 4


@pytest.mark.once
def test_a_faulty_story_is_refused_by_its_path_and_the_others_come_in(tmp_path):
    path = tmp_path / "world.json"
    good = kite_days.KITE
    path.write_text(good.replace('"talking_points": [', '"talking_points": [{}, '))

    with pytest.raises(CommandError, match=r"clusters\[2\].*talking_points\[0\]: must"):
        take(path)
    assert Story.objects.count() == 2
    files = '{"categories": [{"name": "World", "file": "world.json"}]}'
    (tmp_path / "kite.json").write_text(files)
    assert "kite.json: lists the files of others" in take(tmp_path / "kite.json")
    path.write_text(good.replace('"timestamp": 1767258000', '"timestamp": "once"'))
    with pytest.raises(CommandError, match="timestamp: must be a moment"):
        take(path)


ELECTION = kite_days.story(
    2,
    "Basel elects a mayor",
    "Basel votes on Sunday. [news.example#1]",
    [kite_days.article("news.example", 2, "Basel votes")],
)


def day(number, *clusters, **said):
    at = kite_days.FIRST + number * kite_days.DAY
    return {"category": "World", "timestamp": at, "clusters": clusters} | said


def test_an_id_that_is_given_again_writes_over_no_other_story(tmp_path):
    path, later = tmp_path / "first.json", tmp_path / "later.json"
    museum = kite_days.MUSEUM
    path.write_text(json.dumps(day(0, museum | {"id": "1"})))
    take(path, publish=True)
    told = editions("museum-of-clocks-opens-in-bern")
    again = day(1, ELECTION | {"id": "1"}, ELECTION | {"id": "2"})
    later.write_text(json.dumps(again))

    with pytest.raises(CommandError, match=r"clusters\[0\]: has the id of “museum-of"):
        take(later, publish=True)

    assert editions("museum-of-clocks-opens-in-bern") == told
    assert Story.objects.get(slug="museum-of-clocks-opens-in-bern").headline
    assert editions("basel-elects-a-mayor") == [(1, "first", "02")]
    changed = museum | {"id": "1", "short_summary": "It opened in Bern: 301 clocks."}
    later.write_text(json.dumps(day(2, changed)))
    assert "1 changed" in take(later, publish=True)
    assert len(editions("museum-of-clocks-opens-in-bern")) == 2


def test_what_no_row_could_be_known_by_is_refused_by_its_path(tmp_path):
    path = tmp_path / "world.json"
    path.write_text(json.dumps(day(0, kite_days.MUSEUM | {"id": "1" * 300}, ELECTION)))

    with pytest.raises(CommandError, match=r"clusters\[0\]\.id: has too many"):
        take(path)

    assert Story.objects.count() == 1
    for key in ("batchId", "category"):
        path.write_text(json.dumps(day(1, ELECTION, **{key: "b" * 300})))
        with pytest.raises(CommandError, match=f"{key}: has too many"):
            take(path)
    assert Story.objects.count() == 1


@pytest.mark.once
def test_what_somebody_has_worked_on_stays_as_it_is(tmp_path, ana):
    kite_days.write(tmp_path)
    take(tmp_path / "day-1.json", publish=True)
    story = Story.objects.get(slug=BRIDGE)
    make.rewrite(story, by=ana, headline="Our own headline")

    said = take(tmp_path / "day-2.json", publish=True)

    assert "1 kept" in said
    story.refresh_from_db()
    assert story.headline == "Our own headline"
    assert editions(BRIDGE) == [(1, "first", "01")]


@pytest.mark.once
def test_a_story_of_the_desk_that_cites_the_same_is_asked_about(tmp_path):
    kite_days.write(tmp_path, "day-1")
    source = make.source(url=kite_days.CRACKS["link"])
    story = make.story(headline="Olten bridge closed, engineers find cracks in Zurich")
    make.add_parts(story, {"sources": [{"key": "paper", "source": source}]})
    story.save_revision()

    assert "1 waiting at the desk" in take(tmp_path, publish=True)
    assert Telling.objects.waiting().get().candidate == story
    assert not story.editions.exists()


@pytest.mark.once
def test_matching_asks_as_much_in_a_large_paper_as_in_a_small_one(tmp_path):
    kite_days.write(tmp_path)
    take(*(tmp_path / f"day-{n}.json" for n in (1, 2)))
    said = Telling.objects.first()
    marks = [*said.traces.values_list("mark", flat=True)]

    def plan():
        with connection.cursor() as cursor:
            sql = telling_search(marks)
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return [line[3] for line in cursor.fetchall()]

    found = [line for line in plan() if line.startswith(("SEARCH", "SCAN stories"))]
    assert len(found) == len(marks)
    assert all("INDEX trace_newest (mark=? AND at>? AND at<?)" in one for one in found)


def telling_search(marks):
    one = NEWEST_OF_MARK.format(table="stories_trace", limit=NEWEST)
    since, until = "'2020-01-01'", "'2030-01-01'"
    return " UNION ALL ".join(one % (mark, since, until) for mark in marks)
