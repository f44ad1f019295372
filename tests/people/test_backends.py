"""What a role allows, at which desk."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from people.backends import DeskBackend, desks_where
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


VERBS = ("view", "add", "change", "publish", "withdraw", "delete")


def test_what_each_role_may_with_a_thing_of_each_desk(desks):
    own, foreign = desks
    once_public = make.published_story()
    things = {
        "own": make.story(desk=own),
        "foreign": make.story(desk=foreign),
        "none yet": make.story(),
        "none any more": once_public,
        "never any": make.question(),
        "no thing": None,
    }

    def may(person):
        found = {}
        for name, thing in things.items():
            kind = thing._meta.model_name if thing else "story"
            asked = [v for v in VERBS if person.has_perm(f"stories.{v}_{kind}", thing)]
            found[name] = " ".join(asked)
        return found

    written, all_of_it = "view add change", "view add change publish withdraw delete"
    assert may(make.person("chief", own)) == {
        "own": all_of_it,
        "foreign": "view",
        "none yet": written,
        "none any more": "view",
        "never any": all_of_it,
        "no thing": all_of_it,
    }
    assert may(make.person("contributor")) == dict.fromkeys(things, written)
    assert may(make.person()) == dict.fromkeys(things, "")


def test_who_may_do_it_is_found_for_each_desk_and_for_none(desks):
    own, foreign = desks
    ana, tom = make.person("editor", own), make.person("contributor", own)
    ruth, root = make.person("editor"), make.editor()
    gone = make.person("editor", own, is_active=False)
    make.person("editor", foreign)
    stock = make.person()
    stock.user_permissions.set(Permission.objects.filter(codename="publish_story"))

    def found(perm=PUBLISH, **options):
        people = get_user_model().objects.with_perm(perm, **options)
        return {*people} & {ana, tom, ruth, root, gone, stock}

    story, bare, public = make.story(desk=own), make.story(), make.published_story()
    assert found(obj=story) == {ana, ruth, root, stock}
    assert found(obj=bare) == found(obj=public) == {ruth, root, stock}
    assert found(CHANGE, obj=bare) == {ana, tom, ruth, root}
    assert found(CHANGE, obj=public) == {ruth, root}
    assert found(obj=story, include_superusers=False) == {ana, ruth, stock}
    assert found(obj=story, is_active=None) == {ana, ruth, root, stock, gone}
    assert found(obj=story, is_active=False) == {gone}


def test_permissions_are_put_together_once_for_each_desk(desks):
    ana, backend = make.person("editor", desks[0]), DeskBackend()
    one, two = (make.story(desk=desk) for desk in desks)

    known = backend.get_all_permissions(ana, one)

    assert backend.get_all_permissions(ana, one) is known
    assert backend.get_all_permissions(ana, two) != known
