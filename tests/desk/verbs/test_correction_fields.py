"""What can be corrected: every block of what readers have, with its name and field."""

import datetime as dt

import pytest
from django import forms

from desk.form.fields import DayInput, TextArea
from desk.verbs.correction_fields import blocks_in_order, by_place, match_blocks
from explainer.blocks import Change
from stories.models import freezing
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def blocks_of(story):
    return blocks_in_order(story, freezing.freeze(story))


@pytest.fixture
def story():
    parts = {
        "key_points": [{"lead_in": "First.", "text": "One.\n\nTwo."}],
        "quotes": [{"key": "k", "text": "So.", "speaker": "Ana"}],
        "timeline": [{"date": dt.date(2026, 1, 2), "text": "It began."}],
        "image": [{"image": make.image(), "alt": "A port."}],
        "sources": [],
    }
    return make.story(parts, headline="Ports", summary="Shut.\n\nAll.", kicker="Sea")


def test_every_block_is_listed_in_the_order_of_the_page(story):
    uids = {
        str(part.uid): name
        for name, rows in (
            ("point", story.keypoint_set),
            ("quote", story.quote_set),
            ("event", story.timelineevent_set),
        )
        for part in rows.all()
    }

    found = [
        (block.name, uids.get(block.uid, ""), block.field, block.index, block.text)
        for block in blocks_of(story)
    ]

    assert sorted(found) == sorted(
        [
            ("Headline", "", "headline", None, "Ports"),
            ("Kicker", "", "kicker", None, "Sea"),
            ("Picture: alternative text", "", "image.alt", None, "A port."),
            ("What's happened, 1", "", "summary", 0, "Shut."),
            ("What's happened, 2", "", "summary", 1, "All."),
            ("Key point 1: lead-in", "point", "lead_in", None, "First."),
            ("Key point 1: text, 1", "point", "text", 0, "One."),
            ("Key point 1: text, 2", "point", "text", 1, "Two."),
            ("Quote 1: words", "quote", "text", None, "So."),
            ("Quote 1: speaker", "quote", "speaker", None, "Ana"),
            ("Event 1: date", "event", "date", None, "2026-01-02"),
            ("Event 1: text", "event", "text", 0, "It began."),
        ]
    )
    texts = [block.text for block in blocks_of(story)]
    order = ["Ports", "A port.", "Shut.", "All.", "First.", "One.", "Two."]
    assert [text for text in texts if text in order] == order
    assert [block.input for block in blocks_of(story)] == [
        f"text-{n}" for n in range(len(texts))
    ]


def test_a_block_has_the_field_of_the_desks_form(story):
    by_text = {block.text: block for block in blocks_of(story)}
    day, line, text = (by_text[t].form_field() for t in ("2026-01-02", "Ports", "One."))

    assert isinstance(day, forms.DateField)
    assert [type(field.widget) for field in (day, line, text)] == [
        DayInput,
        TextArea,
        TextArea,
    ]
    told = {(field.required, str(field.help_text)) for field in (day, line, text)}
    assert told == {(False, "")}
    assert [(field.label, field.initial) for field in (day, line, text)] == [
        ("Event 1: date", "2026-01-02"),
        ("Headline", "Ports"),
        ("Key point 1: text, 1", "One."),
    ]
    assert by_text["One."].whole_name == "Key point 1: text"
    assert line.max_length == 300


def test_a_block_is_changed_or_taken_out(story):
    by_text = {block.text: block for block in blocks_of(story)}
    line, first = by_text["Ports"], by_text["One."]

    assert line.change("Rivers\nrise") == Change(
        "replace", "", "headline", None, "Ports", "Rivers rise"
    )
    said = ("text", 0, "One.")
    assert first.change("1\n2") == Change("replace", first.uid, *said, "1\n2")
    assert first.change("") == Change("remove", first.uid, *said, "")
    assert [first.differs(text) for text in (" One.\r\n", "One", "")] == [
        *(False, True, True)
    ]
    assert [first.has(words) for words in ("oNE", "", "two")] == [True, True, False]


def test_what_the_desk_demands_is_required(story):
    demanded = {block.name for block in blocks_of(story) if block.required}

    assert {"Headline"} <= demanded
    assert not {"Kicker", "Key point 1: lead-in"} & demanded


def texts(found):
    return [(old.text, new.text) for old, new in found.items()]


def test_blocks_are_found_again_wherever_they_went(story):
    old = blocks_of(story)
    story.summary = "New.\n\nAll."
    story.headline, story.kicker = "Rivers", ""
    story.save()
    same_count = match_blocks(old, blocks_of(story))
    story.summary = "Before.\n\nShut.\n\nBetween.\n\nAll."
    story.save()
    moved = match_blocks(old, blocks_of(story))

    assert ("Shut.", "New.") in texts(same_count)
    assert ("All.", "All.") in texts(same_count)
    assert ("Ports", "Rivers") in texts(same_count)
    assert "Sea" not in dict(texts(same_count))
    assert ("All.", "All.") in texts(moved)
    assert ("Shut.", "Shut.") in texts(moved)
    places = [place for place, _found in by_place(old)]
    assert len(places) == len({*places})
