"""One place of a draft that two people have left in different states."""

import json
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from desk.conflict import raw_fields
from desk.form.fields import LineArea, ProseArea
from desk.form.part_formsets import key_of
from explainer import threeway
from explainer.difference import steps as steps_between
from explainer.threeway import Piece

SIGNS = {
    "theirs": lambda: _("Only they changed this"),
    "mine": lambda: _("Only you changed this"),
    "both": lambda: _("Both of you changed this"),
}


@dataclass
class Place:
    """A field; or, without one, a whole part or the order of parts."""

    name: str
    link: str  # The id of where it stands in the form.
    pieces: list
    field: object = None
    sign: str = ""

    @property
    def input(self):
        """The field's input, without what the admin puts around it."""
        outer = self.field and self.field.widget
        return getattr(outer, "widget", outer)

    @property
    def is_prose(self):
        return isinstance(self.input, ProseArea)

    @property
    def takes_both(self):
        """Whether one text can hold what both wrote."""
        values = forms.NumberInput | forms.DateInput | forms.DateTimeInput
        lines = isinstance(self.input, forms.TextInput | forms.Textarea)
        return lines and not isinstance(self.input, values)

    @property
    def is_long(self):
        """Whether it has paragraphs."""
        area = isinstance(self.input, forms.Textarea)
        return area and not isinstance(self.input, LineArea)

    @property
    def disputed(self):
        return [piece for piece in self.pieces if piece.whose]

    @property
    def whose(self):
        """Who changed it; what I alone changed needs no choice."""
        sides = {piece.whose for piece in self.disputed}
        return sides.pop() if len(sides) == 1 else "both" if sides else ""

    def preset(self, piece):
        """What is ticked before anybody has chosen: what loses least."""
        both = piece.whose == "both" and piece.theirs and piece.mine
        return "both" if both and self.takes_both else threeway.preset(piece)

    def choice(self, choices):
        """What was chosen of a place that is all of one piece."""
        (piece,) = self.disputed
        return choices.get(piece.key, threeway.preset(piece))

    def chosen(self, choices):
        """The text that the choices make, or None if it is mine as it stands."""
        taken = {choices.get(p.key, threeway.preset(p)) for p in self.disputed}
        if taken <= {"mine"}:
            return None
        if self.is_prose:
            return threeway.woven(self.pieces, choices)
        return self.pieces[0].chosen(taken.pop(), "\n\n" if self.is_long else " / ")

    def options(self):
        """Each stretch in dispute: its texts, and what can be chosen."""
        for number, piece in enumerate(self.disputed, 1):
            known = piece.loaded is not None
            both = piece.whose == "both" and piece.theirs and piece.mine
            yield {
                "key": piece.key,
                "number": number if len(self.disputed) > 1 else 0,
                "sign": self.sign or SIGNS[piece.whose](),
                "loaded": self.before(piece),
                "theirs": self.compared(piece.loaded, piece.theirs),
                "mine": self.compared(
                    piece.loaded if known else piece.theirs, piece.mine
                ),
                "preset": self.preset(piece),
                "both": self.takes_both and bool(both),
                "joined": piece.joined if self.takes_both else None,
            }

    def before(self, piece):
        """What was there; nothing is said of a new part, or if nobody knows."""
        is_new = self.field is None and not piece.loaded
        return None if piece.loaded is None or is_new else self.said(piece.loaded)

    def compared(self, loaded, text):
        """A text with what is new in it, and what is gone, against the loaded one."""
        text = self.said(text)
        if not text:
            return []  # The page says that.
        if loaded is None:
            return [("same", text)]
        steps = steps_between(self.said(loaded), text)
        alike = sum(len(piece.strip()) for op, piece in steps if op == "same")
        # Of a text that was written anew, what is gone would only be in the way.
        return steps if 3 * alike >= len(text) else [("ins", text)]

    def said(self, value):
        return value if self.field is None else display_value(self.field, value)

    @property
    def parts(self):
        """All its pieces, for the script that fills the field while one chooses."""
        gap = "\n\n" if self.is_long else " / "
        return json.dumps(
            [
                {"key": p.key, "theirs": p.theirs, "mine": p.mine}
                | {"both": p.chosen("both", gap)}
                if p.whose
                else p.mine
                for p in self.pieces
            ]
        )


def display_value(field, value):
    """A raw value as an editor knows it."""
    if raw_fields.is_tick(field):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ModelChoiceField):
        key = key_of(field.queryset, value)
        found = key and field.queryset.filter(pk=key).first()
        return str(found) if found else value
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))


def field_place(name, link, field, loaded, theirs, mine):
    """A field in three states; of prose, block by block."""
    texts = [text if text is None else text.strip() for text in (loaded, theirs, mine)]
    made = Place(name, link, [], field)
    if made.is_prose:
        made.pieces = [*threeway.pieces(*texts, place=link)]
    else:
        made.pieces = [Piece(*texts, place=link)]
    return made
