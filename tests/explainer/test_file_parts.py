"""What is read from a file is told whole: parts, their uids, days before the year 1."""

import json
import uuid

import pytest

from explainer import file
from explainer.file import NAMESPACE, default_id, format_faults, freeze, with_slug
from explainer.format import STORY
from tests.explainer.test_file import LEAST, UID, faults, read

LOGIN = "https://ana:secret@a.example/"


def uid_of(name, owner="rates"):
    """The uid of a part that brings none."""
    return str(uuid.uuid5(uuid.UUID(default_id(owner)), name))


def test_the_id_of_a_story_and_of_a_question_is_made_of_its_slug():
    assert read()["id"] == default_id("rates") == str(uuid.uuid5(NAMESPACE, "rates"))
    question = {"format": "question/1", "slug": "rates", "title": "Why?"}
    (told,) = file.read_stories(json.dumps(question))

    assert told == question | {"id": str(uuid.uuid5(NAMESPACE, "question:rates"))}
    assert read(id=UID)["id"] == UID


def test_a_file_is_read_as_it_says_and_no_more():
    picture = {"src": "a.jpg", "alt": "A", "focal": [1, 2], "decorative": False}
    story = read(
        tags=["a", "b"],
        image=picture,
        key_points=["One.", {"text": "Two.", "lead_in": " "}],
        conversation={"title": "Talk", "turns": [{"speaker": "A", "text": "B"}]},
        perspectives=[{"outlet": "A", "text": "B", "sources": ["a", "b"]}],
        entities=[{"slug": "ana", "aliases": ["A"], "same_as": ["https://a.example"]}],
    )

    assert story == {
        **{"format": "explainer/1", "id": default_id("rates")},
        **{"slug": "rates", "headline": "Rates rise", "tags": ["a", "b"]},
        "image": picture,
        "key_points": [
            {"uid": uid_of("key_points:0"), "text": "One."},
            {"uid": uid_of("key_points:1"), "text": "Two."},
        ],
        "perspectives": [
            {
                **{"uid": uid_of("perspectives:0"), "outlet": "A", "text": "B"},
                "sources": ["a", "b"],
            }
        ],
        "conversation": {
            "title": "Talk",
            "turns": [
                {"uid": uid_of("conversation.turns:0"), "speaker": "A", "text": "B"}
            ],
        },
        "entities": [
            {
                **{"uid": uid_of("entities:ana"), "slug": "ana"},
                **{"aliases": ["A"], "same_as": ["https://a.example"]},
            }
        ],
    }


def test_a_part_has_the_uid_of_its_key_its_slug_or_its_number():
    quotes = read(quotes=["a", {"key": "0", "text": "b"}, {"key": "z", "text": "c"}])
    taken = uid_of("quotes:2")
    points = read(
        quotes=[{"uid": taken, "text": "a"}, "b", "c"], related=["else", "other"]
    )

    assert [item["uid"] for item in quotes["quotes"]] == [
        *(uid_of("quotes:0+"), uid_of("quotes:0"), uid_of("quotes:z"))
    ]
    assert [item["uid"] for item in points["quotes"]] == [
        *(taken, uid_of("quotes:1"), uid_of("quotes:2+"))
    ]
    assert [item["uid"] for item in points["related"]] == [
        *(uid_of("related:else"), uid_of("related:other"))
    ]


def test_parts_of_shared_rows_and_older_texts_are_numbered_as_their_owner_says():
    text = LEAST | {"key_points": ["One."]}
    edition = {"kind": "first", "published_at": "2026-01-15T14:05:00Z", "text": text}
    story = read(editions=[edition], questions=[{"slug": "why", "answers": ["What?"]}])
    (told,) = story["editions"]

    assert told == {
        **{"kind": "first", "published_at": "2026-01-15T14:05:00+00:00"},
        "text": text
        | {
            "id": default_id("rates"),
            "key_points": [{"uid": uid_of("key_points:0"), "text": "One."}],
        },
    }
    assert story["questions"] == [
        {
            **{"slug": "why", "answers": [{"question": "What?"}]},
            "uid": uid_of("questions:why"),
        }
    ]


def test_a_day_before_the_year_1_takes_the_place_of_a_date():
    days = [
        {"date": "-0044-03-15", "text": "A"},
        {"date": "-0044-03-15", "precision": "month", "text": "B"},
        {"date": "0044-03-15", "precision": "month", "text": "C"},
        {"date": "-0044-03-15", "label": "Ides", "text": "D"},
    ]
    text = LEAST | {"timeline": days[1:2]}
    edition = {"kind": "first", "published_at": "2026-01-15T14:05:00Z", "text": text}

    def told(story):
        keys = ("date", "precision", "label")
        return [[item.get(key, "") for key in keys] for item in story["timeline"]]

    story = read(timeline=days[:3], editions=[edition])

    assert told(story) == [
        ["", "", "-0044-03-15"],
        ["", "", "-0044-03"],
        ["0044-03-15", "month", ""],
    ]
    assert told(story["editions"][0]["text"]) == [["", "", "-0044-03"]]
    message = "a day before the year 1 takes the place of the label"
    assert faults(LEAST | {"timeline": days}) == [
        f"stories[0].timeline[3].label: {message}"
    ]
    old = LEAST | {"timeline": days[3:]}
    assert faults(LEAST | {"editions": [edition | {"text": old}]}) == [
        f"stories[0].editions[0].text.timeline[0].label: {message}"
    ]


def test_only_an_address_that_readers_had_may_hold_a_name():
    cited = {"sources": [{"key": "a", "url": LOGIN, "archive_url": LOGIN}]}
    had = read(published_at="2026-01-15T14:05:00Z", **cited)["sources"]

    assert [(item["url"], item["archive_url"]) for item in had] == [(LOGIN, LOGIN)]
    assert [line.partition(": ")[0] for line in faults(LEAST | cited)] == [
        *("stories[0].sources[0].url", "stories[0].sources[0].archive_url")
    ]
    published = {"published_at": "2026-01-15T14:05:00Z"}
    known = {"entities": [{"slug": "a", "same_as": [LOGIN]}]}
    assert len(faults(LEAST | published | known)) == 1
    assert len(faults([LEAST | published, LEAST | cited | {"slug": "b"}])) == 2


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"tags": ["a", "", 5]}, ["tags[1]: says nothing", "tags[2]: must be a text"]),
        ({"image": []}, []),
        ({"image": ["a"]}, ["image: must be an object"]),
        ({"sections": [{"uid": UID}]}, []),
        ({"figures": [{"decorative": False}]}, ["figures[0]: says nothing"]),
        ({"timeline": {"a": 1}}, ["timeline: must be a list"]),
        (
            {"perspectives": [{"text": "x", "sources": ["a" * 61] * 8 + ["b" * 4]}]},
            [],
        ),
        (
            {"perspectives": [{"text": "x", "sources": ["a" * 61] * 8 + ["b" * 5]}]},
            ["perspectives[0].sources: has 501 characters with the spaces; 500 fit"],
        ),
        (
            {"sources": [{"key": "a"}, {"key": "a", "uid": UID}]},
            ['sources[1].key: "a" is in this list already'],
        ),
        ({"related": ["a", {"slug": "a", "uid": UID}, "b", "c"]}, []),
        ({"quotes": ["a", "b"]}, []),
    ],
)
def test_every_fault_of_a_file_is_told_at_its_place(keys, told):
    if not told:
        assert read(**keys)
        return
    assert faults(LEAST | keys) == [f"stories[0].{fault}" for fault in told]


def test_one_uid_is_one_parts_in_each_text_and_each_question():
    answers = [{"uid": UID, "question": "A?"}]
    ones = {"questions": [{"slug": n, "answers": answers} for n in ("a", "b")]}
    twice = {"questions": [{"slug": "a", "answers": answers, "sources": [CITED]}]}
    text = LEAST | {"quotes": [{"uid": UID, "text": n} for n in ("a", "b")]}
    edition = {"kind": "first", "published_at": "2026-01-15T14:05:00Z", "text": text}
    message = "is another item's too"

    assert read(quotes=[{"uid": UID, "text": "a"}], **ones)
    assert faults(LEAST | twice) == [
        f"stories[0].questions[0].sources[0].uid: {message}"
    ]
    assert faults(LEAST | {"editions": [edition]}) == [
        f"stories[0].editions[0].text.quotes[1].uid: {message}"
    ]


CITED = {"uid": UID, "key": "a"}


def test_a_frozen_document_has_nothing_of_shared_rows():
    thing = {"slug": "ana", "kind": "person"}
    whole = {
        **{"headline": "A", "outlets": [{"name": "B"}], "desk_name": "C"},
        "image": {"src": "a.jpg", "restrictions": "None"},
        "entities": [thing],
        "conversation": {"turns": [{"text": "D"}], "title": "E"},
    }

    assert freeze(whole, STORY) == {
        **{"headline": "A", "image": {"src": "a.jpg"}, "entities": [{"slug": "ana"}]},
        "conversation": {"turns": [{"text": "D"}], "title": "E"},
    }
    assert with_slug([thing, {"name": "Bo"}]) == [thing]
    cited = [{"key": "a", "url": LOGIN}]
    document = LEAST | {"headline": "", "tags": "a", "sections": [3], "sources": cited}
    assert [(fault.place, fault.message) for fault in format_faults(document)] == [
        ("headline", "missing"),
        ("tags", "must be a list"),
        ("sections[0]", "must be an object"),
        ("sources[0].url", "holds a name or a password: take it out"),
    ]
