"""Names that are new to several people at the same moment."""

from functools import partial

import pytest

from stories.models import Author, Mention, Tag
from tests import make
from tests.concurrency.test_publishing import at_once, publish

pytestmark = pytest.mark.usefixtures("committed")


def test_names_printed_for_the_first_time_at_once_are_each_somebody_of_their_own():
    names = ("Noël", "Noel", "NOËL", "Nöel")
    stories = [make.story({"byline": [{"name": name}]}) for name in names]
    revisions = [story.save_revision() for story in stories]

    at_once(*map(partial, [publish] * 4, stories, revisions))

    assert Author.objects.count() == 3
    assert len({*Author.objects.values_list("slug", flat=True)}) == 3
    mentions = Mention.objects.filter(kind="author").values_list("slug", flat=True)
    assert len(mentions) == 4


def test_a_tag_that_is_new_to_several_is_made_once_and_its_like_beside_it():
    jobs = [partial(Tag.objects.make, name) for name in ("C++", "c++", "C#", "C")]

    rows = at_once(*jobs)

    assert rows[0] == rows[1]
    assert sorted({row.slug for row in rows}) == ["c", "c-2", "c-3"]
