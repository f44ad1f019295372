"""The verbs of time once more, in plain Python: what readers should get, and when.

No database, no numbers and no clock: a page is a draft and a list of editions, each
with its moment. A verb that should be refused raises `No` before it changes anything.
"""

import datetime as dt
from dataclasses import dataclass, field

from tests.support.texts import Text, merged

SOON = dt.timedelta(seconds=10)
WITH_NOTE = ("correction", "clarification")


class No(Exception):
    """The verb should be refused."""


def refuse_if(condition):
    if condition:
        raise No


@dataclass(eq=False)
class Saved:
    """A revision: a text, and the editions out then that it included."""

    text: Text
    known: set


@dataclass(eq=False)
class Edition:
    at: dt.datetime
    kind: str
    saved: Saved | None = None  # None in a withdrawal.

    @property
    def text(self):
        return self.saved and self.saved.text


@dataclass
class Page:
    draft: Text
    saved: Saved | None = None
    editions: list = field(default_factory=list)
    known: set = field(default_factory=set)  # Editions whose text the draft includes.
    # What was corrected, and nobody has typed since or let out knowingly.
    is_wrong: set = field(default_factory=set)

    def out(self, now):
        return [edition for edition in self.editions if edition.at <= now]

    def told(self, now):
        """The newest edition out that has a text."""
        return next((e for e in reversed(self.out(now)) if e.text), None)

    def live(self, now):
        newest = self.out(now)[-1:]
        return newest[0] if newest and newest[0].text else None

    def pending(self, now):
        return next((e for e in self.editions if e.at > now and e.text), None)

    def takedown(self, now):
        return next((e for e in self.editions if e.at > now and not e.text), None)

    def shown(self, at, now):
        """What a reader gets who asks at `now` for the page as of `at`."""
        return self.live(min(at, now))

    def slugs(self):
        return {edition.text.slug for edition in self.editions if edition.text}

    def lift(self, now, *editions):
        """What waits can be taken back, unless it goes out in a moment."""
        waiting = [*filter(None, editions)]
        refuse_if(any(edition.at <= now + SOON for edition in waiting))
        return waiting

    def lift_all(self, now):
        return self.lift(now, self.pending(now), self.takedown(now))

    def demand_time(self, now, at):
        takedown = self.takedown(now)
        refuse_if(at and at <= now + SOON)
        refuse_if(at and takedown and at >= takedown.at)

    def stands(self, now, *editions):
        """From now on these follow what is out, whatever waited before."""
        self.editions = [*self.out(now), *filter(None, editions)]

    def save(self, now, draft=None):
        self.draft = draft or self.draft
        if self.saved is None or self.saved.text != self.draft:
            self.saved = Saved(self.draft, self.known & {*self.out(now)})

    def publish(self, now, *, taken, at=None, kind="", note="", replace=False):
        told, live, waiting = self.told(now), self.live(now), self.pending(now)
        takedown = self.takedown(now)
        refuse_if(told and told not in self.known)
        refuse_if(live and live.text == self.draft)
        refuse_if(waiting and (waiting.text == self.draft or not replace))
        if not told:
            kind = "first"
        elif not live:
            kind = "reinstatement"
        refuse_if(not note and kind in (*WITH_NOTE, "reinstatement"))
        self.demand_time(now, at)
        refuse_if(self.draft.slug in taken)
        self.lift_all(now)
        if at and told and not self.is_level(self.saved, told):
            self.saved = Saved(self.draft, self.saved.known | {told})
        made = Edition(at or now, kind or "development", self.saved)
        self.stands(now, made, takedown)
        self.known.add(made)

    def reschedule(self, now, *, at=None, why=""):
        waiting = self.pending(now)
        refuse_if(not waiting or (self.lacks(now, waiting) and not why))
        self.demand_time(now, at)
        self.lift_all(now)
        waiting.at = at or now

    def cancel(self, now):
        refuse_if(not self.pending(now))
        takedown = self.takedown(now) if self.live(now) else None
        self.lift_all(now)
        self.stands(now, takedown)

    def cancel_withdrawal(self, now):
        refuse_if(not self.lift(now, self.takedown(now)))
        self.editions.remove(self.takedown(now))

    def withdraw(self, now, *, note, at=None):
        refuse_if(not note)
        waiting = self.pending(now)
        if at is None:
            refuse_if(not self.live(now))
            self.lift_all(now)
            self.stands(now, Edition(now, "withdrawal"))
            return
        refuse_if(not waiting and not self.live(now))
        self.lift(now, self.takedown(now))
        refuse_if(at <= now + SOON or (waiting and at <= waiting.at))
        self.stands(now, waiting, Edition(at, "withdrawal"))

    def reinstate(self, now, *, note, at=None, replace=False):
        told, takedown = self.told(now), self.takedown(now)
        refuse_if(not note or not told or self.live(now))
        waiting = self.pending(now)
        refuse_if(waiting and waiting.saved is not told.saved and not replace)
        self.demand_time(now, at)
        self.lift_all(now)
        self.again(now, told, Edition(at or now, "reinstatement", told.saved))
        self.editions += [*filter(None, [takedown])]

    def again(self, now, before, edition):
        """The same text in another edition: a draft that knows one knows both."""
        self.stands(now, edition)
        if before in self.known:
            self.known.add(edition)

    def hold(self, now, *, note, until, replace=False):
        live, takedown = self.live(now), self.takedown(now)
        refuse_if(not note or not live or (self.pending(now) and not replace))
        self.demand_time(now, until)
        self.lift_all(now)
        down = Edition(now, "withdrawal")
        self.again(now, live, Edition(until, "reinstatement", live.saved))
        self.editions[-1:] = [down, self.editions[-1], *filter(None, [takedown])]

    def check_again(self, now):
        live = self.live(now)
        refuse_if(not live)
        waiting = self.lift_all(now)
        self.again(now, live, Edition(now, "checked", live.saved))
        self.editions += waiting

    def correct(self, now, *, changes, taken, drafted, kind, note, answer):
        live, waiting = self.live(now), self.pending(now)
        refuse_if(not live or kind not in WITH_NOTE or not note)
        new, left = merged(live.text, changes)
        refuse_if(left or new == live.text or not new.headline or new.slug in taken)
        draft, left = merged(self.draft, changes, answer.texts)
        refuse_if(draft.slug == drafted)
        ahead = touched = None
        if waiting:
            ahead, touched = self.ahead(waiting, changes, answer)
        takedown = self.takedown(now)
        self.lift_all(now)
        correction = Edition(now, kind, Saved(new, set()))
        correction.saved.known.add(correction)
        again = None
        if ahead:
            known = {*waiting.saved.known}
            if not touched and self.is_level(waiting.saved, live):
                known.add(correction)
            again = Edition(waiting.at, waiting.kind, Saved(ahead, known))
        self.stands(now, correction, again, takedown)
        if left:
            self.known.discard(waiting)
        elif waiting in self.known:
            self.known |= {correction, *filter(None, [again])}
        elif live in self.known:
            self.known.add(correction)
        self.saved = (again or correction).saved
        self.save(now, draft)
        self.is_wrong |= live.text.words - new.words
        if again and touched:  # Somebody said why.
            self.is_wrong -= again.text.words

    def ahead(self, waiting, changes, answer):
        """The text that will wait, or None if it is given up; and whether it lacks."""
        text, touched = merged(waiting.text, changes, answer.texts)
        if touched and answer.cancel:
            return None, True
        refuse_if(touched and not answer.why)
        return text, touched

    def take_over(self, now):
        if told := self.told(now):
            self.known.add(told)
            self.is_wrong -= self.draft.words

    def type(self, now, draft):
        """An editor saves other words."""
        self.is_wrong -= draft.words - self.draft.words
        self.save(now, draft)

    def is_level(self, saved, told):
        """Whether a saved text takes into account what an edition gave readers."""
        same = [edition for edition in self.editions if edition.saved is told.saved]
        return any(edition in saved.known for edition in same)

    def lacks(self, now, edition):
        told = self.told(now)
        behind = told and edition.saved is not told.saved
        return bool(behind and not self.is_level(edition.saved, told))

    def restore(self, now, *, saved, drafted):
        refuse_if(saved.text.slug == drafted)
        used = {e for e in self.out(now) if e.saved is saved}
        self.known = used or {*saved.known}
        self.save(now, saved.text)
