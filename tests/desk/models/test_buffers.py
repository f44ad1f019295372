"""Text that was typed and not saved: kept once, kept whole, and let go of in time."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from desk.models import Buffer, buffers
from desk.models.buffers import TooManyBuffersError, digest_of
from tests import make

pytestmark = pytest.mark.django_db


def keep(user, tab, sequence, text="text"):
    said = {"kind": "story", "owner_key": uuid.uuid4(), "data": text}
    return Buffer.objects.keep(user, tab, sequence, **said)


def texts(user):
    return sorted(
        Buffer.objects.unsaved().filter(user=user).values_list("data", flat=True)
    )


def test_what_a_tab_says_next_takes_the_place_of_what_it_said(ana):
    tab = uuid.uuid4()

    assert keep(ana, tab, 1, "one")
    assert keep(ana, tab, 2, "two")

    assert texts(ana) == ["two"]


def test_keeping_again_is_one_statement(ana, django_assert_num_queries):
    tab = uuid.uuid4()
    keep(ana, tab, 1)

    with django_assert_num_queries(1):
        keep(ana, tab, 2)


def test_what_comes_in_late_changes_nothing(ana):
    tab = uuid.uuid4()
    keep(ana, tab, 2, "two")

    assert keep(ana, tab, 1, "one")

    assert texts(ana) == ["two"]


def test_two_tabs_of_one_person_are_two_texts(ana):
    keep(ana, uuid.uuid4(), 1, "one")
    keep(ana, uuid.uuid4(), 1, "other")

    assert texts(ana) == ["one", "other"]


def test_two_people_may_have_the_same_tab(ana):
    tab, ben = uuid.uuid4(), make.editor()
    keep(ana, tab, 1, "ana")
    keep(ben, tab, 1, "ben")

    assert texts(ana) == ["ana"]


def test_what_was_saved_does_not_come_back(ana):
    tab = uuid.uuid4()
    keep(ana, tab, 1, "one")

    Buffer.objects.settle(ana, tab, 2)

    assert not keep(ana, tab, 2, "two")
    assert texts(ana) == []


def test_a_text_that_never_came_in_before_it_was_saved_stays_out(ana):
    tab = uuid.uuid4()

    Buffer.objects.settle(ana, tab, 3)

    assert not keep(ana, tab, 3, "three")
    assert texts(ana) == []


def test_what_is_typed_while_the_save_is_on_its_way_stays(ana):
    tab = uuid.uuid4()
    keep(ana, tab, 4, "four")

    Buffer.objects.settle(ana, tab, 3)
    assert texts(ana) == ["four"]
    keep(ana, tab, 5, "five")

    assert texts(ana) == ["five"]


def test_a_month_later_it_goes_when_something_else_is_kept(ana):
    old = timezone.now() - dt.timedelta(days=31)
    make.buffer(user=ana, saved_at=old)
    make.buffer(user=ana, saved_at=timezone.now() - dt.timedelta(days=29))

    keep(make.editor(), uuid.uuid4(), 1)

    assert Buffer.objects.filter(user=ana).count() == 1


def test_nobody_keeps_more_than_anybody_can_write(ana, monkeypatch):
    monkeypatch.setattr(buffers, "MOST", 2)
    tabs = [uuid.uuid4() for _ in range(3)]
    for tab in tabs[:2]:
        keep(ana, tab, 1)

    with pytest.raises(TooManyBuffersError):
        keep(ana, tabs[2], 1)
    assert keep(ana, tabs[0], 2)
    assert keep(make.editor(), tabs[2], 1)


@pytest.mark.parametrize("kept", [1, 3])
def test_the_list_takes_three_queries_however_long(
    ana, kept, django_assert_num_queries
):
    for _ in range(kept):
        make.buffer(make.story(), user=ana)
        make.buffer(make.question(), user=ana, title="")

    with django_assert_num_queries(3):
        found = Buffer.objects.unsaved_for(ana)
        told = [(str(item), item.owner.pk, item.address) for item in found]

    assert len(told) == 2 * kept


def test_each_says_what_it_is_and_where_one_goes_on(ana):
    story = make.story(headline="Saved")
    kept = make.buffer(story, user=ana)
    untitled = make.buffer(story, user=ana, title="")
    new = make.buffer(user=ana, title="")
    deleted = make.buffer(user=ana, title="", base_version=3)
    question = make.buffer(user=ana, title="", kind="question")

    said = {
        item.pk: (str(item), item.address) for item in Buffer.objects.unsaved_for(ana)
    }

    change = f"/admin/stories/story/{story.pk}/change/?kept="
    add = "/admin/stories/story/add/?kept="
    assert said == {
        kept.pk: ("Typed, not saved", f"{change}{kept.pk}"),
        untitled.pk: ("Saved", f"{change}{untitled.pk}"),
        new.pk: ("A story that was never saved", f"{add}{new.pk}"),
        deleted.pk: ("A draft that was deleted", f"{add}{deleted.pk}"),
        question.pk: (
            "A question that was never saved",
            f"/admin/stories/question/add/?kept={question.pk}",
        ),
    }


def test_the_text_counts_and_not_the_page_that_it_was_typed_into():
    text = [["headline", "Rates"], ["summary", "One.\nTwo."]]
    page = [["csrfmiddlewaretoken", "x"], ["_tab", "y"], ["loaded_version", "3"]]
    page += [["keypoint_set-TOTAL_FORMS", "2"], ["draft_id", "z"]]

    same = digest_of([*page, ["summary", "One.\r\nTwo."], ["headline", "Rates"]])

    assert digest_of(text) == same
    assert digest_of(text) != digest_of([["headline", "Rates"], ["summary", "One."]])
