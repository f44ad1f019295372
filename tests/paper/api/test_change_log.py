"""Who follows what is new gets every edition, once it is public and not before."""

import random
from threading import Event

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from explainer.erasure import Sentence
from operations.redaction import execution
from paper.models import Arrival
from people.refusals import RefusedError
from stories.models import Showing, Story
from stories.models.rebuild import rebuild
from tests import deeds, make
from tests.support.beside import Beside
from tests.support.wire import settle

PLACE = "/api/editions/"
# All but what brings back what was gone: of that the older editions aren't told again.
VERBS = (
    *("publish", "publish_for_the_first_time", "publish_a_question", "schedule"),
    *("publish_over_what_waits", "move", "let_out_now", "cancel", "withdraw"),
    *("take_down_later", "keep_up", "correct", "check"),
)


class Follower:
    """A program that goes on where it was, and what it was told of."""

    def __init__(self, **asked):
        self.asked, self.client, self.told = asked, Client(), []

    def ask(self, **more):
        settle()
        cache.clear()
        said = self.client.get(PLACE, self.asked | more).json()
        self.asked = {name: self.asked[name] for name in self.asked if name != "since"}
        self.asked["cursor"] = said["cursor"]
        new = [(item["slug"], item["edition"]) for item in said["items"]]
        self.told += new
        self.items = said["items"]
        return new, said["more"]

    def catch_up(self, **more):
        """All that has come."""
        found, is_more = [], True
        while is_more:
            new, is_more = self.ask(**more)
            found += new
        return found


@pytest.mark.usefixtures("committed")
def test_what_was_begun_before_and_is_committed_late_is_not_missed():
    follower, begun, go_on = Follower(), Event(), Event()
    make.published_story(slug="first")
    early, late = make.story(slug="early"), make.story(slug="late")
    texts = {story: story.save_revision() for story in (early, late)}
    assert follower.catch_up() == [("first", 1)]

    def take_long():
        with transaction.atomic():
            Story.objects.get(pk=early.pk).publish(revision=texts[early])
            begun.set()
            assert go_on.wait(30)

    work = Beside(take_long)
    assert begun.wait(30)
    several_write = connection.vendor == "postgresql"
    if several_write:
        late.publish(revision=texts[late])
    while_it_lasts = follower.catch_up()
    go_on.set()
    work.result()
    if not several_write:
        late.publish(revision=texts[late])

    assert while_it_lasts == [("late", 1)] * several_write
    rest = [("early", 1)] if several_write else [("early", 1), ("late", 1)]
    assert follower.catch_up() == rest
    numbers = dict(Arrival.objects.values_list("showing__slug", "showing__pk"))
    assert numbers["first"] < numbers["early"] < numbers["late"]
    if several_write:  # What came later has a smaller key.
        by_arrival = Arrival.objects.order_by("n").values_list(
            "showing__slug", flat=True
        )
        assert [*by_arrival] == ["first", "late", "early"]
    assert follower.catch_up() == []


@pytest.mark.django_db
def test_what_waits_is_told_at_its_moment_and_nothing_else_moves():
    waiting = make.story(slug="waiting")
    make.edition(waiting, at=make.soon())
    follower = Follower()
    assert follower.catch_up() == []
    make.published_story(slug="now")
    assert follower.catch_up() == [("now", 1)]
    known = follower.asked["cursor"]
    assert follower.catch_up() == []
    assert follower.asked["cursor"] == known  # so the same address has the same answer

    with time_machine.travel(make.soon(hours=2)):
        assert follower.catch_up() == [("waiting", 1)]
        assert follower.catch_up() == []
        since = {"since": timezone.now().isoformat().replace("+00:00", "Z")}
        assert Follower(**since).catch_up() == []
    with time_machine.travel(make.soon(minutes=59)):  # A clock that is behind.
        make.published_story(slug="meanwhile")
        assert follower.catch_up() == [("meanwhile", 1)]


@pytest.mark.django_db
def test_a_withdrawal_is_told_and_no_word_of_what_it_took_down():
    story = make.published_story(slug="gone", headline="Zqx was here")
    make.published_story(slug="other")
    follower = Follower()
    follower.catch_up()
    story.withdraw(note="It was wrong.")

    assert follower.catch_up() == [("gone", 2)]
    (item,) = follower.items
    assert (item["kind"], item["note"]) == ("withdrawal", "It was wrong.")
    assert not {"headline", "twin", "edition_address"} & item.keys()
    late = Follower()
    assert {*late.catch_up()} == {("gone", 2), ("other", 1)}
    story.reinstate(note="It was right.")
    assert follower.catch_up() == [("gone", 3)]
    assert follower.items[0]["current"] == 3


@pytest.mark.django_db
def test_what_is_asked_for_of_a_kind_comes_whole_however_much_lies_between():
    follower = Follower(kind="correction", limit=1)
    for number in range(3):
        story = make.published_story(slug=f"story-{number}", summary="Ten.")
        make.rewrite(story, headline=f"Otherwise {number}")
        make.edition(story, kind="wording")
    make.published_question(slug="why")

    assert follower.catch_up() == []
    assert Follower(type="question").catch_up() == [("why", 1)]
    wordings = Follower(kind="wording", limit=1).catch_up()
    assert wordings == [(f"story-{number}", 2) for number in range(3)]
    assert {*Follower(material="no").catch_up()} == {*wordings}
    assert len(Follower(limit=2).catch_up()) == 7


@pytest.mark.django_db
def test_what_an_order_took_words_out_of_is_told_again():
    make.published_story(slug="other")
    make.published_story(slug="said", summary="It rained. Ann did it so. It ended.")
    follower = Follower()
    follower.catch_up()
    order = {"order": "Court of Almarra, 4 O 17/26", "reason": "It was private."}
    execution.carry_out(Sentence("Ann did it so."), **order)

    assert follower.catch_up() == [("said", 1)]
    rebuild()
    assert follower.catch_up() == []


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("seed", [3])
def test_whatever_is_done_and_whenever_one_asks_nothing_is_missed_or_told_twice(seed):
    chance, done = random.Random(seed), 0
    corners = [deeds.Corner(number) for number in range(1, 3)]
    followers = [Follower(limit=1), Follower(limit=3), Follower()]
    now = timezone.now()
    for _step in range(14):
        now += make.dt.timedelta(minutes=chance.choice((1, 20, 90)))
        with time_machine.travel(now):
            done += try_deed(chance.choice(VERBS), chance.choice(corners))
            for follower in chance.sample(followers, 2):
                follower.ask()
    with time_machine.travel(now + make.dt.timedelta(days=2)):
        at = timezone.now()
        for follower in followers:
            follower.catch_up()
            assert len({*follower.told}) == len(follower.told)
            assert {*follower.told} >= {*public(at)}
    assert done > 2


def try_deed(name, corner):
    try:
        deeds.DEEDS[name](corner)()
    except RefusedError:
        return False
    return True


def public(at):
    """Every edition that readers have, and of what is down that it is."""
    rows = Showing.objects.filter(live_from__lte=at)
    down = {owner(row) for row in Showing.objects.at(at) if row.kind == "withdrawal"}
    slugs = {owner(row): row.slug for row in Showing.objects.at(at)}
    for row in rows:
        if owner(row) not in down or (row.kind == "withdrawal" and row.live_until > at):
            yield slugs[owner(row)], row.number


def owner(row):
    return row.story_id or row.question_id
