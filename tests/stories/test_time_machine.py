"""Readers get exactly what a plain model of time foretells, and never a draft.

Every verb and the clock are tried in orders that nobody thought of. Each run repeats
the same ones; `EXAMPLES=2000` looks for others.
"""

import datetime as dt
import os
import uuid
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from stories import blocks
from stories.models import Revision
from tests.stories.rehearsal import TICK, Rehearsal

EXAMPLES = os.environ.get("EXAMPLES")

which = st.sampled_from([0, 0, 0, 1])
words = st.sampled_from(["Ash.", "Birch.", "Cedar."])
slugs = st.sampled_from(["north", "south", "harbour"])
notes = st.sampled_from(["Because."] * 4 + [""])
kinds = st.sampled_from(["development", "wording", "correction", "clarification"])
corrections = st.sampled_from(["correction", "correction", "clarification", "wording"])
replaces = st.sampled_from([True, True, False])
delays = st.sampled_from([5, 15, 60, 3600, 86400]).map(lambda s: dt.timedelta(0, s))


@dataclass(frozen=True)
class Change:
    """One change to what is live, with what stands there."""

    op: str
    field: str
    old: str
    new: str = ""
    uid: str = ""
    index: int | None = None

    @property
    def asked(self):
        """As an editor asks for it, who needn't say what stands there."""
        field = "lead_in" if self.uid and self.op == "replace" else self.field
        return blocks.Change(self.op, self.uid, field, self.index, new=self.new)


def when(*states):
    """Only while story 0 is in one of these states; in vain is tried enough."""
    return precondition(lambda self: self.states() & {*states})


class AnyOrder(Rehearsal):
    """Story 0 lives through everything; story 1 is after the same addresses."""

    def states(self):
        page = self.pages[0]
        found = {"live": page.live(self.now), "waits": page.pending(self.now)}
        found["ends"] = page.takedown(self.now)
        found["down"] = page.told(self.now) and not found["live"]
        found["can end"] = found["live"] or found["waits"]
        return {state for state, holds in found.items() if holds}

    def moment(self, data):
        """Now, or a moment ahead: any, or just about when the page comes down."""
        takedown = self.pages[0].takedown(self.now)
        ends = [takedown.at - TICK, takedown.at] if takedown else []
        soon = delays.map(lambda delay: self.now + delay)
        return data.draw(st.one_of(st.none(), soon, *map(st.just, ends)))

    @initialize(is_live=st.sampled_from([True, True, False]))
    def begin(self, is_live):
        if is_live:
            real = {"revision": self.stories[0].head}
            self.attempt(0, "publish", real, {"taken": ()})

    @rule(delay=delays)
    def wait(self, delay):
        self.pass_by(delay)

    @precondition(lambda self: self.edges() and self.edges()[-1] > self.now)
    @rule(early=st.sampled_from([9, 1e-6, 0, 0]).map(lambda s: dt.timedelta(0, s)))
    def wait_for_what_is_due(self, early):
        due = [edge for edge in self.edges() if edge - early > self.now]
        if due:
            self.pass_by(due[0] - early - self.now)

    @rule(one=which)
    def retitle(self, one):
        self.save(one, replace(self.pages[one].draft, headline=self.new()))

    @rule(one=which, slug=slugs)
    def readdress(self, one, slug):
        if slug != self.pages[1 - one].draft.slug:  # The form refuses that.
            self.save(one, replace(self.pages[one].draft, slug=slug))

    @rule(summary=st.lists(words, max_size=3))
    def rewrite(self, summary):
        self.save(0, replace(self.pages[0].draft, blocks=tuple(summary)))

    @rule(data=st.data(), word=words)
    def list_points(self, data, word):
        draft = self.pages[0].draft
        kept = data.draw(st.permutations(draft.points))[:1]
        uid = str(uuid.UUID(int=next(self.numbers)))
        self.save(0, replace(draft, points=(*kept, (uid, word))))

    @rule(one=which, data=st.data(), kind=kinds, note=notes, replace=replaces)
    def publish(self, one, data, **options):
        real = {"revision": self.stories[one].head}
        taken = {"taken": self.pages[1 - one].slugs()}
        self.attempt(one, "publish", real, taken, at=self.moment(data), **options)

    @when("waits")
    @rule(data=st.data())
    def reschedule(self, data):
        self.attempt(0, "reschedule", at=self.moment(data))

    @when("waits")
    @rule()
    def cancel(self):
        self.attempt(0, "cancel")

    @when("ends")
    @rule()
    def cancel_withdrawal(self):
        self.attempt(0, "cancel_withdrawal")

    @when("can end")
    @rule(data=st.data(), note=notes)
    def withdraw(self, data, note):
        self.attempt(0, "withdraw", note=note, at=self.moment(data))

    @when("live")
    @rule(delay=delays, note=notes)
    def hold(self, delay, note):
        self.attempt(0, "hold", note=note, until=self.now + delay)

    @when("down")
    @rule(data=st.data(), note=notes)
    def reinstate(self, data, note):
        self.attempt(0, "reinstate", note=note, at=self.moment(data))

    @when("live")
    @rule()
    def check_again(self):
        self.attempt(0, "check_again")

    @when("live", "down")
    @rule()
    def take_over(self):
        self.attempt(0, "take_over")

    @rule(verb=st.sampled_from(["withdraw", "reinstate"]))
    def change_ones_mind(self, verb):
        self.attempt(0, verb, note="Because.")

    @rule(verb=st.sampled_from(["reschedule", "cancel", "cancel_withdrawal"]))
    def try_in_vain(self, verb):
        self.attempt(0, verb)

    @rule(data=st.data())
    def restore(self, data):
        mine = Revision.objects.filter(story=self.stories[0]).order_by("pk")
        revision = data.draw(st.sampled_from([*mine]))
        saved = {"saved": self.revisions[revision.pk]}
        drafted = {"drafted": self.pages[1].draft.slug}
        self.attempt(0, "restore", {"revision": revision}, saved | drafted)

    @when("live")
    @rule(data=st.data(), kind=corrections, note=notes)
    def correct(self, data, **options):
        text, other = self.pages[0].live(self.now).text, self.pages[1]
        fields = st.sampled_from(["headline", "slug", "summary", "summary", "points"])
        wanted = data.draw(st.lists(fields, min_size=1, max_size=2, unique=True))
        changes = [self.change(data, text, field) for field in wanted]
        real = {"changes": [change.asked for change in changes]}
        known = {"taken": other.slugs(), "drafted": other.draft.slug}
        self.attempt(0, "correct", real, known | {"changes": changes}, **options)

    def change(self, data, text, field):
        if field == "headline":
            new = data.draw(st.sampled_from([self.new(), ""]))
            return Change("replace" if new else "remove", field, text.headline, new)
        if field == "slug":
            return Change("replace", field, text.slug, data.draw(slugs))
        if field == "points" and text.points:
            uid, old = data.draw(st.sampled_from(text.points))
            op = data.draw(st.sampled_from(["replace", "remove"]))
            new = data.draw(words) if op == "replace" else ""
            return Change(op, "", old, new, uid)
        return self.change_summary(data, text)

    def change_summary(self, data, text):
        count = len(text.blocks)
        ops = ["replace", "remove", "add"] if count else ["add"]
        op = data.draw(st.sampled_from(ops))
        index = data.draw(st.integers(0, count - (op != "add")))
        before = index - (op == "add")
        old = text.blocks[before] if before >= 0 else ""
        new = "" if op == "remove" else data.draw(words)
        return Change(op, "summary", old, new, index=index)


def test_readers_get_what_was_foretold_in_any_order_of_events(unguarded):
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=int(EXAMPLES or 25),
            stateful_step_count=30,
            derandomize=not EXAMPLES,
            phases=Phase if EXAMPLES else [Phase.generate],  # Shrinking takes minutes.
            report_multiple_bugs=False,
            suppress_health_check=[*HealthCheck],
        ),
    )
