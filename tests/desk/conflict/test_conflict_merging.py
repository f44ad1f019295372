"""Two saves of one draft, put together: nothing is dropped, the rest is chosen."""

import random

import pytest

from people.desks import Desk
from stories.models import Story, freezing
from tests import make
from tests.support.meeting import adds, conflict, merged, signs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]


def points(story):
    return [point.text for point in story.keypoint_set.all()]


def three_points():
    return make.story({"key_points": [{"text": f"k{n}"} for n in (1, 2, 3)]})


def test_what_each_changed_alone_stands_without_a_choice(client, ana):
    story = make.story(headline="Was", brief="A.\n\nB.\n\nC.", kicker="Was")
    mine = {"headline": "Mine", "brief": "A.\n\nB.\n\nC!"}
    theirs = {"kicker": "Theirs", "brief": "A!\n\nB.\n\nC."}

    found = conflict(client, ana, story, mine, theirs)
    story = merged(client, found)

    assert (story.headline, story.kicker) == ("Mine", "Theirs")
    assert story.brief == "A!\n\nB.\n\nC!"


@pytest.mark.parametrize(
    ("choice", "headline", "summary"),
    [
        ("theirs", "Theirs", "A.\n\nTheirs."),
        ("mine", "Mine", "A.\n\nMine."),
        ("both", "Theirs / Mine", "A.\n\nTheirs.\n\nMine."),
    ],
)
def test_what_both_changed_is_as_one_chooses(client, ana, choice, headline, summary):
    story = make.story(headline="Was", summary="A.\n\nB.")
    mine = {"headline": "Mine", "summary": "A.\n\nMine."}
    theirs = {"headline": "Theirs", "summary": "A.\n\nTheirs."}

    found = conflict(client, ana, story, mine, theirs)
    story = merged(client, found, choice, choice)

    assert (story.headline, story.summary) == (headline, summary)


def test_left_as_it_is_ticked_no_text_of_either_is_lost(client, ana):
    story = make.story(summary="A.\n\nB.")
    theirs, mine = {"summary": "A.\n\nTheirs."}, {"summary": "A.\n\nMine."}

    found = conflict(client, ana, story, mine, theirs)

    assert merged(client, found).summary == "A.\n\nTheirs.\n\nMine."


def test_what_they_deleted_and_i_changed_is_mine_to_keep(client, ana):
    story = three_points()
    mine = {"keypoint_set-0-text": "k1 of mine"}
    theirs = {"keypoint_set-0-DELETE": "on", "keypoint_set-1-DELETE": "on"}

    found = conflict(client, ana, story, mine, theirs)

    assert "They deleted this; you changed it" in signs(found)
    assert points(merged(client, found)) == ["k1 of mine", "k3"]


@pytest.mark.parametrize(
    ("choice", "left"), [("theirs", ["k2", "k3"]), ("mine", ["k1!", "k2", "k3"])]
)
def test_what_they_deleted_and_i_changed_is_chosen(client, ana, choice, left):
    story = three_points()
    mine, theirs = {"keypoint_set-0-text": "k1!"}, {"keypoint_set-0-DELETE": "on"}

    found = conflict(client, ana, story, mine, theirs)

    assert points(merged(client, found, choice)) == left


@pytest.mark.parametrize(
    ("choice", "left"), [("theirs", ["k1!", "k2", "k3"]), ("mine", ["k2", "k3"])]
)
def test_what_i_deleted_and_they_changed_is_chosen(client, ana, choice, left):
    story = three_points()
    mine, theirs = {"keypoint_set-0-DELETE": "on"}, {"keypoint_set-0-text": "k1!"}

    found = conflict(client, ana, story, mine, theirs)

    assert "You deleted this; they changed it" in signs(found)
    assert points(merged(client, found, choice)) == left


def test_what_i_deleted_and_they_left_alone_stays_deleted(client, ana):
    story = three_points()
    mine = {"keypoint_set-0-DELETE": "on", "headline": "Mine"}

    found = conflict(client, ana, story, mine, {"headline": "Theirs"})

    assert points(merged(client, found)) == ["k2", "k3"]


def test_what_each_added_is_there_in_its_place(client, ana):
    story = three_points()
    theirs = [adds("keypoint_set", text="theirs", position="1")]
    theirs += [{"keypoint_set-1-position": "2", "keypoint_set-2-position": "3"}]

    found = conflict(client, ana, story, adds("keypoint_set", text="mine"), theirs)

    assert "They added this" in signs(found)
    assert [place.name for place in found.open] == ["Key point 2"]
    assert points(merged(client, found)) == ["k1", "theirs", "k2", "k3", "mine"]


def test_what_they_added_can_be_left_out(client, ana):
    story = three_points()
    theirs = adds("keypoint_set", text="theirs")

    found = conflict(client, ana, story, {"headline": "Mine"}, theirs)

    assert points(merged(client, found, "mine")) == ["k1", "k2", "k3"]


BACKWARDS = {f"keypoint_set-{n}-position": str(9 - n) for n in range(3)}


def test_whoever_moved_parts_has_their_way(client, ana):
    story = three_points()
    added = adds("keypoint_set", text="mine", position="1")

    found = conflict(client, ana, story, added, BACKWARDS)

    assert "Key points: their order" in [place.name for place in found.open]
    assert points(merged(client, found)) == ["k3", "k2", "mine", "k1"]


@pytest.mark.parametrize(
    ("choice", "order"), [("theirs", ["k3", "k2", "k1"]), ("mine", ["k2", "k1", "k3"])]
)
def test_if_both_moved_parts_it_is_chosen(client, ana, choice, order):
    story = three_points()
    mine = {"keypoint_set-0-position": "1", "keypoint_set-1-position": "0"}

    found = conflict(client, ana, story, mine, BACKWARDS)

    assert points(merged(client, found, choice)) == order


def test_values_that_are_no_text_are_one_or_the_other(client, ana):
    politics, world = make.desk(name="Politics"), make.desk(name="World")
    events = [{"text": "It began.", "key_event": True}, {"text": "It went on."}]
    story = make.story({"timeline": events}, desk=make.desk(), headline="Was")
    mine = {"desk": str(politics.pk), "digital_source": "assisted", "headline": "Mine"}
    theirs = {"desk": str(world.pk), "timelineevent_set-1-key_event": "on"}
    theirs |= {"timelineevent_set-1-date": "2026-01-02", "tags": "budget, rates"}

    def unticks(sent):
        sent.pop("timelineevent_set-0-key_event")

    found = conflict(client, ana, story, mine, [theirs, unticks])
    place = next(place for place in found.open if place.link == "id_desk")
    (option,) = place.options()
    story = merged(client, found, "theirs")

    assert option["both"] is False
    assert ("ins", "World") in option["theirs"]
    assert story.desk == Desk.objects.get(name="World")
    assert (story.digital_source, story.headline) == ("assisted", "Mine")
    assert [event.key_event for event in story.timelineevent_set.all()] == [False, True]
    assert str(story.timelineevent_set.last().date) == "2026-01-02"
    assert [*story.tags.slugs()] == ["budget", "rates"]


def test_a_link_that_no_document_tells_of_stays_with_its_part(client, ana):
    source = make.source(url="", title="An interview")
    story = make.story({"sources": [{"key": "a", "source": make.source()}]})
    row = {"key": "b", "kind": "report", "source": str(source.pk)}
    theirs = adds("storysource_set", **row)

    found = conflict(client, ana, story, {"storysource_set-0-title": "Mine"}, theirs)
    story = merged(client, found)

    links = [row.source for row in story.storysource_set.all()]
    assert links[1] == source
    assert links[0] is not None


def test_two_pictures_at_the_top_are_one_place(client, ana):
    images = [
        make.Image.objects.create(
            file=f"{n}", name=f"images/{n}.png", width=1, height=1
        )
        for n in (1, 2)
    ]
    focal = {"focal_x": "50", "focal_y": "50"}
    rows = [
        adds("heroimage_set", image=str(image.pk), alt=f"Alt {image.pk}", **focal)
        for image in images
    ]

    found = conflict(client, ana, make.story(), *rows)
    story = merged(client, found, "theirs", "theirs")

    picture = story.heroimage_set.get()
    assert (picture.image, picture.alt) == (images[1], f"Alt {images[1].pk}")


def test_without_a_known_beginning_nothing_is_taken_for_changed_by_one(client, ana):
    story = make.story(headline="Was", summary="Was.")
    mine = {"headline": "Mine", "loaded_revision": ""}
    mine = [mine, adds("keypoint_set", text="mine")]
    theirs = [{"summary": "Theirs."}, adds("keypoint_set", text="theirs")]

    found = conflict(client, ana, story, mine, theirs)
    story = merged(client, found)

    options = [option for place in found.places for option in place.options()]
    assert {option["loaded"] for option in options} == {None}
    assert story.headline == "Was / Mine"
    assert story.summary == "Theirs.\n\nWas."
    assert sorted(points(story)) == ["mine", "theirs"]


def test_questions_are_put_together_as_well(client, ana):
    answers = [{"question": "Why?", "answer": "So."}]
    question = make.question({"answers": answers})
    mine, theirs = {"answers-0-answer": "Mine."}, {"answers-0-answer": "Theirs."}

    found = conflict(client, ana, question, mine, theirs)

    answer = merged(client, found, "both").answers.get()
    assert answer.answer == "Theirs.\n\nMine."


def shaken(chance):
    """Random changes to a form: words, parts added, removed and moved."""

    def change(sent):
        for name in ("headline", "summary", "kicker"):
            if chance.random() < 0.5:
                text = [chance.choice("abcdef") for _ in range(chance.randint(1, 4))]
                sent[name] = "\n\n".join(text) if name == "summary" else text[0]
        for number in range(3):
            what = chance.random()
            if what < 0.25:
                sent[f"keypoint_set-{number}-DELETE"] = "on"
            elif what < 0.6:
                sent[f"keypoint_set-{number}-text"] = chance.choice("vwxyz")
            sent[f"keypoint_set-{number}-position"] = str(chance.randint(0, 9))
        if chance.random() < 0.5:
            adds("keypoint_set", text=chance.choice("vwxyz"))(sent)

    return change


def said(story):
    """What a draft says, whichever rows it says it in."""
    document = freezing.freeze(Story.objects.get(pk=story.pk))
    return {key: document.get(key) for key in ("headline", "summary", "kicker")}, [
        item["text"] for item in document.get("key_points", [])
    ]


def written(seed, who):
    return shaken(random.Random(f"{seed} {who}"))


def begun():
    """A story as both load it."""
    points = [{"text": text} for text in "uvw"]
    return make.story({"key_points": points}, headline="Was", summary="a\n\nb\n\nc")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("side", ["theirs", "mine"])
def test_one_side_chosen_everywhere_gives_that_sides_draft(client, ana, seed, side):
    nothing = {"kicker": ""}
    alone = conflict(client, ana, begun(), nothing, written(seed, side)).owner

    shaken_twice = written(seed, "mine"), written(seed, "theirs")
    found = conflict(client, ana, begun(), *shaken_twice)

    assert said(merged(client, found, every=side)) == said(alone)
