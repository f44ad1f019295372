"""Two people at one draft, or one person twice: no word is lost, nothing is doubled."""

import re

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Permission
from django.urls import reverse

from explainer.blocks import Change
from stories.models import Story, freezing
from tests import make
from tests.support import desk, meeting

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]
ADD = "/admin/stories/story/add/"


def three_points():
    return make.story({"key_points": [{"text": f"k{n}"} for n in (1, 2, 3)]})


def points(story):
    return [point.text for point in story.keypoint_set.all()]


def post(client, story, sent):
    return client.post(desk.address("change", story), sent)


def overwrite(client, story, page):
    """Press "Save mine over theirs" on a page that shows a conflict."""
    version = re.search(r'name="_overwrite" value="(\d+)"', page.content.decode())[1]
    sent = desk.fields(page, f"{story.path_kind}_form")
    return post(client, story, sent | {"_overwrite": version})


def new_story(client, **values):
    sent = desk.fields(client.get(ADD))
    return sent | {"headline": "Bridge closes", "slug": "bridge-closes"} | values


def test_no_row_of_mine_is_dropped_when_theirs_removed_one(client):
    story = three_points()
    mine = desk.open_form(client, story) | {"keypoint_set-2-text": "k3 of B"}
    theirs = desk.open_form(client, story) | {"keypoint_set-0-DELETE": "on"}
    post(client, story, theirs)

    page = post(client, story, mine)
    saved = overwrite(client, story, page)

    assert "k3 of B</textarea>" in page.content.decode()
    assert saved.status_code == 302
    assert sorted(points(story)) == ["k1", "k2", "k3 of B"]


def test_a_row_is_not_dropped_either_when_something_else_is_wrong(client):
    story = three_points()
    mine = desk.open_form(client, story) | {"keypoint_set-2-text": "k3 of B"}
    mine["headline"] = ""
    theirs = desk.open_form(client, story) | {"keypoint_set-0-DELETE": "on"}
    post(client, story, theirs)

    page = post(client, story, mine)
    again = desk.fields(page) | {"headline": "Rates rise"}
    page = post(client, story, again)
    overwrite(client, story, page)

    assert sorted(points(story)) == ["k1", "k2", "k3 of B"]


def test_a_row_that_both_removed_stays_removed(client):
    story = three_points()
    mine = desk.open_form(client, story) | {"keypoint_set-0-DELETE": "on"}
    post(client, story, mine)

    page = post(client, story, mine | {"headline": "Mine"})
    overwrite(client, story, page)

    assert points(story) == ["k2", "k3"]


def test_rows_that_somebody_added_are_not_taken_for_mine(client):
    story = three_points()
    mine = desk.open_form(client, story) | {"headline": "Mine"}
    theirs = desk.open_form(client, story)
    desk.add_part(theirs, "keypoint_set", text="k0", position="0")
    theirs |= {f"keypoint_set-{n}-position": str(n + 1) for n in range(3)}
    post(client, story, theirs)

    page = post(client, story, mine)
    overwrite(client, story, page)

    assert sorted(points(story)) == ["k0", "k1", "k2", "k3"]
    assert story.revisions.head().content == freezing.freeze(Story.objects.get())


def test_two_pictures_at_the_top_become_one(client):
    images = [
        make.Image.objects.create(
            file=f"{n}", name=f"images/{n}.png", width=1, height=1
        )
        for n in (1, 2)
    ]
    story = make.story()
    mine, theirs = desk.open_form(client, story), desk.open_form(client, story)
    desk.add_part(mine, "heroimage_set", image=str(images[0].pk), alt="Mine")
    desk.add_part(theirs, "heroimage_set", image=str(images[1].pk), alt="Theirs")
    post(client, story, theirs)

    overwrite(client, story, post(client, story, mine))

    assert story.heroimage_set.get().alt == "Mine"


def test_the_same_save_sent_twice_is_one_save(client):
    story = make.story()
    sent = desk.open_form(client, story) | {"summary": "News.", "tags": "a, b"}
    desk.add_part(sent, "keypoint_set", text="A point.")

    saves = [post(client, story, sent) for _ in range(2)]

    assert [page.status_code for page in saves] == [302, 302]
    assert points(story) == ["A point."]
    assert story.revisions.count() == 1


def test_what_i_added_before_is_not_added_again_by_saving_over_it(client):
    story = make.story()
    sent = desk.open_form(client, story)
    desk.add_part(sent, "keypoint_set", text="A point.")
    post(client, story, sent)

    page = post(client, story, sent | {"headline": "And this"})
    overwrite(client, story, page)

    assert points(story) == ["A point."]
    assert Story.objects.get().headline == "And this"


def test_a_new_story_sent_twice_is_one_story(client):
    sent = new_story(client)
    desk.add_part(sent, "keypoint_set", text="A point.")

    first, second = (client.post(ADD, sent) for _ in range(2))

    story = Story.objects.get()
    assert first.url == second.url == desk.address("change", story)
    assert points(story) == ["A point."]


def test_a_new_story_sent_again_with_more_is_compared_with_the_first(client):
    sent = new_story(client)
    client.post(ADD, sent)

    page = client.post(ADD, sent | {"headline": "Bridge opens"})
    version = re.search(r'name="_overwrite" value="(\d+)"', page.content.decode())[1]
    client.post(ADD, desk.fields(page) | {"_overwrite": version})

    assert Story.objects.get().headline == "Bridge opens"


def test_the_text_of_a_draft_that_was_deleted_becomes_a_new_draft(client):
    story = three_points()
    mine = desk.open_form(client, story) | {"keypoint_set-2-text": "k3 of mine"}
    gone = desk.address("change", story)
    client.post(desk.address("delete", story), {"post": "yes"})

    page = client.post(gone, mine)
    saved = client.post(gone, desk.fields(page))

    assert "Somebody deleted this draft" in page.content.decode()
    made = Story.objects.get()
    assert saved.url == desk.address("change", made)
    assert points(made) == ["k1", "k2", "k3 of mine"]


def test_equal_positions_come_apart_as_the_revision_tells_them(client):
    story = three_points()
    sent = desk.open_form(client, story)
    sent |= {f"keypoint_set-{n}-position": "1" for n in range(3)}
    desk.add_part(sent, "keypoint_set", text="k4", position="0")

    post(client, story, sent)

    assert story.revisions.head().content == freezing.freeze(Story.objects.get())
    places = [point.position for point in story.keypoint_set.all()]
    assert len({*places}) == 4


def test_somebody_who_may_only_add_is_not_led_to_a_locked_door(client):
    user = make.editor(is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename="add_story"))
    client.force_login(user)

    saved = client.post(ADD, new_story(client), follow=True)

    assert saved.status_code == 200
    assert "Saved." in saved.content.decode()


@pytest.mark.parametrize("tag", ["x" * 101, "🔥"])
def test_a_tag_that_cannot_be_kept_is_refused(client, tag):
    story = make.story()

    page = desk.save(client, story, tags=f"fine, {tag}")

    assert page.status_code == 200
    assert "A tag " in page.content.decode()


def test_a_focal_point_lies_in_the_picture(client):
    sent = new_story(client)
    desk.add_part(sent, "heroimage_set", alt="A bridge.", focal_x="101")

    page = client.post(ADD, sent)

    assert "less than or equal to 100" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        f"{ADD}?desk=zz",
        f"{ADD}?desk=%00",
        f"{ADD}?developing_until=zz&draft_id=zz&headline=%00",
        "/admin/sources/source/add/?outlet=zz",
        f"/admin/sources/source/add/?outlet={'9' * 30}",
    ],
)
def test_an_address_that_asks_for_nonsense_is_no_error(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.once(False)
@pytest.mark.parametrize(
    ("model", "field"),
    [("storyentity", "entity"), ("storysource", "source"), ("story", "desk")],
)
def test_a_search_for_nonsense_is_no_error(client, model, field):
    asked = {"app_label": "stories", "model_name": model, "field_name": field}

    found = client.get(reverse("admin:autocomplete"), asked | {"term": "\0"})

    assert found.status_code == 200


def test_a_very_long_story_can_be_sent(client):
    sent = new_story(client)
    for number in range(200):
        desk.add_part(sent, "keypoint_set", text=f"k{number}")
        desk.add_part(sent, "storysource_set", key=f"s{number}")
        desk.add_part(sent, "quote_set", text="Yes.", key=f"q{number}")

    assert client.post(ADD, sent).status_code == 302


@pytest.mark.parametrize(
    "moment", ["2026-10-25T00:30:00+00:00", "2026-10-25T01:30:17.5+00:00"]
)
def test_a_moment_that_nobody_touched_stays(client, settings, moment):
    settings.TIME_ZONE = "Europe/Berlin"
    story = make.story(closed_at=moment, developing_until=moment)
    before = story.save_revision()

    desk.save(client, story, developing_until="2026-10-26T10:00")

    after = Story.objects.get()
    assert after.closed_at.isoformat() == before.content["closed_at"]
    assert after.developing_until.day == 26


@pytest.fixture
def ben():
    return make.editor(username="ben", first_name="Ben")


def saved_by(client, person, story, changes):
    """Somebody else changes what there is, and saves it; then it is my turn again."""
    me = get_user(client)
    client.force_login(person)
    sent = meeting.changed(meeting.loaded(person, story), changes)
    assert post(client, story, sent).status_code == 302
    client.force_login(me)


def conflict(client, ben, story, mine, theirs):
    """The page that I get when we both change what we had loaded."""
    story.save_revision()
    sent = meeting.changed(meeting.loaded(ben, story), mine)
    saved_by(client, ben, story, theirs)
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


def test_a_place_is_shown_as_it_was_as_theirs_is_and_as_mine_is(client, ben):
    story = make.story(summary="It rose by two.")
    mine, theirs = {"summary": "It rose by four."}, {"summary": "It fell by two."}

    page = conflict(client, ben, story, mine, theirs)

    text = page.content.decode()
    shown = text[text.index("desk-conflict") : text.index('class="desk-form')]
    assert "Ben saved at " in shown
    assert "Both of you changed this" in shown
    assert "As it was</h3><p>It rose by two.</p>" in shown
    versions = re.findall(r"<p>(.*?)</p></div>", shown)
    said = [re.sub(r"<span.*?</span>", "", version) for version in versions]
    assert said == [
        "It rose by two.",
        "It <del>rose</del><ins>fell</ins> by two.",
        "It rose by <del>two</del><ins>four</ins>.",
    ]


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
    assert "Cy saved at " in again.content.decode()
    assert form["headline"] == "Mine"
    story = merged(client, story, again, "theirs", "mine")

    assert (story.headline, story.kicker) == ("Mine", "Third")


def test_if_somebody_saves_before_the_result_is_saved_one_is_asked_again(client, ben):
    story = make.story(headline="Was", kicker="Was")
    page = conflict(client, ben, story, {"headline": "Mine"}, {"headline": "Theirs"})
    _shown, form = put_together(client, story, page, "mine")
    saved_by(client, make.editor(first_name="Cy"), story, {"kicker": "Third"})

    again = post(client, story, form)

    assert "Cy saved at " in again.content.decode()
    assert merged(client, story, again).kicker == "Third"


def test_what_is_written_into_the_form_meanwhile_is_mine(client, ben):
    story = make.story(summary="Was.")
    page = conflict(client, ben, story, {"summary": "Mine."}, {"summary": "Theirs."})

    mixed = {"summary": "Theirs and mine, by hand."}
    _shown, form = put_together(client, story, page, **mixed)
    settled = {"_settled": "id_summary"} | mixed
    _shown, filled = put_together(client, story, page, **settled)

    assert form["summary"] == filled["summary"] == mixed["summary"]


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


def test_a_version_that_nobody_has_saved_is_a_conflict_without_a_save(client):
    story = make.story(headline="Rates rise")
    sent = {"headline": "Mine", "slug": story.slug, "loaded_version": "7"}

    page = post(client, story, sent)

    assert page.status_code == 200
    assert "Someone saved at " in page.content.decode()


def test_who_saves_over_a_correction_has_it_to_take_over(client):
    story, other = (make.published_story(summary="The girder broke.") for _ in "ab")
    mine = desk.open_form(client, story) | {"summary": "The girder broke. It rained."}
    wrong, right = "The girder broke.", "The beam broke."
    change = Change("replace", field="summary", index=0, old=wrong, new=right)
    story.correct(changes=[change], note="A beam.")

    overwrite(client, story, post(client, story, mine))

    story.refresh_from_db(), other.refresh_from_db()
    assert story.summary == "The girder broke. It rained."
    assert (story.base_edition, other.base_edition) == (1, 1)
    page = client.get(desk.address("publish", story)).content.decode()
    assert "Readers have more than your draft" in page
