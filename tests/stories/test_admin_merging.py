"""Two saves of one draft, put together: nothing is dropped, the rest is chosen."""

import random
import re

import pytest

from stories.models import Desk, Story, freezing
from tests import make
from tests.stories import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ana(client):
    made = make.editor(username="ana")
    client.force_login(made)
    return made


@pytest.fixture
def ben():
    return make.editor(username="ben", first_name="Ben")


def post(client, story, sent):
    return client.post(desk.address("change", story), sent)


def saved_by(client, person, story, *changes):
    """Somebody else opens the form, changes it and saves; then it is my turn again."""
    me = client.session["_auth_user_id"]
    client.force_login(person)
    sent = desk.open_form(client, story)
    for change in changes:
        change(sent) if callable(change) else sent.update(change)
    assert post(client, story, sent).status_code == 302
    client.force_login(type(person).objects.get(pk=me))


def conflict(client, ben, story, mine, theirs):
    """The page that I get when we both change what we had loaded."""
    story.save_revision()
    sent = desk.open_form(client, story)
    for change in mine if isinstance(mine, list) else [mine]:
        change(sent) if callable(change) else sent.update(change)
    saved_by(client, ben, story, *(theirs if isinstance(theirs, list) else [theirs]))
    return post(client, story, sent)


def keys(page):
    """The choices that a page asks for, in their order."""
    text = page.content.decode()
    return [*dict.fromkeys(re.findall(r'name="(_take-\w+)"', text))]


def version(page):
    return re.search(r'name="_choose" value="(\d+)"', page.content.decode())[1]


def put_together(client, story, page, *chosen, **more):
    """Choose, in the order of the page, or leave what is ticked; returns the form."""
    kind = f"{story.path_kind}_form"
    sent = desk.fields(page, kind) | dict(zip(keys(page), chosen, strict=False))
    shown = post(client, story, sent | {"_choose": version(page)} | more)
    return shown, desk.fields(shown, kind)


def merged(client, story, page, *chosen):
    """The draft after choosing and saving."""
    shown, form = put_together(client, story, page, *chosen)
    assert "Nothing is saved yet" in shown.content.decode()
    assert post(client, story, form).status_code == 302
    return Story.objects.get(pk=story.pk)


def points(story):
    return [point.text for point in story.keypoint_set.all()]


def three_points():
    return make.story({"key_points": [{"text": f"k{n}"} for n in (1, 2, 3)]})


def adds(prefix, **values):
    return lambda sent: desk.add_part(sent, prefix, **values)


def test_a_place_is_shown_as_it_was_as_theirs_is_and_as_mine_is(client, ben):
    story = make.story(summary="It rose by two.")
    mine, theirs = {"summary": "It rose by four."}, {"summary": "It fell by two."}

    page = conflict(client, ben, story, mine, theirs)

    text = page.content.decode()
    shown = text[text.index("desk-conflict") : text.index('class="desk-form')]
    assert "Ben saved while you were writing" in shown
    assert "Both of you changed this" in shown
    assert "As it was</h3><p>It rose by two.</p>" in shown
    versions = re.findall(r"<p>(.*?)</p></div>", shown)
    said = [re.sub(r"<span.*?</span>", "", version) for version in versions]
    assert said == [
        "It rose by two.",
        "It <del>rose</del><ins>fell</ins> by two.",
        "It rose by <del>two.</del><ins>four.</ins>",
    ]


def test_what_each_changed_alone_stands_without_a_choice(client, ben):
    story = make.story(headline="Was", brief="A.\n\nB.\n\nC.", kicker="Was")
    mine = {"headline": "Mine", "brief": "A.\n\nB.\n\nC!"}
    theirs = {"kicker": "Theirs", "brief": "A!\n\nB.\n\nC."}

    page = conflict(client, ben, story, mine, theirs)
    story = merged(client, story, page)

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
def test_what_both_changed_is_as_one_chooses(client, ben, choice, headline, summary):
    story = make.story(headline="Was", summary="A.\n\nB.")
    mine = {"headline": "Mine", "summary": "A.\n\nMine."}
    theirs = {"headline": "Theirs", "summary": "A.\n\nTheirs."}

    page = conflict(client, ben, story, mine, theirs)
    story = merged(client, story, page, choice, choice)

    assert (story.headline, story.summary) == (headline, summary)


def test_left_as_it_is_ticked_no_text_of_either_is_lost(client, ben):
    story = make.story(summary="A.\n\nB.")
    theirs, mine = {"summary": "A.\n\nTheirs."}, {"summary": "A.\n\nMine."}

    page = conflict(client, ben, story, mine, theirs)

    assert merged(client, story, page).summary == "A.\n\nTheirs.\n\nMine."


def test_putting_together_saves_nothing(client, ben):
    story = make.story(headline="Was")
    page = conflict(client, ben, story, {"headline": "Mine"}, {"headline": "Theirs"})

    shown, form = put_together(client, story, page, "mine")

    assert form["headline"] == "Mine"
    assert "Two people" not in shown.content.decode()
    assert Story.objects.get().headline == "Theirs"
    assert story.revisions.count() == 2


def test_if_somebody_saves_while_one_chooses_one_is_asked_again(client, ben):
    story = make.story(headline="Was", kicker="Was")
    page = conflict(client, ben, story, {"headline": "Mine"}, {"headline": "Theirs"})
    saved_by(client, make.editor(first_name="Cy"), story, {"kicker": "Third"})

    again, form = put_together(client, story, page, "theirs")
    assert "Cy saved while you were writing" in again.content.decode()
    assert form["headline"] == "Mine"
    story = merged(client, story, again, "theirs", "mine")

    assert (story.headline, story.kicker) == ("Mine", "Third")


def test_if_somebody_saves_before_the_result_is_saved_one_is_asked_again(client, ben):
    story = make.story(headline="Was", kicker="Was")
    page = conflict(client, ben, story, {"headline": "Mine"}, {"headline": "Theirs"})
    _shown, form = put_together(client, story, page, "mine")
    saved_by(client, make.editor(first_name="Cy"), story, {"kicker": "Third"})

    again = post(client, story, form)

    assert "Cy saved while you were writing" in again.content.decode()
    assert merged(client, story, again).kicker == "Third"


def test_what_is_written_into_the_form_meanwhile_is_mine(client, ben):
    story = make.story(summary="Was.")
    page = conflict(client, ben, story, {"summary": "Mine."}, {"summary": "Theirs."})

    mixed = {"summary": "Theirs and mine, by hand."}
    _shown, form = put_together(client, story, page, **mixed)
    settled = {"_settled": "id_summary"} | mixed
    _shown, filled = put_together(client, story, page, **settled)

    assert form["summary"] == filled["summary"] == mixed["summary"]


def test_what_they_deleted_and_i_changed_is_mine_to_keep(client, ben):
    story = three_points()
    mine = {"keypoint_set-0-text": "k1 of mine"}
    theirs = {"keypoint_set-0-DELETE": "on", "keypoint_set-1-DELETE": "on"}

    page = conflict(client, ben, story, mine, theirs)

    assert "They deleted this; you changed it" in page.content.decode()
    assert points(merged(client, story, page)) == ["k1 of mine", "k3"]


@pytest.mark.parametrize(
    ("choice", "left"), [("theirs", ["k2", "k3"]), ("mine", ["k1!", "k2", "k3"])]
)
def test_what_they_deleted_and_i_changed_is_chosen(client, ben, choice, left):
    story = three_points()
    mine, theirs = {"keypoint_set-0-text": "k1!"}, {"keypoint_set-0-DELETE": "on"}

    page = conflict(client, ben, story, mine, theirs)

    assert points(merged(client, story, page, choice)) == left


@pytest.mark.parametrize(
    ("choice", "left"), [("theirs", ["k1!", "k2", "k3"]), ("mine", ["k2", "k3"])]
)
def test_what_i_deleted_and_they_changed_is_chosen(client, ben, choice, left):
    story = three_points()
    mine, theirs = {"keypoint_set-0-DELETE": "on"}, {"keypoint_set-0-text": "k1!"}

    page = conflict(client, ben, story, mine, theirs)

    assert "You deleted this; they changed it" in page.content.decode()
    assert points(merged(client, story, page, choice)) == left


def test_what_i_deleted_and_they_left_alone_stays_deleted(client, ben):
    story = three_points()
    mine = {"keypoint_set-0-DELETE": "on", "headline": "Mine"}

    page = conflict(client, ben, story, mine, {"headline": "Theirs"})

    assert points(merged(client, story, page)) == ["k2", "k3"]


def test_what_each_added_is_there_in_its_place(client, ben):
    story = three_points()
    theirs = [adds("keypoint_set", text="theirs", position="1")]
    theirs += [{"keypoint_set-1-position": "2", "keypoint_set-2-position": "3"}]

    page = conflict(client, ben, story, adds("keypoint_set", text="mine"), theirs)

    assert "They added this" in page.content.decode()
    assert points(merged(client, story, page)) == ["k1", "theirs", "k2", "k3", "mine"]


def test_what_they_added_can_be_left_out(client, ben):
    story = three_points()
    theirs = adds("keypoint_set", text="theirs")

    page = conflict(client, ben, story, {"headline": "Mine"}, theirs)

    assert points(merged(client, story, page, "mine")) == ["k1", "k2", "k3"]


BACKWARDS = {f"keypoint_set-{n}-position": str(9 - n) for n in range(3)}


def test_whoever_moved_parts_has_their_way(client, ben):
    story = three_points()
    added = adds("keypoint_set", text="mine", position="1")

    page = conflict(client, ben, story, added, BACKWARDS)

    assert "their order" in page.content.decode()
    assert points(merged(client, story, page)) == ["k3", "k2", "mine", "k1"]


@pytest.mark.parametrize(
    ("choice", "order"), [("theirs", ["k3", "k2", "k1"]), ("mine", ["k2", "k1", "k3"])]
)
def test_if_both_moved_parts_it_is_chosen(client, ben, choice, order):
    story = three_points()
    mine = {"keypoint_set-0-position": "1", "keypoint_set-1-position": "0"}

    page = conflict(client, ben, story, mine, BACKWARDS)

    assert points(merged(client, story, page, choice)) == order


def test_values_that_are_no_text_are_one_or_the_other(client, ben):
    politics, world = make.desk(name="Politics"), make.desk(name="World")
    events = [{"text": "It began.", "key_event": True}, {"text": "It went on."}]
    story = make.story({"timeline": events}, desk=make.desk(), headline="Was")
    mine = {"desk": str(politics.pk), "digital_source": "assisted", "headline": "Mine"}
    theirs = {"desk": str(world.pk), "timelineevent_set-1-key_event": "on"}
    theirs |= {"timelineevent_set-1-date": "2026-01-02", "tags": "budget, rates"}

    def unticks(sent):
        sent.pop("timelineevent_set-0-key_event")

    page = conflict(client, ben, story, mine, [theirs, unticks])
    text = page.content.decode()
    story = merged(client, story, page, "theirs")

    assert "Both, theirs first" not in text
    assert re.search("<ins>.*World.*</ins>", text)
    assert story.desk == Desk.objects.get(name="World")
    assert (story.digital_source, story.headline) == ("assisted", "Mine")
    assert [event.key_event for event in story.timelineevent_set.all()] == [False, True]
    assert str(story.timelineevent_set.last().date) == "2026-01-02"
    assert [*story.tags.slugs()] == ["budget", "rates"]


def test_a_link_that_no_document_tells_of_stays_with_its_part(client, ben):
    source = make.source(url="", title="An interview")
    story = make.story({"sources": [{"key": "a", "source": make.source()}]})
    theirs = adds("storysource_set", key="b", source=str(source.pk))

    page = conflict(client, ben, story, {"storysource_set-0-title": "Mine"}, theirs)
    story = merged(client, story, page)

    links = [row.source for row in story.storysource_set.all()]
    assert links[1] == source
    assert links[0] is not None


def test_two_pictures_at_the_top_are_one_place(client, ben):
    images = [
        make.models.Image.objects.create(
            file=f"{n}", name=f"images/{n}.png", width=1, height=1
        )
        for n in (1, 2)
    ]
    rows = [adds("heroimage_set", image=str(i.pk), alt=f"Alt {i.pk}") for i in images]

    page = conflict(client, ben, make.story(), *rows)
    story = merged(client, Story.objects.get(), page, "theirs", "theirs")

    picture = story.heroimage_set.get()
    assert (picture.image, picture.alt) == (images[1], f"Alt {images[1].pk}")


def test_without_a_known_beginning_nothing_is_taken_for_changed_by_one(client, ben):
    story = make.story(headline="Was", summary="Was.")
    mine = {"headline": "Mine", "loaded_revision": ""}
    mine = [mine, adds("keypoint_set", text="mine")]
    theirs = [{"summary": "Theirs."}, adds("keypoint_set", text="theirs")]

    page = conflict(client, ben, story, mine, theirs)
    story = merged(client, story, page)

    assert "As it was" not in page.content.decode()
    assert story.headline == "Was / Mine"
    assert story.summary == "Theirs.\n\nWas."
    assert sorted(points(story)) == ["mine", "theirs"]


def test_a_revision_of_another_story_is_no_beginning(client, ben):
    other = make.story(headline="Secret").save_revision()
    mine = {"headline": "Mine", "loaded_revision": str(other.pk)}

    page = conflict(client, ben, make.story(), mine, {"headline": "Theirs"})

    assert "Secret" not in page.content.decode()


def test_a_save_that_changed_nothing_of_mine_asks_for_nothing_but_a_second_save(
    client, ben
):
    page = conflict(client, ben, make.story(), {"headline": "Mine"}, {})
    text = page.content.decode()
    sent = desk.fields(page) | {
        "_overwrite": re.search(r'name="_overwrite" value="(\d+)"', text)[1]
    }

    saved = post(client, Story.objects.get(), sent)

    assert "Nothing of theirs is changed by your text." in text
    assert saved.status_code == 302


def test_questions_are_put_together_as_well(client, ben):
    answers = [{"question": "Why?", "answer": "So."}]
    question = make.question({"answers": answers})
    mine, theirs = {"answers-0-answer": "Mine."}, {"answers-0-answer": "Theirs."}

    page = conflict(client, ben, question, mine, theirs)
    _shown, form = put_together(client, question, page, "both")

    assert form["answers-0-answer"] == "Theirs.\n\nMine."


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
            desk.add_part(sent, "keypoint_set", text=chance.choice("vwxyz"))

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


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("side", ["theirs", "mine"])
def test_one_side_chosen_everywhere_gives_that_sides_draft(client, ben, seed, side):
    story, alone = begun(), begun()
    saved_by(client, ben, alone, written(seed, side))

    page = conflict(client, ben, story, written(seed, "mine"), written(seed, "theirs"))
    story = merged(client, story, page, *[side] * len(keys(page)))

    assert said(story) == said(alone)
