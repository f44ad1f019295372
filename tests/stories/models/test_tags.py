"""The tags of a story are those that were typed, in their order."""

import pytest

from stories.models import Tag
from tests import make

pytestmark = pytest.mark.django_db


def test_tags_stand_in_the_order_in_which_they_were_typed():
    names = [f"Tag {number}" for number in range(9)]
    for name in names:
        Tag.objects.make(name)
    story = make.story()
    wanted = ["New", *reversed(names), names[0]]

    story.tags.set(wanted)

    assert [*story.tags.names()] == wanted[:-1]
    assert story.save_revision().content["tags"] == [*story.tags.slugs()]
