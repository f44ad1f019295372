"""Rows of parts as a form sends them: paired with what is saved, and told."""

import uuid
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib import admin
from django.http import QueryDict

from desk.conflict.raw_fields import raw, replace_rows, write
from desk.form.field_names import Places
from desk.form.part_formsets import MOST, key_of
from desk.form.row_order import arrange_rows, match_rows, says_something, sent_rows
from stories.models import Story
from tests import make

A, B, C = (str(uuid.UUID(int=number)) for number in (1, 2, 3))


def sent(**rows):
    data = QueryDict(mutable=True)
    for name, value in rows.items():
        data[name.replace("__", "-")] = value
    return data


def part(pk, uid):
    return SimpleNamespace(pk=pk, uid=uuid.UUID(uid))


def test_rows_are_read_in_the_order_of_the_page_up_to_their_count():
    data = sent(q__TOTAL_FORMS="11", q__10__text="last", q__2__text="first")
    data |= sent(q__11__text="beyond", q__x__text="no", other__1__text="no")
    data.setlist("q-2-kind", ["a", "b"])
    data["qq-1-text"] = data["q-1-te-xt"] = "no"

    assert sent_rows(data, "q") == [
        {"text": ["first"], "kind": ["a", "b"]},
        {"text": ["last"]},
    ]
    for total in ("", "x", "-1", "12345"):
        assert sent_rows(data | {"q-TOTAL_FORMS": total}, "q") == []


def row(uid="", key="", **said):
    return {"id": [key], "uid": [uid]} | {name: [text] for name, text in said.items()}


def test_a_row_is_its_parts_by_key_or_else_by_mark_and_each_part_has_one():
    one, two = part(1, A), part(2, B)
    rows = [
        row(C, "1", text="by key"),
        row(B, text="by mark"),
        row(A, text="by mark, too late"),
        row(C, "9", text="of a part that is gone"),
        row(C, text="that mark is taken"),
        row("", "9", DELETE="on"),
        row("", DELETE="on"),
        row("nonsense"),
    ]

    saved, new = match_rows(rows, [one, two], 1000)

    assert saved == [row(A, "1", text="by key"), row(B, "2", text="by mark")]
    assert new == [
        row("", text="by mark, too late"),
        row(C, text="of a part that is gone"),
        row("", text="that mark is taken"),
        row("", DELETE="on"),
        row(""),
    ]


def test_where_there_is_one_part_at_most_a_row_with_words_is_its():
    one = part(1, A)
    words, blank = row(B, text="words"), row(B, text=" ", position="3", focal_x="1")

    assert match_rows([words], [one], 1) == ([row(A, "1", text="words")], [])
    assert match_rows([blank], [one], 1) == ([], [blank])
    assert match_rows([words], [one], 1000) == ([], [words])
    assert match_rows([words], [one, part(2, C)], 1) == ([], [words])
    assert match_rows([words], [], 1) == ([], [words])
    assert [says_something(each) for each in (words, blank, {})] == [True, False, False]


def test_saved_parts_come_first_and_every_row_is_counted():
    data = sent(q__TOTAL_FORMS="2", q__MIN_NUM_FORMS="0", q__MAX_NUM_FORMS="9")
    data |= sent(q__0__text="new", q__0__story="7", q__1__id="1", q__1__text="old")

    made = arrange_rows(data, "q", [part(1, A)], "story", 9)

    assert made.dict() == {
        "q-0-id": "1",
        "q-0-text": "old",
        "q-0-uid": A,
        "q-0-story": "",
        "q-1-text": "new",
        "q-1-story": "",
        "q-1-id": "",
        "q-1-uid": "",
        "q-MIN_NUM_FORMS": "0",
        "q-MAX_NUM_FORMS": "9",
        "q-TOTAL_FORMS": "2",
        "q-INITIAL_FORMS": "1",
    }


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((True, "on"), (False, ""), (None, ""), (0, "0"), ([], "")),
        *((["a", "b"], "b"), (("a",), "a"), ("a\r\nb", "a\nb")),
    ],
)
def test_a_value_is_sent_as_text(value, said):
    assert raw(value) == said


def test_rows_are_written_in_the_place_of_those_that_were_there():
    data = sent(q__0__text="a", q__1__text="b", q__TOTAL_FORMS="2", r__0__text="c")
    ticked, text = forms.BooleanField(), forms.CharField()
    rows = [{"text": ["x"], "kind": ["1", "2"]}]

    replace_rows(data, "q", rows)

    assert dict(data.lists()) == {
        "q-TOTAL_FORMS": ["1"],
        "r-0-text": ["c"],
        "q-0-text": ["x"],
        "q-0-kind": ["1", "2"],
    }
    found = {"a": ["1"], "b": ["1"], "c": ["1"], "d": ["1"]}
    for name, values, field in [
        *(("a", [""], ticked), ("b", ["on"], ticked)),
        *(("c", [""], text), ("d", ["x"], text)),
    ]:
        write(found, name, values, field)
    assert found == {"b": ["on"], "c": [""], "d": ["x"]}


def test_a_key_that_no_database_has_is_none():
    rows = Story.objects.all()
    numbers = make.Outlet.objects.all()

    assert key_of(rows, A) == uuid.UUID(A)
    assert [key_of(rows, text) for text in ("", None, "x")] == [None] * 3
    assert [key_of(numbers, text) for text in ("7", str(MOST), f"-{MOST}")] == [
        *(7, MOST, -MOST),
    ]
    assert [key_of(numbers, text) for text in (str(MOST + 1), "-" + str(MOST + 1))] == [
        *(None, None),
    ]


def test_each_place_has_a_name_and_an_input():
    places = Places(Story())

    found = {
        place: places.of_finding(place)
        for place in (
            *("headline", "key_points[0].text", "key_points", "image.src"),
            *("conversation.turns[11].speaker", "conversation.title"),
        )
    }

    assert found == {
        "headline": ("Headline", "id_headline"),
        "key_points[0].text": ("Key point 1: text", "id_keypoint_set-0-text"),
        "key_points": ("Key points", "keypoint_set-group"),
        "image.src": ("Picture: image", "id_heroimage_set-0-image"),
        "conversation.turns[11].speaker": (
            "Turn 12: speaker",
            "id_conversationturn_set-11-speaker",
        ),
        "conversation.title": ("Title of the conversation", "id_conversation_title"),
    }
    assert places.name("key_points", "", 2) == "Key point 2"
    assert places.name("key_points", "text") == "Key point: text"
    assert places.name("image", "focal") == "Picture: focal point"
    assert places.name("key_points", "nothing") == "Key point: nothing"


def inline(model):
    page = admin.site.get_model_admin(Story)
    found = [each for each in page.inlines if each.model._meta.model_name == model]
    return found[0](Story, admin.site)


@pytest.fixture
def form_of(rf, db):
    """The class of the form of one kind of part."""
    request = rf.get("/")
    request.user = make.editor()
    return lambda name: inline(name).get_formset(request).form


@pytest.mark.once
def test_a_closed_part_is_told_by_its_first_words(form_of):
    made = form_of("quote")

    def gist(**said):
        return made(instance=made._meta.model(**said)).gist

    assert gist() == ("", "")
    assert gist(text="**So**  it\nis.", speaker="Ana") == ("Ana", "So it is.")
    assert gist(text="So it is.") == ("So it is.", "")
    assert gist(text="x" * 161, speaker="y" * 161) == ("y" * 161, "x" * 160)


@pytest.mark.once
def test_a_part_says_what_it_lacks_once_somebody_wrote_into_it(form_of):
    section, source = form_of("section"), form_of("storysource")
    story = make.story({"sections": [{"heading": "Why"}]})
    story.storysource_set.update(kind="web", key="notes")

    def lacks(**sent):
        named = {f"row-{name}": value for name, value in sent.items()}
        new = {"empty_permitted": True, "use_required_attribute": False}
        form = section(named or None, prefix="row", **new)
        assert not named or form.is_valid()
        return form.unfinished

    assert lacks() == lacks(position="3") == ""
    assert lacks(heading="Why") == "Before this can be published: Body: missing."
    saved = section(instance=story.section_set.get()).unfinished
    named = source(instance=story.storysource_set.get()).unfinished
    assert saved == lacks(heading="Why")
    assert named.endswith(": The source “notes” has neither a title nor an outlet.")


@pytest.mark.once
def test_a_row_that_only_has_a_place_says_nothing_and_goes_last(form_of):
    section = form_of("section")
    story = make.story({"sections": [{"heading": "Why", "body": "So."}]})
    (row,) = story.section_set.all()

    def changed(data, instance=None, **options):
        data = {f"r-{name}": value for name, value in data.items()}
        form = section(data, prefix="r", instance=instance, **options)
        return form.has_changed()

    new = {"empty_permitted": True, "use_required_attribute": False}
    assert not changed({"position": "3"}, **new)
    assert changed({"position": "3", "heading": "x"}, **new)
    assert changed({"position": "3"})
    assert changed({"position": "3", "heading": "Why", "body": "So."}, row)
    assert section(instance=row).initial["uid"] == row.uid
    assert section(instance=row).initial["position"] == 0
    assert section().initial["position"] is None


@pytest.mark.once
def test_what_was_not_sent_stays_between_what_was(rf, db):
    request = rf.get("/")
    request.user = make.editor()
    parts = [{"text": f"k{number}"} for number in range(3)]
    story = make.story({"key_points": parts})
    first, _second, third = story.keypoint_set.order_by("position")
    made = inline("keypoint").get_formset(request, story)
    data = sent(k__TOTAL_FORMS="3", k__INITIAL_FORMS="2", k__2__text="new")
    for place, point in enumerate((first, third)):
        data[f"k-{place}-id"], data[f"k-{place}-uid"] = str(point.pk), str(point.uid)
        data[f"k-{place}-text"] = f"{point.text}!"
        data[f"k-{place}-position"] = str(point.position)

    formset = made(data, instance=story, prefix="k")

    assert formset.is_valid(), formset.errors
    assert [point.text for point in formset.parts()] == ["k0!", "k1", "k2!", "new"]
    assert [point.position for point in formset.parts()] == [0, 1, 2, 3]
    assert [point.text for point in made(instance=story).parts()] == ["k0", "k1", "k2"]


@pytest.mark.once
def test_parts_that_share_a_place_are_moved_apart_and_saved_so(rf, db):
    request = rf.get("/")
    request.user = make.editor()
    story = make.story({"key_points": [{"text": "a"}, {"text": "b"}, {"text": "c"}]})
    story.keypoint_set.update(position=5)
    points = [*story.keypoint_set.order_by("pk")]
    made = inline("keypoint").get_formset(request, story)
    data = sent(k__TOTAL_FORMS="3", k__INITIAL_FORMS="3")
    for place, point in enumerate(points):
        data[f"k-{place}-id"], data[f"k-{place}-uid"] = str(point.pk), str(point.uid)
        data[f"k-{place}-text"], data[f"k-{place}-position"] = point.text, "5"

    formset = made(data, instance=story, prefix="k")
    assert formset.is_valid(), formset.errors
    formset.save()

    rows = story.keypoint_set.order_by("position").values_list("text", "position")
    assert [*rows] == [("a", 5), ("b", 6), ("c", 7)]
