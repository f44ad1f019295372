"""What a role allows, at which desk."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from people.backends import desks_where
from tests import make

pytestmark = pytest.mark.django_db

CHANGE, PUBLISH = "stories.change_story", "stories.publish_story"


@pytest.fixture
def desks():
    return make.desk(), make.desk()


def test_a_role_holds_at_its_own_desk_alone(desks):
    own, foreign = desks
    ana = make.person("editor", own)

    assert ana.has_perm(PUBLISH, make.story(desk=own))
    assert not ana.has_perm(PUBLISH, make.story(desk=foreign))


def test_a_role_without_a_desk_holds_at_every_desk(desks):
    ana = make.person("editor")

    assert all(ana.has_perm(PUBLISH, make.story(desk=desk)) for desk in desks)


def test_two_roles_stay_apart(desks):
    own, other = desks
    ana = make.person("editor", own)
    ana.memberships.create(group=Group.objects.get(name="contributor"), desk=other)

    story = make.story(desk=other)

    assert ana.has_perm(CHANGE, story)
    assert not ana.has_perm(PUBLISH, story)


def test_everything_may_be_looked_at_everywhere(desks):
    own, foreign = desks
    tom = make.person("contributor", own)

    assert tom.has_perm("stories.view_story", make.story(desk=foreign))


def test_a_story_without_a_desk_is_written_by_all_and_published_by_few(desks):
    ana, ruth, story = (
        make.person("chief", desks[0]),
        make.person("chief"),
        make.story(),
    )
    may = [
        name
        for name in ("view", "change", "publish", "withdraw", "delete")
        if ana.has_perm(f"stories.{name}_story", story)
    ]

    assert may == ["view", "change"]
    assert ruth.has_perm(PUBLISH, story)
    assert {*get_user_model().objects.with_perm(PUBLISH, obj=story)} == {ruth}


def test_what_never_has_a_desk_belongs_to_every_desk(desks):
    ana = make.person("editor", desks[0])

    assert ana.has_perm("stories.publish_question", make.question())
    assert ana.has_perm("entities.change_entity", make.entity())


def test_asked_without_a_thing_what_may_be_done_anywhere_counts(desks):
    assert make.person("editor", desks[0]).has_perm(PUBLISH)
    assert not make.person("contributor", desks[0]).has_perm(PUBLISH)


def test_a_stock_permission_counts_at_every_desk(desks):
    ana = make.person()
    ana.user_permissions.add(Permission.objects.get(codename="change_story"))

    assert all(ana.has_perm(CHANGE, make.story(desk=desk)) for desk in desks)
    assert desks_where(ana, CHANGE) is None


def test_whoever_is_deactivated_may_do_nothing(desks):
    ana = make.person("chief", is_active=False)

    assert not ana.has_perm(CHANGE)
    assert not ana.has_perm(CHANGE, make.story())
    assert desks_where(ana, CHANGE) == set()


def test_the_desks_where_somebody_may_write(desks):
    own, _foreign = desks

    assert desks_where(make.person("contributor", own), CHANGE) == {own.pk}
    assert desks_where(make.person("contributor", own), PUBLISH) == set()
    assert desks_where(make.person("editor"), PUBLISH) is None
    assert desks_where(make.editor(), PUBLISH) is None


def test_permissions_are_asked_for_once(desks, django_assert_num_queries):
    ana, story = make.person("editor", desks[0]), make.story(desk=desks[0])
    ana.has_perm(CHANGE)

    with django_assert_num_queries(0):
        ana.has_perm(PUBLISH, story)


def test_who_may_do_it_is_found_by_role_and_desk(desks):
    own, foreign = desks
    ana, ben = make.person("editor", own), make.person("editor", foreign)
    make.person("contributor", own)
    ruth, root = make.person("chief"), make.editor()
    people = get_user_model().objects

    found = people.with_perm(PUBLISH, obj=make.story(desk=own))

    assert {*found} == {ana, ruth, root}
    assert {*people.with_perm(PUBLISH)} == {ana, ben, ruth, root}
