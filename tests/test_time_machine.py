"""Readers get exactly what a plain model of time foretells, and never a draft.

Every verb and the clock are tried in orders that nobody thought of: the same ones
each time, and many more with `EXAMPLES=2000`. What goes wrong is cut to few steps.
"""

import datetime as dt
import os
from dataclasses import replace
from functools import partial
from random import Random
from uuid import UUID

import pytest

from explainer.merge import Touch
from stories.models import Resolution, Revision
from tests.support.foretelling import SOON
from tests.support.rehearsal import TICK, Rehearsal
from tests.support.texts import Change

# Of the first forty those that meet most: verbs done and refused, by what waits.
CHOSEN = (6, 10, 15, 20, 21, 23, 27, 30)
EXAMPLES = range(int(os.environ.get("EXAMPLES", "0"))) or CHOSEN
STEPS = 30

SLUGS = ["north", "south", "harbour"]
KINDS = ["development", "wording", "correction", "clarification"]
DELAYS = [dt.timedelta(minutes=minutes) for minutes in (1, 60, 600, 6000)]

# How often each step is tried, and in which states of the story, if not in all.
WEIGHTS = {
    "begin": (20, "new"),
    "wait": (1,),
    "wait_for_what_is_due": (2, "waits", "ends"),
    "retitle": (1,),
    "readdress": (2,),
    "rewrite": (2,),
    "list_points": (2,),
    "publish": (4,),
    "schedule": (6,),
    "reschedule": (2, "waits"),
    "cancel": (2, "waits"),
    "cancel_withdrawal": (1, "ends"),
    "withdraw": (4, "live", "waits"),
    "hold": (2, "live"),
    "reinstate": (4, "down"),
    "check_again": (2, "live"),
    "correct": (8, "live"),
    "take_over": (1, "live", "down"),
    "restore": (1,),
    "try_in_vain": (1,),
}


class AnyOrder(Rehearsal):
    """Story 0 lives through everything; story 1 is after the same addresses."""

    def step(self, seed):
        """One step, of a kind that makes sense now, with all else left to chance."""
        self.chance = Random(seed)  # The same step again, whatever was left out before.
        states = self.states()
        likely = {
            name: weight
            for name, (weight, *when) in WEIGHTS.items()
            if not when or states & {*when}
        }
        (name,) = self.chance.choices([*likely], [*likely.values()])
        print(name)
        # A verb without options needs no method here.
        getattr(self, name, partial(self.attempt, 0, name))()
        self.check_readers(self.any_of(self.now, *self.edges()))
        self.check_addresses()

    def states(self):
        page = self.pages[0]
        found = {"live": page.live(self.now), "waits": page.pending(self.now)}
        found["new"] = not page.editions
        found["ends"] = page.takedown(self.now)
        found["down"] = page.told(self.now) and not found["live"]
        return {state for state, holds in found.items() if holds}

    def any_of(self, *options):
        return self.chance.choice(options)

    def either(self):
        """Mostly story 0."""
        return self.any_of(0, 0, 0, 1)

    def note(self):
        return self.any_of("", *["Because."] * 9)

    def ahead(self):
        """Any moment ahead, or too soon, or just about when the page comes down."""
        takedown = self.pages[0].takedown(self.now)
        ends = [takedown.at - TICK, takedown.at] if takedown else []
        soon = (self.now + delay for delay in DELAYS)
        return self.any_of(*ends * 2, *soon, self.now + self.any_of(SOON, 2 * SOON))

    def begin(self):
        real = {"revision": self.stories[0].revisions.head()}
        self.attempt(0, "publish", real, {"taken": self.pages[1].slugs()})

    def wait(self):
        self.pass_by(self.any_of(TICK, SOON, *DELAYS))

    def wait_for_what_is_due(self):
        early = self.any_of(0 * TICK, 0 * TICK, TICK, dt.timedelta(seconds=9))
        due = [edge for edge in self.edges() if edge - early > self.now]
        if due:
            self.pass_by(due[0] - early - self.now)

    def retitle(self):
        one = self.either()
        self.save(one, replace(self.pages[one].draft, headline=self.new()))

    def readdress(self):
        one, slug = self.either(), self.any_of(*SLUGS)
        if slug != self.pages[1 - one].draft.slug:  # The form refuses that.
            self.save(one, replace(self.pages[one].draft, slug=slug))

    def rewrite(self):
        """Some of what the draft says, or readers read, in any order; and new words."""
        page = self.pages[0]
        live = page.live(self.now)
        had = {*page.draft.blocks, *(live.text.blocks if live else ())}
        some = self.chance.sample(sorted(had), self.chance.randint(0, min(2, len(had))))
        new = [self.word()] * self.any_of(0, 1) or ([] if some else [self.word()])
        blocks = self.chance.sample([*some, *new], len(some) + len(new))
        self.save(0, replace(page.draft, blocks=tuple(blocks)))

    def word(self):
        """A paragraph that no text had before."""
        return f"Word{next(self.numbers)}."

    def list_points(self):
        points = self.pages[0].draft.points
        kept = self.any_of((), points[:1], points[-1:], points[::-1])
        uid = self.any_of(
            str(UUID(int=next(self.numbers))), *(uid for uid, _ in points)
        )
        point = (uid, self.word())
        kept = tuple(old for old in kept if old[0] != uid)
        self.save(0, replace(self.pages[0].draft, points=(*kept, point)))

    def publish(self, at=None):
        one = self.either()
        if self.any_of(True, True, False):
            self.save(one, replace(self.pages[one].draft, headline=self.new()))
        self.attempt(
            one,
            "publish",
            {"revision": self.stories[one].revisions.head()},
            {"taken": self.pages[1 - one].slugs()},
            at=at,
            kind=self.any_of(*KINDS),
            note=self.note(),
            replace=self.any_of(True, True, False),
        )

    def schedule(self):
        self.publish(at=self.ahead())

    def reschedule(self):
        at, why = self.any_of(None, self.ahead()), self.any_of("", "Because.")
        self.attempt(0, "reschedule", at=at, why=why)

    def withdraw(self):
        at = self.any_of(None, self.ahead(), self.ahead())
        self.attempt(0, "withdraw", note=self.note(), at=at)

    def hold(self):
        replace = self.any_of(True, False)
        until = self.ahead()
        self.attempt(0, "hold", note=self.note(), until=until, replace=replace)

    def reinstate(self):
        replace = self.any_of(True, False)
        at = self.any_of(None, self.ahead())
        self.attempt(0, "reinstate", note=self.note(), at=at, replace=replace)

    def try_in_vain(self):
        """Or not in vain: the model knows."""
        verb = self.any_of("cancel", "cancel_withdrawal", "reschedule", "check_again")
        self.attempt(0, verb)

    def restore(self):
        mine = Revision.objects.filter(story=self.stories[0]).order_by("pk")
        revision = self.any_of(*mine)
        saved = {"saved": self.revisions[revision.pk]}
        drafted = {"drafted": self.pages[1].draft.slug}
        self.attempt(0, "restore", {"revision": revision}, saved | drafted)

    def correct(self):
        self.pass_by(TICK)  # What is due in this moment is what the editor sees.
        live, other = self.pages[0].live(self.now), self.pages[1]
        text = live.text if live else self.pages[0].draft
        fields = ["summary", "headline", "slug", *["points"] * bool(text.points)]
        wanted = self.chance.sample(fields, self.any_of(1, 1, 2))
        changes = [getattr(self, f"change_{field}")(text) for field in wanted]
        real, answer = self.answers(changes)
        self.attempt(
            0,
            "correct",
            {"changes": [change.asked for change in changes], "waiting": real},
            {
                "changes": changes,
                "answer": answer,
                "taken": other.slugs(),
                "drafted": other.draft.slug,
            },
            kind=self.any_of(*["correction", "clarification"] * 5, "wording"),
            note=self.note(),
        )

    def answers(self, changes):
        """What becomes of what waits, if it is asked: for the verb, for the model."""
        waiting = self.pages[0].pending(self.now)
        how = self.any_of("", "edit", "edit", "cancel", "keep")
        said = {"cancel": how == "cancel", "why": "Because." * (how == "keep")}
        real, foretold = {}, {}
        for change in changes if waiting and how == "edit" else ():
            now = waiting.text.said(change) if change.field != "summary" else None
            if now and change.op == "replace" and change.field != "slug":
                touch = Touch(*change.place, change.old, change.new, now)
                real[touch.key] = foretold[change.place, now] = self.word()
        return Resolution(texts=real, **said), Resolution(texts=foretold, **said)

    def change_headline(self, text):
        new = self.any_of("", *[self.new()] * 5)
        return Change("replace" if new else "remove", "headline", text.headline, new)

    def change_slug(self, text):
        return Change("replace", "slug", text.slug, self.any_of(*SLUGS))

    def change_points(self, text):
        uid, old = self.any_of(*text.points)
        new = self.any_of("", *[self.word()] * 3)
        return Change("replace" if new else "remove", "", old, new, uid)

    def change_summary(self, text):
        count = len(text.blocks)
        op = self.any_of("add", *["replace", "remove"] * bool(count))
        index = self.chance.randint(0, count - (op != "add"))
        before = index - (op == "add")
        old = text.blocks[before] if before >= 0 else ""
        if op == "remove" and not self.is_everywhere(old):
            op = "replace"  # What else becomes of it: see `test_merging`.
        new = "" if op == "remove" else self.word()
        return Change(op, "summary", old, new, index=index)

    def is_everywhere(self, block):
        waiting = self.pages[0].pending(self.now)
        texts = [self.pages[0].draft, *filter(None, [waiting and waiting.text])]
        return all(block in text.blocks for text in texts)


def perform(steps):
    """A newsroom's life, in the database for as long as it lasts."""
    with AnyOrder() as newsroom:
        for seed in steps:
            newsroom.step(seed)


def goes_wrong(steps):
    try:
        perform(steps)
    except (Exception, pytest.fail.Exception):
        return True
    return False


def shortest(steps):
    """The steps without those that it would go wrong without, too."""
    for step in steps[::-1]:
        fewer = [other for other in steps if other != step]
        steps = fewer if goes_wrong(fewer) else steps
    return steps


def test_readers_get_what_was_foretold_in_any_order_of_events(unguarded, capsys):
    for example in EXAMPLES:
        chance = Random(example)
        steps = [chance.getrandbits(32) for _ in range(STEPS)]
        if goes_wrong(steps):
            fewer = shortest(steps)
            capsys.readouterr()  # Only what the last time prints is of use.
            perform(fewer)
