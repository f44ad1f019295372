"""A cache is asked to forget what changed, by whatever way, until it agrees."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from operations.models import Purge
from operations.purge import purger
from operations.purge.purger import Purger
from operations.purge.surrogate_keys import tag_of, tags_of_change
from operations.purge.targets import PurgeError
from paper import generation
from sources.models import Outlet
from tests import make
from tests.support import wire

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


class Clock:
    """Of the purger and of the world, in steps. The world's may be `ahead`."""

    ahead = dt.timedelta()

    def __init__(self, machine):
        self.machine, self.seconds = machine, 0.0
        self.go(0)

    def __call__(self):
        return self.seconds

    def go(self, seconds):
        self.seconds += seconds
        moment = NOON + dt.timedelta(seconds=self.seconds) + self.ahead
        self.machine.move_to(moment, tick=False)


class Target:
    """Keeps what it was asked for; refuses while there is a `fault`."""

    fault = ""

    def __init__(self):
        self.asked = []

    def purge(self, tags, gone):
        if self.fault:
            raise PurgeError(self.fault)
        self.asked.append({*tags, *gone})
        self.gone = gone

    def taken(self):
        asked, self.asked = self.asked, []
        return asked


@pytest.fixture
def clock(time_machine):
    return Clock(time_machine)


@pytest.fixture
def target():
    return Target()


@pytest.fixture
def follow(clock, target):
    """A purger that is level with the paper, and its step."""
    follower = Purger("cache", target, clock)

    def step(after=0.0, settle=wire.settle):
        clock.go(after)
        settle()
        follower.step()
        return target.taken()

    for _time in range(3):
        step(6)
    return step


def tags(*keys):
    return {*tags_of_change(keys)}


def test_a_cache_that_nobody_knows_forgets_all_at_once_and_again(clock, target):
    generation.touch("tag:a")
    wire.settle()
    follower = Purger("cache", target, clock)

    for pause in (0, 0.3, 0.2, 5, 60):
        clock.go(pause)
        follower.step()

    assert target.asked == [{"everything"}] * 3


def test_what_changed_is_purged_and_purged_again_for_what_was_on_its_way(follow):
    make.outlet(name="Lamp")
    changed = tags("outlet:lamp")

    assert [follow(after) for after in (0, 0.3, 0.15, 4, 1, 60)] == [
        *([changed], [], [changed], [], [changed], [])
    ]


def test_while_nothing_changes_it_asks_one_small_question(
    follow, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert follow(60, settle=bool) == []


def test_what_was_not_committed_is_not_purged(follow):
    with transaction.atomic():
        Outlet.objects.create(name="Lamp")
        transaction.set_rollback(True)

    assert follow(1) == []


def test_who_refuses_is_asked_ever_later_and_then_for_all_that_he_missed(
    follow, target, clock, caplog
):
    target.fault = "503 no"
    make.outlet(name="Lamp")
    follow()
    pauses = []
    for _time in range(9):
        row = Purge.objects.get(target="cache", delay=0)
        pauses.append((row.due_at - clock_now(clock)).total_seconds())
        follow(pauses[-1])
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert (row.fault, row.failures) == ("503 no", 9)

    target.fault = ""
    make.outlet(name="Post")
    found = follow(30)
    row.refresh_from_db()
    assert found[0] == tags("outlet:lamp", "outlet:post")
    assert (row.fault, row.failures) == ("", 0)
    said = [record.getMessage() for record in caplog.records]
    assert said == ["cache takes no purge: 503 no", "cache takes purges again"]


def clock_now(clock):
    return NOON + dt.timedelta(seconds=clock.seconds)


def test_a_page_of_everybody_s_menu_purges_all(follow):
    make.page(slug="terms", title="Terms")

    assert follow() == [{"everything"}]


def test_more_than_a_cache_can_be_told_purges_all(follow, monkeypatch):
    monkeypatch.setattr(purger, "MOST", 2)
    for name in ("Lamp", "Post", "Gazette"):
        make.outlet(name=name)

    assert follow() == [{"everything"}]


def test_what_is_for_all_purges_all(follow, target):
    generation.touch(generation.EVERYTHING)

    assert follow() == [{"everything"}]
    # An order may have taken words out of it.
    assert target.gone == ["everything"]


def test_what_is_taken_down_is_gone_for_good(follow, target):
    story = make.published_story(slug="ports")
    follow()
    assert target.gone == []

    story.withdraw(note="It was wrong.")
    follow(1)
    assert target.gone == [tag_of("slug:ports")]


def test_an_edition_that_comes_by_itself_is_purged_for_as_it_comes(follow, clock):
    make.published_story(slug="calm")
    related = [{"slug": "strike", "label": "The strike"}]
    made = make.story({"related": related}, slug="ports")
    make.edition(made, at=clock_now(clock) + dt.timedelta(seconds=30))
    for _time in range(4):
        follow(6)

    assert follow(5.9) == []
    (asked,) = follow(0.1)
    # It brings its desk as well, which every page leads to.
    assert asked == {"everything"} or {tag_of("slug:ports"), "any"} <= asked


def test_another_tick_does_not_ask_for_the_same(follow, clock, target):
    make.outlet(name="Lamp")
    wire.settle()
    other = Purger("cache", target, clock)
    first = follow()
    other.step()

    assert (len(first), target.asked) == (1, [])


def test_one_that_is_killed_while_it_asks_is_replaced_by_another(follow, target, clock):
    def killed(tags, gone):
        raise SystemExit

    plain, target.purge = target.purge, killed
    make.outlet(name="Lamp")
    with pytest.raises(SystemExit):
        follow()
    target.purge = plain
    other = Purger("cache", target, clock)
    other.step()
    assert target.taken() == []

    clock.go(purger.PATIENCE.total_seconds())
    other.step()
    assert {*target.asked[0]} == tags("outlet:lamp")


def test_nothing_is_left_of_a_cache_that_is_named_no_more(follow):
    purger.forget_others([])

    assert not Purge.objects.exists()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("touch"), st.sampled_from("abc")),
        st.tuples(st.just("refuse"), st.sampled_from(["", "no"])),
        st.tuples(st.just("go"), st.sampled_from([0.0, 0.1, 0.5, 6.0, 40.0])),
        st.tuples(st.just("begin_anew"), st.none()),
    ),
    max_size=30,
)


class World:
    """A paper whose keys are touched, and a cache that follows; with when each was."""

    def __init__(self, clock):
        self.clock, self.target, self.changed = clock, Target(), {}
        self.purged = {key: [] for key in "abc"}
        self.begin_anew()

    def begin_anew(self, _nothing=None):
        self.follower = Purger("cache", self.target, self.clock)

    def touch(self, key):
        generation.touch(key)
        wire.settle()
        self.changed[key] = self.clock.seconds

    def refuse(self, fault):
        self.target.fault = fault

    def go(self, seconds):
        self.clock.go(seconds)

    def step(self):
        self.follower.step()
        for tags in self.target.taken():
            for key in self.purged:
                if {tag_of(key), "everything"} & tags:
                    self.purged[key].append(self.clock.seconds)


@given(steps=STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_all_that_changed_is_purged_once_it_is_taken(steps, clock):
    """And once more, as long after the change as the last delay says."""
    Purge.objects.all().delete()
    world = World(clock)

    for verb, said in [*steps, ("refuse", ""), *[("go", 31.0)] * 4]:
        getattr(world, verb)(said)
        world.step()

    for key, at in world.changed.items():
        assert max(world.purged[key]) >= at + purger.DELAYS[-1] / 1000
    rows = Purge.objects.filter(target="cache")
    assert {row.n for row in rows} == {generation.number()}


def test_a_clock_that_was_ahead_keeps_no_purge_back(follow, clock):
    """All is forgotten: it may have been shown before it came."""
    clock.ahead = dt.timedelta(days=1)
    make.outlet(name="Lamp")
    changed = tags("outlet:lamp")
    assert [follow(after) for after in (1, 6)] == [[changed], [changed] * 2]

    clock.ahead = dt.timedelta()
    assert follow(1) == [{"everything"}] * 3
    make.outlet(name="Times")
    assert follow(1) == [tags("outlet:times")]
