"""What is seen to be wrong with files before anything of them is written."""

import json
from types import SimpleNamespace

import pytest
from django.utils import timezone

from explainer import file
from explainer.finding import Finding
from stories.models import Rule
from stories.transfer.preflight import ImportChecks, things
from tests import make
from tests.support.files import WHOLE

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def story(slug="a", **said):
    return {
        "format": "explainer/1",
        "slug": slug,
        "headline": "A",
        "summary": "So it is.",
        "sources": [{"key": "wire", "title": "Wire", "kind": "own"}],
    } | said


def checked(*stories, publishing=False, known=()):
    """(faults, notices) of these files."""
    read = file.read_stories(json.dumps([*stories]))
    files = [(item, f"stories[{number}]") for number, item in enumerate(read)]
    faults = []
    checks = ImportChecks(
        files,
        SimpleNamespace(find=lambda slug: slug in known),
        lambda place, message: faults.append(f"{place}: {message}"),
        publishing=publishing,
    )
    return faults, checks.notices()


# Half of a story: names nobody, cites nothing that is listed, says half a point.
HALF = {
    "brief": "By @[it](board).[^x] [^fix-me]",
    "entities": [{"slug": "board"}],
    "key_points": [{"lead_in": "x"}],
}
LACKS = "key_points[0].text: missing"
FIX_ME = "brief: a pasted footnote needs its source in the place of [^fix-me]"
CITES = 'brief: line 1, column 17: no source with key "x"'
NEW = "entities[0].name: missing: this one is new"


def at(*words, place="stories[0]"):
    return [f"{place}.{said}" for said in words]


def test_a_whole_file_has_nothing_wrong_with_it():
    assert checked(WHOLE) == checked(story(), story("b")) == ([], [])


def test_of_a_draft_that_is_half_filled_in_is_told_and_none_is_published():
    assert checked(story(**HALF)) == (at(NEW), at(LACKS, FIX_ME, CITES))
    assert checked(story(**HALF), publishing=True) == (
        at(LACKS, FIX_ME, CITES, NEW),
        [],
    )


def test_a_name_that_is_there_or_comes_with_another_file_is_known():
    make.entity(slug="board")
    brief = "@[It](board), @[she](ana) and @[he](ben)."
    ana = {"slug": "ana", "name": "Ana", "kind": "organisation"}
    one = story(brief=brief)

    def faults(*files):
        return checked(*files, publishing=True)[0]

    ben = 'stories[0].brief: line 1, column 31: no entity "ben"'
    assert faults(one) == ['stories[0].brief: line 1, column 15: no entity "ana"', ben]
    assert faults(one, story("b", entities=[ana])) == [ben]
    assert checked(story(brief="@[It](board)."), publishing=True) == ([], [])


@pytest.mark.parametrize(
    ("code", "place", "publishing", "had", "is_refused"),
    [
        ("unfinished", "key_points[0].text", False, "", False),
        ("unknown", "brief", False, "", False),
        ("fix-me", "brief", False, "", False),
        ("unfinished", "key_points[0].text", True, "", True),
        ("unknown", "mentions[0].entity", False, "", True),
        ("markup", "brief", False, "", True),
        ("no-headline", "headline", False, "", True),
        ("unfinished", "key_points[0].text", True, "record", False),
        ("unfinished", "sources[0].key", True, "record", True),
        ("no-headline", "headline", True, "record", True),
        ("unknown", "brief", True, "record", False),
        *((code, "brief", True, "live", True) for code in ("unknown", "repeated-key")),
        *((code, "a.text", True, "live", False) for code in ("markup", "password")),
        ("unfinished", "a.text", True, "live", False),
        ("unknown", "a.entity", False, "record", False),
        ("unknown", "a.entity", False, "live", True),
    ],
)
def test_what_readers_had_may_be_told_of_as_it_was(
    code, place, publishing, had, is_refused
):
    checks = ImportChecks([], None, None, publishing=publishing)

    assert checks.is_refused(Finding(place, "", code), had) is is_refused


def first(**said):
    return {"kind": "first", "published_at": "2020-01-01T00:00:00Z"} | said


def texts(*stories):
    read = file.read_stories(json.dumps([*stories]))
    files = [(item, f"stories[{number}]") for number, item in enumerate(read)]
    found = ImportChecks(files, None, None, publishing=True).texts()
    return [(item.get("brief"), place, had) for item, place, had in found]


def test_each_text_of_a_file_has_a_place_and_what_readers_had_it_as():
    moment = "2020-02-01T00:00:00Z"
    old = first(text=story(brief="Old"))
    told = [old, {"kind": "development", "published_at": moment}]
    ended = {"kind": "withdrawal", "published_at": moment, "note": "Wrong."}

    assert texts(
        story("a", brief="A"),
        story("b", brief="B", published_at=moment),
        story("c", brief="C", editions=told),
        story("d", brief="D", editions=[old, ended]),
    ) == [
        ("A", "stories[0]", ""),
        ("B", "stories[1]", "live"),
        ("C", "stories[2]", "record"),
        ("Old", "stories[2].editions[0].text", "record"),
        ("D", "stories[3]", ""),
        ("Old", "stories[3].editions[0].text", "record"),
    ]


def test_two_texts_of_one_form_have_neither_id_nor_slug_in_common():
    question = {"format": "question/1", "slug": "a", "title": "A?"}
    same = story("b", id=file.default_id("a"))

    assert checked(story(), same, question, story()) == (
        [
            "stories[1].id: is also that of stories[0]",
            "stories[3].id: is also that of stories[0]",
            "stories[3].slug: is also that of stories[0]",
        ],
        [],
    )


def test_nobody_can_have_read_what_lies_ahead(time_machine):
    time_machine.move_to("2026-01-15T10:00:00Z", tick=False)
    now, ahead = "2026-01-15T10:00:00Z", "2026-01-15T10:00:01Z"
    listed = [
        {"slug": f"q-{number}", "title": "Q?", "published_at": at}
        for number, at in enumerate((ahead, now))
    ]

    faults, _notices = checked(
        story(published_at=now, questions=listed), story("b", published_at=ahead)
    )

    assert faults == [
        "stories[0].questions[0].published_at: lies ahead",
        "stories[1].published_at: lies ahead",
    ]
    assert timezone.now().isoformat() == "2026-01-15T10:00:00+00:00"


def test_who_is_new_has_a_name_and_what_is_new_a_title():
    make.entity(slug="known")
    people = [{"slug": "n"}, {"slug": "o"}, {"slug": "known"}]
    people += [{"slug": "p", "name": "P", "kind": "organisation"}]
    asked = [{"slug": "q"}, {"slug": "had"}, {"slug": "r", "title": "R?"}]
    asked += [{"slug": "s", "own_title": "S?"}, {"own_title": "Own?"}]

    faults, notices = checked(
        story(
            mentioned=[{"slug": "m"}, {"slug": "n", "name": "N"}],
            entities=people,
            questions=asked,
        ),
        known=("had",),
    )

    assert faults == at(
        "mentioned[0].name: missing: this one is new",
        "entities[1].name: missing: this one is new",
        "questions[0].title: missing: this one is new",
    )
    assert notices == at("questions[4].slug: missing")


QUOTE = {"key": "q", "text": "So.", "speaker": "A", "entity": "ana"}


def test_what_a_desk_would_not_publish_is_told():
    said = story(
        quotes=[QUOTE],
        timeline=[
            {"date": "2026-01-01", "text": "x"},
            {"date": "2026-01-02", "text": "x", "label": "-0043-03-15"},
            {"date": "2026-01-03", "text": "x", "label": "Spring"},
        ],
        entities=[{"slug": "ana", "name": "Ana", "kind": "organisation"}],
    )
    told = at(
        "timeline[1].label: -0043-03-15 is 15 March 44 BCE",
        "quotes[0].source: The quote of A has no source.",
    )
    before = checked(said)
    Rule.objects.create(code="no-summary", level=Rule.Level.BLOCK)
    without = {key: text for key, text in story("b").items() if key != "summary"}
    blocked = checked(said, without)
    Rule.objects.filter(code="no-summary").update(level=Rule.Level.WARN)

    assert before == ([], told)
    assert checked(said, without) == ([], told)
    assert blocked[0] == []
    assert blocked[1][:2] == told
    assert [line.partition(":")[0] for line in blocked[1][2:]] == ["stories[1].summary"]


def test_all_whom_a_file_brings_are_those_it_mentions_and_those_it_names():
    mentioned, named = {"slug": "m"}, {"slug": "n", "name": "N"}

    assert things({"mentioned": [mentioned], "entities": [named]}) == [mentioned, named]
    assert things({}) == []
