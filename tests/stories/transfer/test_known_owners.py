"""What files are about is looked up together, and found as if each asked alone."""

import uuid

import pytest

from stories.models import Story
from stories.transfer.known_owners import KnownOwners
from tests import make

pytestmark = pytest.mark.django_db


def test_stories_are_found_by_id_by_slug_and_by_a_slug_that_they_once_had():
    renamed = make.published_story(slug="ports")
    make.rewrite(renamed, slug="harbours")
    other, absent = make.story(slug="ice"), uuid.uuid4()
    learned, alone = KnownOwners(Story), KnownOwners(Story)
    learned.learn({other.pk, absent}, {"ports", "ice", "fog"})

    for known in (learned, alone):
        assert (known.with_id(other.pk), known.with_id(absent)) == (other, None)
        assert [known.with_slug(slug) for slug in ("ports", "ice", "fog")] == [
            *(None, other, None)
        ]
        assert [known.with_path(slug) for slug in ("ports", "ice", "fog")] == [
            *(renamed, None, None)
        ]


def test_learning_takes_as_many_queries_for_many_files(django_assert_num_queries):
    slugs = {make.story().slug for _number in range(9)}

    with django_assert_num_queries(3):
        KnownOwners(Story).learn({uuid.uuid4()}, slugs)


def test_who_got_another_slug_since_is_not_found_by_the_old_one():
    story = make.story(slug="ice")
    known = KnownOwners(Story)
    known.learn({story.pk}, {"ice", "fog"})
    found = known.with_id(story.pk)
    found.slug = "fog"
    found.save()
    known.add(found)

    assert (known.with_slug("ice"), known.with_slug("fog")) == (None, story)
    known.forget()
    assert known.by_slug == {}
