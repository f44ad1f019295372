"""A correction made in another text of the same story: the draft, or one that waits.

Pure. Blocks that read as readers had them are changed as readers' were; in the others
both texts' changes are joined word by word. Where words touch, somebody has to say.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from explainer import blocks
from explainer.blocks import Change
from explainer.difference import differences
from explainer.document import Document, empty, prune
from explainer.threeway import Piece, carries, join, pieces, says_again

SETTINGS = ("slug", "desk")  # They are changed in the form alone.
WORDS = ("plain", "prose")  # The kinds of fields that say something.
NO_ANSWERS: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Touch:
    """A place where the other text has words of its own for what was corrected.

    `before`, `after` and `now` are values of a field, or of some blocks of prose: what
    readers had, what they get, and what the other text has. `key` names them all.
    """

    uid: str
    field: str
    before: Any
    after: Any
    now: Any

    @property
    def key(self) -> str:
        place = f"{self.uid} {self.field}"
        return Piece(str(self.before), str(self.after), str(self.now), place).key


@dataclass
class Merge:
    """The other text with a correction made, and where nobody knows how.

    `answers` has by key what is to stand where words touch. What is touched and has no
    answer stays as it is.
    """

    document: Document
    answers: Mapping[str, Any] = field(default_factory=dict, compare=False)
    touches: list[Touch] = field(default_factory=list)

    def ask_again(
        self, live: Document, after: Document, text: Document, place: tuple[str, str]
    ) -> None:
        """Ask about a text in which the wrong words went, and stand elsewhere too."""
        found = blocks.place_of(self.document, *place)
        if not found or found[2].kind != "prose":
            return
        target, key, _kind = found
        old, new, now = (blocks.value_at(each, *place) for each in (live, after, text))
        whole = Touch(*place, old, new, now)
        if whole.key in self.answers:
            target[key] = str(self.answers[whole.key])
        elif says_again(old, new, target.get(key, "")):
            target[key] = now
            self.touches.append(whole)

    def ask_elsewhere(
        self, live: Document, after: Document, places: set[tuple[str, str]]
    ) -> None:
        """Ask about wrong words that the other text has taken to another place."""
        wrong = [*corrected_texts(live, after, places)]
        asked = {(touch.uid, touch.field) for touch in self.touches}
        for item in differences(live, self.document):
            place = item.uid, item.field
            found = blocks.place_of(self.document, *place)
            if not found or found[2].kind not in WORDS or place in places | asked:
                continue
            target, key, _kind = found
            had, now = str(item.old or ""), target.get(key, "")
            touch = Touch(*place, had, had, now)
            if touch.key in self.answers:
                target[key] = str(self.answers[touch.key])
            elif any(carries(*pair, now) and not carries(*pair, had) for pair in wrong):
                self.touches.append(touch)

    def drop_part(self, before: Document, uid: str) -> None:
        """Take out a part that reads otherwise here, if somebody said so."""
        now, had = blocks.holder(self.document, uid), blocks.holder(before, uid)
        if now is None:
            return
        touch = Touch(uid, "", had and had[0], "", now[0])
        if self.answers.get(touch.key) == "":
            blocks.drop(self.document, Change("remove", uid, old=now[0]))
        else:
            self.touches.append(touch)

    def make_field(
        self, before: Document, after: Document, place: tuple[str, str]
    ) -> None:
        """Make in one field what became of it; in a part that is gone is nothing."""
        found = blocks.place_of(self.document, *place)
        if not found:
            return
        target, key, kind = found
        old, new = (blocks.value_at(text, *place) for text in (before, after))
        now = target.get(key, "")
        if kind.kind == "prose":
            target[key] = self.in_prose(place, (old, new, now))
        else:
            touch = Touch(*place, old, new, now)
            target[key] = self.settle(touch, by_word=kind.kind == "plain")

    def in_prose(self, place: tuple[str, str], texts: tuple[str, str, str]) -> str:
        """A text of all its stretches, each as one or both of the others have it.

        Where a paragraph was parted or moved, the wrong words may stand in a stretch
        that is compared with another: then somebody is asked about the whole text.
        """
        made, free, asked = [], [], len(self.touches)
        for piece in pieces(*texts):
            touch = Touch(*place, piece.loaded, piece.theirs, piece.mine)
            count = len(self.touches)
            made.append(self.settle(touch, by_word=True))
            if len(self.touches) == count and touch.key not in self.answers:
                free.append(made[-1])
        whole = Touch(*place, *texts)
        if whole.key in self.answers:
            del self.touches[asked:]
            return str(self.answers[whole.key])
        if says_again(*texts[:2], "\n\n".join(free)):
            self.touches[asked:] = [whole]
            return texts[2]
        return "\n\n".join(filter(None, made))

    def settle(self, touch: Touch, *, by_word: bool) -> Any:
        """What is to stand in one place; as it is, if nobody can know."""
        before, after, now = touch.before, touch.after, touch.now
        if same(now, after) or same(before, after):
            return now
        if same(now, before):
            return after
        if by_word and (text := join(before, after, now)) is not None:
            return text
        if touch.key in self.answers:
            return self.answers[touch.key]
        self.touches.append(touch)
        return now


def correct(
    live: Document,
    changes: Iterable[Change],
    text: Document,
    answers: Mapping[str, Any] = NO_ANSWERS,
) -> Merge:
    """A text with changes to what is live made in it, and what nobody can know."""
    changes = [*changes]
    made, left = blocks.merge_changes(text, changes)
    fits = [change for change in changes if change not in left]
    merge = Merge(made, answers)
    before, _left = blocks.merge_changes(live, fits)
    after, _left = blocks.merge_changes(live, changes)
    for uid, name in places_of(left):
        if name:
            merge.make_field(before, after, (uid, name))
        else:
            merge.drop_part(before, uid)
    touched = {(touch.uid, touch.field) for touch in merge.touches}
    for place in places_of(fits):
        if place[1] and place not in touched:
            merge.ask_again(live, after, text, place)
    merge.ask_elsewhere(live, after, {*places_of(changes)})
    merge.document = prune(made)
    return merge


def places_of(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """Where changes are made, each place once."""
    return [*dict.fromkeys((change.uid, change.field) for change in changes)]


def corrected_texts(
    live: Document, after: Document, places: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Each text that a correction changed, before and after; of a part all of them."""
    for uid, one in places:
        found = blocks.holder(live, uid)
        for name in [one] if one or not found else found[1]:
            old = blocks.value_at(live, uid, name)
            if isinstance(old, str) and old:
                yield old, str(blocks.value_at(after, uid, name) or "")


def caught_up(
    before: Document,
    after: Document,
    text: Document,
    answers: Mapping[str, Any] = NO_ANSWERS,
) -> Merge:
    """A text that grew from `before`, with all made in it that `after` has since."""
    merge = Merge(copy.deepcopy(text), answers)
    there = blocks.parts(after)
    for uid, part in blocks.parts(before).items():
        if uid not in there:
            blocks.drop(merge.document, Change("remove", uid, old=part.item))
            merge.drop_part(before, uid)
    for item in differences(before, after):
        if item.field != "order" and (item.uid or item.field not in SETTINGS):
            merge.make_field(before, after, (item.uid, item.field))
    merge.document = prune(merge.document)
    return merge


def same(one: Any, other: Any) -> bool:
    return bool(one == other or (empty(one) and empty(other)))
