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
from hypothesis.stateful import rule, run_state_machine_as_test

from stories import blocks
from stories.models import Revision
from tests.stories.rehearsal import TICK, Rehearsal

EXAMPLES = os.environ.get("EXAMPLES")

which = st.sampled_from([0, 0, 0, 1])
words = st.sampled_from(["Ash.", "Birch.", "Cedar."])
slugs = st.sampled_from(["north", "south", "harbour"])
notes = st.sampled_from(["Because."] * 4 + [""])
kinds = st.sampled_from(["development", "wording", "correction", "clarification"])
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


class AnyOrder(Rehearsal):
    def moment(self, data, one):
        """Now, or a moment ahead: any, or just about when the page comes down."""
        takedown = self.pages[one].takedown(self.now)
        ends = [takedown.at - TICK, takedown.at] if takedown else []
        soon = delays.map(lambda delay: self.now + delay)
        return data.draw(st.one_of(st.none(), soon, *map(st.just, ends)))

    @rule(delay=delays)
    def wait(self, delay):
        self.pass_by(delay)

    @rule(one=which, early=st.sampled_from([dt.timedelta(seconds=9), TICK, 0 * TICK]))
    def wait_for_what_is_due(self, one, early):
        due = [e.at for e in self.pages[one].editions if e.at - early > self.now]
        if due:
            self.pass_by(due[0] - early - self.now)

    @rule(one=which)
    def retitle(self, one):
        self.save(one, replace(self.pages[one].draft, headline=self.new()))

    @rule(one=which, slug=slugs)
    def readdress(self, one, slug):
        if slug != self.pages[1 - one].draft.slug:  # The form refuses that.
            self.save(one, replace(self.pages[one].draft, slug=slug))

    @rule(one=which, summary=st.lists(words, max_size=3))
    def rewrite(self, one, summary):
        self.save(one, replace(self.pages[one].draft, blocks=tuple(summary)))

    @rule(one=which, data=st.data(), word=words)
    def list_points(self, one, data, word):
        draft = self.pages[one].draft
        kept = data.draw(st.permutations(draft.points))[:1]
        uid = str(uuid.UUID(int=next(self.numbers)))
        self.save(one, replace(draft, points=(*kept, (uid, word))))

    @rule(one=which, data=st.data(), kind=kinds, note=notes, replace=st.booleans())
    def publish(self, one, data, **options):
        real = {"revision": self.stories[one].head}
        taken = {"taken": self.pages[1 - one].slugs()}
        self.attempt(one, "publish", real, taken, at=self.moment(data, one), **options)

    @rule(one=which, data=st.data())
    def reschedule(self, one, data):
        self.attempt(one, "reschedule", at=self.moment(data, one))

    @rule(one=which)
    def cancel(self, one):
        self.attempt(one, "cancel")

    @rule(one=which)
    def cancel_withdrawal(self, one):
        self.attempt(one, "cancel_withdrawal")

    @rule(one=which, data=st.data(), note=notes)
    def withdraw(self, one, data, note):
        self.attempt(one, "withdraw", note=note, at=self.moment(data, one))

    @rule(one=which, delay=delays, note=notes)
    def hold(self, one, delay, note):
        self.attempt(one, "hold", note=note, until=self.now + delay)

    @rule(one=which, data=st.data(), note=notes)
    def reinstate(self, one, data, note):
        self.attempt(one, "reinstate", note=note, at=self.moment(data, one))

    @rule(one=which)
    def check_again(self, one):
        self.attempt(one, "check_again")

    @rule(one=which)
    def take_over(self, one):
        self.attempt(one, "take_over")

    @rule(one=which, data=st.data())
    def restore(self, one, data):
        mine = Revision.objects.filter(story=self.stories[one]).order_by("pk")
        revision = data.draw(st.sampled_from([*mine]))
        saved = {"saved": self.revisions[revision.pk]}
        drafted = {"drafted": self.pages[1 - one].draft.slug}
        self.attempt(one, "restore", {"revision": revision}, saved | drafted)

    @rule(one=which, data=st.data(), kind=kinds, note=notes)
    def correct(self, one, data, **options):
        live = self.pages[one].live(self.now)
        text = live.text if live else self.pages[one].draft
        fields = st.sampled_from(["headline", "slug", "summary", "points"])
        wanted = data.draw(st.lists(fields, min_size=1, max_size=2, unique=True))
        changes = [self.change(data, text, field) for field in wanted]
        other = self.pages[1 - one]
        self.attempt(
            one,
            "correct",
            {"changes": [change.asked for change in changes]},
            {"changes": changes, "taken": other.slugs(), "drafted": other.draft.slug},
            **options,
        )

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
