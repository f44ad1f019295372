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
from explainer.threeway import Piece, pieces
from explainer.wordmerge import carries, join, says_again

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
    """The other text with a correction made, and where nobody knows how."""

    document: Document
    touches: list[Touch] = field(default_factory=list)


def correct(
    live: Document,
    changes: Iterable[Change],
    text: Document,
    answers: Mapping[str, Any] = NO_ANSWERS,
) -> Merge:
    """A text with changes to what is live made in it.

    `answers` has by key what is to stand where words touch. What is touched and has
    no answer stays as it is.
    """
    changes = [*changes]
    made, left = blocks.merge_changes(text, changes)
    fits = [change for change in changes if change not in left]
    merge = Merge(made)
    before, after = (
        blocks.merge_changes(live, fits)[0],
        blocks.merge_changes(live, changes)[0],
    )
    for uid, name in dict.fromkeys((change.uid, change.field) for change in left):
        if name:
            merge_field(merge, (before, after), uid, name, answers)
        else:
            drop_part(merge, before, uid, answers)
    for uid, name in dict.fromkeys((change.uid, change.field) for change in fits):
        if name and not any((t.uid, t.field) == (uid, name) for t in merge.touches):
            ask_again(merge, (live, after, text), uid, name, answers)
    places = {(change.uid, change.field) for change in changes}
    ask_elsewhere(merge, (live, after), places, answers)
    merge.document = prune(made)
    return merge


def ask_again(
    merge: Merge,
    texts: tuple[Document, Document, Document],
    uid: str,
    name: str,
    answers: Mapping[str, Any],
) -> None:
    """Ask about a text in which the wrong words went, and stand elsewhere too."""
    found = blocks.holder(merge.document, uid)
    place = found and blocks.step_into(found, name)
    if not place or place[2].kind != "prose":
        return
    target, key, _kind = place
    old, new, now = (value_of(text, uid, name) for text in texts)
    whole = Touch(uid, name, old, new, now)
    if whole.key in answers:
        target[key] = str(answers[whole.key])
    elif says_again(old, new, target.get(key, "")):
        target[key] = now
        merge.touches.append(whole)


def ask_elsewhere(
    merge: Merge,
    texts: tuple[Document, Document],
    places: set[tuple[str, str]],
    answers: Mapping[str, Any],
) -> None:
    """Ask about wrong words that the other text has taken to another place."""
    wrong = [*corrected_texts(*texts, places)]
    asked = {(touch.uid, touch.field) for touch in merge.touches}
    for found in differences(texts[0], merge.document):
        uid, name = found.uid, found.field
        held = blocks.holder(merge.document, uid)
        place = held and blocks.step_into(held, name)
        if not place or place[2].kind not in WORDS or (uid, name) in places | asked:
            continue
        target, key, _kind = place
        had, now = str(found.old or ""), target.get(key, "")
        touch = Touch(uid, name, had, had, now)
        if touch.key in answers:
            target[key] = str(answers[touch.key])
        elif any(carries(*pair, now) and not carries(*pair, had) for pair in wrong):
            merge.touches.append(touch)


def corrected_texts(
    live: Document, after: Document, places: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Each text that a correction changed, before and after; of a part all of them."""
    for uid, one in places:
        found = blocks.holder(live, uid)
        names = [one] if one or not found else [*found[1]]
        for name in names:
            old = value_of(live, uid, name)
            if isinstance(old, str) and old:
                yield old, str(value_of(after, uid, name) or "")


def caught_up(
    before: Document,
    after: Document,
    text: Document,
    answers: Mapping[str, Any] = NO_ANSWERS,
) -> Merge:
    """A text that grew from `before`, with all made in it that `after` has since."""
    merge = Merge(copy.deepcopy(text))
    for _path, items, _fields in blocks.lists(before):
        for item in items:
            uid = item.get("uid", "")
            if uid and blocks.holder(after, uid) is None:
                blocks.drop(merge.document, Change("remove", uid, old=item))
                drop_part(merge, before, uid, answers)
    for found in differences(before, after):
        if found.field != "order" and (found.uid or found.field not in SETTINGS):
            merge_field(merge, (before, after), found.uid, found.field, answers)
    merge.document = prune(merge.document)
    return merge


def drop_part(
    merge: Merge, before: Document, uid: str, answers: Mapping[str, Any]
) -> None:
    """Take out a part that reads otherwise here, if somebody said so."""
    now, had = blocks.holder(merge.document, uid), blocks.holder(before, uid)
    if now is None:
        return
    touch = Touch(uid, "", had and had[0], "", now[0])
    if answers.get(touch.key) == "":
        blocks.drop(merge.document, Change("remove", uid, old=now[0]))
    else:
        merge.touches.append(touch)


def merge_field(
    merge: Merge,
    texts: tuple[Document, Document],
    uid: str,
    name: str,
    answers: Mapping[str, Any],
) -> None:
    """Make in one field what became of it; in a part that is gone there is nothing."""
    found = blocks.holder(merge.document, uid)
    place = found and blocks.step_into(found, name)
    if not place:
        return
    target, key, kind = place
    old, new = (value_of(text, uid, name) for text in texts)
    now = target.get(key, "")
    if kind.kind == "prose":
        target[key] = in_prose(merge, (uid, name), (old, new, now), answers)
    else:
        touch = Touch(uid, name, old, new, now)
        target[key] = settle(merge, touch, answers, by_word=kind.kind == "plain")


def value_of(document: Document, uid: str, name: str) -> Any:
    found = blocks.holder(document, uid)
    place = found and blocks.step_into(found, name)
    return place[0].get(place[1], "") if place else ""


def in_prose(
    merge: Merge,
    place: tuple[str, str],
    texts: tuple[str, str, str],
    answers: Mapping[str, Any],
) -> str:
    """A text of all its stretches, each as one or both of the others have it.

    Where a paragraph was parted or moved, the wrong words may stand in a stretch that
    is compared with another: then somebody is asked about the whole text.
    """
    made, free, asked = [], [], len(merge.touches)
    for piece in pieces(*texts):
        touch = Touch(*place, piece.loaded, piece.theirs, piece.mine)
        count = len(merge.touches)
        made.append(settle(merge, touch, answers, by_word=True))
        if len(merge.touches) == count and touch.key not in answers:
            free.append(made[-1])
    whole = Touch(*place, *texts)
    if whole.key in answers:
        del merge.touches[asked:]
        return str(answers[whole.key])
    if says_again(*texts[:2], "\n\n".join(free)):
        merge.touches[asked:] = [whole]
        return texts[2]
    return "\n\n".join(filter(None, made))


def settle(
    merge: Merge, touch: Touch, answers: Mapping[str, Any], *, by_word: bool
) -> Any:
    """What is to stand in one place; as it is, if nobody can know."""
    before, after, now = touch.before, touch.after, touch.now
    if same(now, after) or same(before, after):
        return now
    if same(now, before):
        return after
    if by_word and (text := join(before, after, now)) is not None:
        return text
    if touch.key in answers:
        return answers[touch.key]
    merge.touches.append(touch)
    return now


def same(one: Any, other: Any) -> bool:
    return bool(one == other or (empty(one) and empty(other)))
