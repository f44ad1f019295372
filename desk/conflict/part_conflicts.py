"""The parts of a draft that two people have left in different states."""

from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.conflict import raw_fields
from desk.conflict.place_conflict import Place, display_value, field_place
from explainer import threeway
from explainer.threeway import Piece


class Parts:
    """The parts of one kind."""

    def __init__(self, conflict, formset):
        self.formset, self.prefix = formset, formset.prefix
        self.kind = capfirst(str(formset.model._meta.verbose_name))
        self.loaded = conflict.loaded and conflict.loaded.rows[self.prefix]
        self.theirs = conflict.theirs.rows[self.prefix]
        self.mine = conflict.mine.rows[self.prefix]

    @cached_property
    def places(self):
        every = {**self.mine, **self.theirs}
        found = [place for uid in every for place in self.places_of(uid)]
        return found + self.reordered

    def places_of(self, uid):
        """Where the states of one part differ."""
        mine, theirs = self.mine.get(uid), self.theirs.get(uid)
        if mine and theirs and not mine.is_deleted:
            return self.fields(uid, mine, theirs)
        if mine and mine.is_deleted:
            return [self.whole(uid, theirs, None)] if theirs else []
        if mine or uid not in (self.loaded or {}):
            return [self.whole(uid, theirs, mine)]
        return []  # It was never in the form: it stays as they left it.

    def fields(self, uid, mine, theirs):
        """One `Place` for each field of a part; `mine` and `theirs` are its rows. What
        I loaded is "" for a part that came later, None if nobody knows."""
        old = (self.loaded or {}).get(uid)
        number = self.number(uid)
        made = []
        for name, text in mine.said.items():
            field = self.formset.form.base_fields[name]
            # Of a part that is newer than what I loaded, each of us made our own.
            nothing = None if self.loaded is None else ""
            loaded = old.said.get(name) if old else nothing
            label = f"{self.kind} {number}: {field.label}"
            link = f"id_{self.prefix}-{number - 1}-{name}"
            texts = loaded, theirs.said[name], text
            made.append(field_place(label, link, field, *texts))
        return made

    def whole(self, uid, theirs, mine):
        """A part that only one of us has."""
        old = (self.loaded or {}).get(uid)
        was_here = mine.is_saved if mine else uid in self.mine
        unknown = self.loaded is None and was_here
        loaded = None if unknown else self.text(old)
        piece = Piece(
            loaded, self.text(theirs), self.text(mine), f"{self.prefix} {uid}"
        )
        had = bool(old) or unknown
        number = self.number(uid)
        sign = whole_sign(piece.whose, theirs, had)
        link = f"{self.prefix}-{number - 1}" if uid in self.mine else ""
        return Place(f"{self.kind} {number}", link, [piece], sign=sign)

    def text(self, row):
        """A part in lines, as one reads it."""
        if row is None:
            return ""
        fields = self.formset.form.base_fields
        ticks = {name for name in row.said if raw_fields.is_tick(fields[name])}
        lines = [
            display_value(fields[name], text.strip())
            for name, text in row.said.items()
            if text.strip() and name not in ticks
        ]
        return "\n".join(lines)

    def number(self, uid):
        """Which one it is in the form, or in theirs if it isn't there."""
        if uid in self.shown:
            return self.shown[uid]
        rows = self.theirs if uid in self.theirs else self.mine
        return [*rows].index(uid) + 1

    @cached_property
    def shown(self):
        """The number of every part that the form shows."""
        if self.formset.max_num == 1:
            return {raw_fields.ONLY: 1}
        rows = raw_fields.sent_rows(self.formset.data, self.prefix)
        return {raw_fields.uid_of(row): place for place, row in enumerate(rows, 1)}

    @cached_property
    def orders(self):
        """The parts' order as it was, as theirs is and as mine is."""
        kept = [uid for uid, row in self.mine.items() if not row.is_deleted]
        mine = sorted(kept, key=lambda uid: position(self.mine[uid]))
        return self.loaded and [*self.loaded], [*self.theirs], mine

    @cached_property
    def reordered(self):
        """The place that says that parts were moved, if they were."""
        known = [order for order in self.orders if order is not None]
        *loaded, theirs, mine = threeway.common_orders(*known)
        texts = [self.listed(order) for order in (theirs, mine)]
        before = self.listed(loaded[0]) if loaded else None
        piece = Piece(before, *texts, place=f"{self.prefix} order")
        many = capfirst(str(self.formset.model._meta.verbose_name_plural))
        name = _("%(parts)s: their order") % {"parts": many}
        return [Place(name, f"{self.prefix}-group", [piece])] if piece.whose else []

    def listed(self, uids):
        rows = {**self.theirs, **self.mine}
        texts = [next(filter(None, rows[uid].said.values()), "") for uid in uids]
        numbers = {uid: place for place, uid in enumerate(self.theirs, 1)}
        return "\n".join(
            f"{numbers[uid]}. {text[:60]}"
            for uid, text in zip(uids, texts, strict=True)
        )

    def merge_into(self, data, choices):
        """Write the rows that the choices make into what the form sent."""
        rows, changed = {}, False
        for uid, row in {**self.theirs, **self.mine}.items():
            rows[uid], touched = self.merged_row(uid, row, choices)
            changed = changed or touched
        order = self.merged_order(choices)
        if not changed and order == self.orders[2]:
            return
        made = {uid: sent_ for uid, sent_ in rows.items() if sent_ is not None}
        for place, uid in enumerate(uid for uid in order if uid in made):
            made[uid] = made[uid] | {"position": [str(place)]}
        raw_fields.replace_rows(data, self.prefix, made.values())

    def merged_order(self, choices):
        _loaded, theirs, mine = self.orders
        taken = self.reordered and self.reordered[0].choice(choices)
        both = (theirs, mine) if taken == "theirs" else (mine, theirs)
        return threeway.merge_orders(*both)

    def merged_row(self, uid, row, choices):
        """(what is sent of one part, or None if it goes; whether it isn't mine)."""
        mine, theirs = self.mine.get(uid), self.theirs.get(uid)
        places = self.places_of(uid)
        if mine and theirs and not mine.is_deleted:
            return self.changed_row(mine, places, choices)
        if not places or not places[0].whose:
            return row.sent, not mine
        if places[0].choice(choices) == "mine":
            # To leave out what they added is to delete it.
            gone = {} if mine else {"DELETE": [raw_fields.TICKED]}
            return row.sent | gone, not mine
        return theirs.sent if theirs else None, True

    def changed_row(self, row, places, choices):
        """A part that both have, with what was chosen of its fields."""
        made = {**row.sent}
        for place in places:
            value = place.chosen(choices) if place.whose else None
            if value is not None:
                name = place.link.rpartition("-")[2]
                raw_fields.write(made, name, [value], place.field)
        return made, made != row.sent


def position(row):
    """Where a row wants to stand; one that doesn't say goes last."""
    text = raw_fields.raw(row.sent.get("position"))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 10**9


def whole_sign(whose, theirs, had):
    """What became of a part that only one of us has."""
    if not had:
        return _("They added this") if theirs else _("You added this")
    if theirs:
        changed = whose == "both"
        return (
            _("You deleted this; they changed it") if changed else _("You deleted this")
        )
    changed = whose == "both"
    return _("They deleted this; you changed it") if changed else _("They deleted this")
