"""A compiled query gives what its queryset gives, and refuses what may be wrong."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.db.models import Count, Value
from django.utils import timezone

from people.compiled_query import (
    KEY,
    MOMENT,
    NUMBER,
    TEXT,
    Many,
    changed,
    compile_once,
    each,
    padded,
)
from stories.models import Edition, Mention, Showing, Tag
from stories.models.showing import clamped
from tests import make

pytestmark = pytest.mark.django_db


@compile_once(slugs=Many(TEXT), now=MOMENT)
def stories_called(most, slugs, now):
    rows = Showing.objects.stories().live(now).filter(slug__among=slugs)
    rows = rows.annotate(word=Value("so")).select_related("edition__revision")
    return rows.order_by("slug")[:most]


@compile_once(keys=Many(KEY))
def slugs_of(keys):
    return Showing.objects.filter(story_id__among=keys).values_list("slug", flat=True)


@compile_once(keys=Many(NUMBER))
def mentions_of(keys):
    rows = Mention.objects.filter(showing__among=keys, kind="tag")
    return rows.order_by("slug").values_list("slug", "showing")


@compile_once(number=NUMBER)
def numbers(number):
    rows = Edition.objects.filter(number=number).order_by().values("number")
    return rows.annotate(many=Count("pk"))


@compile_once(name=TEXT)
def tags_called(name):
    return Tag.objects.filter(name=name)


def sql_of(ask):
    """What the database was asked."""
    said = []

    def hear(execute, sql, params, many, context):
        said.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        ask()
    return said


@pytest.fixture
def stories():
    for slug in ("harbour", "ports", "rivers"):
        make.published_story(slug=slug)
    return Showing.objects.order_by("slug")


def test_rows_are_models_with_all_that_was_asked_for(stories):
    slugs, now = ["ports", "harbour", "harbour", "nowhere"], timezone.now()

    first, second = stories_called(5, slugs=slugs, now=now)

    assert (first.slug, second.slug, first.word) == ("harbour", "ports", "so")
    assert first == stories.get(slug="harbour")
    assert (first.story_id, first.live_from) == (
        Showing.objects.values_list("story_id", "live_from").get(slug="harbour")
    )
    asked = sql_of(lambda: first.edition.revision.content)
    assert (asked, first._state.db, first._state.adding) == ([], "default", False)
    assert stories_called.first(1, slugs=slugs, now=now) == first
    assert stories_called.first(1, slugs=[], now=now) is None


def test_the_sql_is_built_once_whatever_its_values_are(stories, monkeypatch):
    now = timezone.now()
    stories_called(5, slugs=["ports"], now=now)
    monkeypatch.setattr(stories_called, "build", None)

    (asked,) = sql_of(lambda: stories_called(5, slugs=["rivers", "ports"], now=now))
    (other,) = sql_of(lambda: stories_called(5, slugs=[], now=now))

    assert asked[0] == other[0]
    assert asked[1] != other[1]
    with pytest.raises(TypeError):  # Another number of rows is other SQL.
        stories_called(6, slugs=[], now=now)


def test_values_of_rows_come_as_django_gives_them(stories):
    rows = [*stories]
    keys = [row.story_id for row in rows]

    assert sorted(slugs_of(keys=keys[:2])) == [row.slug for row in rows[:2]]
    assert slugs_of(keys=[uuid.uuid4()]) == slugs_of(keys=[]) == []
    assert mentions_of(keys=[row.pk for row in rows]) == []
    assert numbers(number=1) == [{"number": 1, "many": 3}]


@pytest.mark.parametrize("name", ['a"b', "a'b", "50%", "%s", "a,b", "{a}", "\\", "ä\n"])
def test_what_a_value_says_is_never_read_as_sql(name):
    Tag.objects.create(name=name, slug="so")
    row = make.published_story(slug="so")
    Showing.objects.filter(story_id=row.pk).update(slug=name)

    assert tags_called.first(name=name).name == name
    found = stories_called(1, slugs=["other", name], now=timezone.now())
    assert [row.slug for row in found] == [name]


def test_only_the_values_that_a_query_has_are_taken(stories):
    now = timezone.now()

    for values in ({}, {"slugs": []}, {"slugs": [], "now": now, "more": 1}):
        with pytest.raises(TypeError):
            stories_called(1, **values)
    for values in ({"slugs": [], "now": None}, {"slugs": [None], "now": now}):
        with pytest.raises(ValueError, match="None"):
            stories_called(1, **values)


def test_a_query_that_asks_for_more_than_rows_is_refused():
    @compile_once(name=TEXT)
    def rows(name):
        return Edition.objects.prefetch_related("revision").filter(note=name)

    with pytest.raises(TypeError):
        rows(name="a")


def test_the_future_is_clamped_when_it_is_asked_for(stories):
    story = stories[0]
    ahead = timezone.now() + dt.timedelta(days=1)
    Showing.objects.filter(pk=story.pk).update(live_from=ahead)

    slugs = {"slugs": [story.slug]}
    assert stories_called(1, now=ahead + dt.timedelta(days=1), **slugs) == []
    with pytest.raises(TypeError):
        compile_once(at=MOMENT)(lambda at: Showing.objects.at(at, ahead))(at=ahead)


def test_what_is_changed_is_changed_at_each_asking():
    now = timezone.now()
    year = {"before": dt.timedelta(days=365)}

    @compile_once(now=MOMENT)
    def older(now):
        before = changed(changed(now, lambda at: at - year["before"]), lambda at: at)
        return Showing.objects.filter(live_from__lt=before)

    make.published_story()
    assert older(now=now) == []
    year["before"] = -dt.timedelta(days=365)
    assert len(older(now=now)) == 1
    assert clamped(now, now) is now
    assert clamped(now, now - year["before"]) == now


def test_lists_are_padded_so_that_few_queries_are_compiled():
    assert [padded("abcde"[:size]) for size in (0, 1, 2, 3, 5)] == [
        *([], ["a"], ["a", "b"], ["a", "b", "c", "c"]),
        ["a", "b", "c", "d", *"eeee"],
    ]
    assert each(["a"], 1) == ["a"]


def test_each_thread_asks_on_its_own_connection(stories):
    now, found = timezone.now(), []
    stories_called(5, slugs=["ports"], now=now)

    def ask():
        found.append(stories_called(5, slugs=["ports"], now=now))
        connection.close()

    other = threading.Thread(target=ask)
    other.start()
    other.join()

    assert len(found) == 1  # It sees no row of a test that doesn't commit.
