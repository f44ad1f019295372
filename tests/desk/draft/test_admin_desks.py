"""Writing at one's own desk, and at no other."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from desk.models import Handover
from stories.models import Story
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def world():
    return make.desk(name="World")


@pytest.fixture
def sport():
    return make.desk(name="Sport")


@pytest.fixture
def tom(client, world):
    made = make.person("contributor", world)
    client.force_login(made)
    return made


def offered(client, story=None):
    page = client.get(desk.address("change" if story else "add", story))
    return [*page.context["adminform"].form.fields["desk"].queryset]


def as_editor(client, desk):
    client.force_login(make.person("editor", desk))


def test_a_writer_chooses_among_their_own_desks(client, tom, world, sport):
    assert offered(client, make.story(desk=world)) == [world]


def test_whoever_writes_everywhere_chooses_among_all(client, world, sport):
    client.force_login(make.person("contributor"))

    assert offered(client) == [sport, world]


def test_a_new_story_begins_at_the_one_desk_of_its_writer(client, tom, world):
    page = client.get(desk.address("add"))

    assert page.context["adminform"].form.initial["desk"] == str(world.pk)


def test_a_story_cannot_be_moved_to_a_desk_of_others(client, tom, world, sport):
    story = make.story(desk=world, headline="Rates rise")

    page = desk.save(client, story, desk=str(sport.pk), headline="Rates fall")

    story.refresh_from_db()
    assert page.context["adminform"].form.errors["desk"]
    assert (story.desk, story.headline) == (world, "Rates rise")


def test_a_story_moves_between_desks_of_ones_own(client, tom, world, sport):
    tom.memberships.create(group=Group.objects.get(name="contributor"), desk=sport)
    story = make.story(desk=world)

    desk.save(client, story, desk=str(sport.pk))

    story.refresh_from_db()
    assert story.desk == sport


def test_a_story_of_others_is_read_not_written(client, tom, sport):
    story = make.story(desk=sport, headline="Rates rise")
    make.edition(story)

    page = client.get(desk.address("change", story))
    refused = client.post(desk.address("change", story), {"headline": "Mine"})

    story.refresh_from_db()
    assert "Rates rise" in page.content.decode()
    assert 'name="headline"' not in page.content.decode()
    assert refused.status_code == 403
    assert story.headline == "Rates rise"


def test_what_belongs_to_no_desk_is_everybodys_who_takes_it_to_theirs(
    client, tom, world
):
    story = make.story(headline="Rates rise")

    desk.save(client, story, headline="Rates fall", desk=str(world.pk))

    story.refresh_from_db()
    assert (story.headline, story.desk) == ("Rates fall", world)


def test_only_who_writes_everywhere_takes_a_story_from_every_desk(client, tom, world):
    story = make.story(desk=world)

    page = desk.save(client, story, desk="")
    story.refresh_from_db()
    kept = story.desk
    client.force_login(make.person("contributor"))
    desk.save(client, story, desk="")

    story.refresh_from_db()
    assert page.context["adminform"].form.errors["desk"]
    assert (kept, story.desk) == (world, None)


def test_a_writer_saves_and_publishes_nothing(client, tom, world):
    story = make.story(desk=world)

    saved = desk.save(client, story, headline="Rates fall", _publish="1")
    asked = client.post(desk.address("publish", story), {"kind": "development"})

    assert saved.url == desk.address("change", story)
    assert asked.status_code == 403
    assert not story.editions.exists()


def test_an_editor_is_offered_what_an_editor_may_do(client, world):
    as_editor(client, world)
    story = make.story(desk=world)
    make.edition(story)

    text = client.get(desk.address("change", story)).content.decode()

    assert desk.address("correct", story) in text
    assert desk.address("withdraw", story) not in text


def test_a_chief_deletes_drafts_of_the_own_desk_alone(client, world, sport):
    client.force_login(make.person("chief", world))
    own, foreign = make.story(desk=world), make.story(desk=sport)

    refused = client.post(desk.address("delete", foreign), {"post": "yes"})
    client.post(desk.address("delete", own), {"post": "yes"})

    assert refused.status_code == 403
    assert [*Story.objects.all()] == [foreign]


def test_no_list_deletes_drafts_by_the_dozen(client, world):
    client.force_login(make.person("chief", world))
    sent = {"action": "delete_selected", "_selected_action": [make.story().pk]}

    client.post(reverse("admin:stories_story_changelist"), sent | {"post": "yes"})

    assert Story.objects.exists()


def test_an_editor_merges_nobody(client, world):
    as_editor(client, world)
    kept, gone = make.entity(), make.entity()
    address = reverse("admin:entities_entity_change", args=[gone.pk])

    sent = desk.fields(client.get(address), "entity_form")
    client.post(address, sent | {"merged_into": str(kept.pk), "name": "Changed"})

    gone.refresh_from_db()
    assert gone.merged_into is None
    assert gone.name == "Changed"


def test_what_readers_have_without_a_desk_is_not_the_first_comers(client):
    city = make.desk(name="City")
    draft, live = make.story(), make.published_story()
    local, every = make.person("editor", city), make.person("editor")
    client.force_login(local)

    for story in (draft, live):
        client.post(desk.address("deed", story, "take"))
    forms = [client.get(desk.address("change", story)) for story in (draft, live)]

    held = Handover.objects.open()
    assert [one.story for one in held] == [draft]
    assert [form.context["has_change_permission"] for form in forms] == [True, False]
    assert local.has_perm("stories.view_story", live)
    assert every.has_perm("stories.change_story", live)
    found = get_user_model().objects.with_perm("stories.change_story", obj=live)
    assert (local in found, every in found) == (False, True)
