"""What readers have, block by block, each with the form field that its model gives."""

from dataclasses import dataclass, replace
from itertools import groupby

from django.db import models

from desk.form.field_names import Places, column
from desk.form.fields import DayInput, TextArea
from explainer import blocks, prose
from explainer.blocks import Change
from explainer.difference import opcodes

# Kinds of fields that can be wrong; the others hold addresses, keys and settings.
TEXTS = ("plain", "prose", "date")
SETTINGS = ("src", "kind", "language", "desk", "original_language")


@dataclass(frozen=True)
class Block:
    """One block of what readers have, and the name of its field in the form."""

    name: str
    uid: str
    field: str
    index: int | None
    text: str
    model_field: models.Field
    number: int = 0
    whole_name: str = ""  # Of the field, of which this may be a paragraph.
    required: bool = False

    @property
    def place(self):
        return self.uid, self.field

    @property
    def input(self):
        return f"text-{self.number}"

    def has(self, words):
        return words.casefold() in self.text.casefold()

    def differs(self, typed):
        return tidy(typed) != tidy(self.text)

    def form_field(self):
        """The field of the desk's own form; whether it may be empty is asked later,
        since prose may lose a block and still say something."""
        is_date = isinstance(self.model_field, models.DateField)
        return self.model_field.formfield(
            label=self.name,
            initial=self.text,
            required=False,
            help_text="",
            widget=DayInput if is_date else TextArea,
        )

    def change(self, new):
        """The change by which it reads otherwise, or is taken out."""
        if self.index is None:
            new = " ".join(new.splitlines()) if self.is_line else new
        op = "replace" if new else "remove"
        return Change(op, self.uid, self.field, self.index, self.text, new)

    @property
    def is_line(self):
        return isinstance(self.model_field, models.CharField)


def tidy(text):
    return text.replace("\r\n", "\n").strip()


def blocks_in_order(owner, document):
    """Every block of a document, in reading order."""
    found = iter_blocks(owner, document)
    return [replace(block, number=number) for number, block in enumerate(found)]


def iter_blocks(owner, document):
    """Blocks without their number, in the order of the format; a list follows the field
    that it belongs to."""
    places = Places(owner)
    lists = {path: (items, fields) for path, items, fields in blocks.lists(document)}
    for key, field in blocks.fields_of(document).items():
        if field.kind == "object":
            for name, inner in field.items.items():
                place = ("", f"{key}.{name}", None)
                yield from of_field(places, place, inner, document.get(key, {}))
        elif field.kind != "list":
            yield from of_field(places, ("", key, None), field, document)
        for path in lists:
            if path.partition(".")[0] == key:
                yield from of_list(places, path, *lists[path])


def of_list(places, path, items, fields):
    for number, item in enumerate(items, 1):
        for name, field in fields.items():
            yield from of_field(places, (path, name, number), field, item)


def of_field(places, place, field, values):
    """The blocks of one field; none if it is empty or isn't a text."""
    part, full, number = place
    key = full.rpartition(".")[2]
    value = values.get(key)
    if not value or field.kind not in TEXTS or key in SETTINGS:
        return
    block = Block(
        name=places.name(part, full, number),
        uid=values["uid"] if part else "",
        field=full,
        index=None,
        text=value,
        model_field=model_field(places, part, full),
        whole_name=places.name(part, full, number),
        required=field.required or (field.needed and not values.get(field.instead)),
    )
    if field.kind != "prose":
        yield block
        return
    texts = prose.blocks(value)
    for index, text in enumerate(texts):
        name = block.name if len(texts) == 1 else f"{block.name}, {index + 1}"
        yield replace(block, name=name, index=index, text=text)


def model_field(places, part, field):
    """The field of the desk's tables that holds a field of the document."""
    head, _dot, rest = field.partition(".")
    if rest and head in places.models:
        part, field = head, rest
    if not part:
        return places.owner._meta.get_field(field.replace(".", "_"))
    model = places.models[part]
    return model._meta.get_field(column(model, field))


def match_blocks(old, new):
    """For each block of one text the block that it became in another, if it is there.

    In prose a block that reads as it did is found wherever it went.
    """
    after = {place: [*found] for place, found in by_place(new)}
    became = {}
    for place, found in by_place(old):
        before, now = [*found], after.get(place, [])
        texts = [[block.text for block in side] for side in (before, now)]
        for op, a, b, c, d in opcodes(*texts):
            if op == "equal" or (op == "replace" and b - a == d - c):
                became |= zip(before[a:b], now[c:d], strict=True)
    return became


def by_place(found):
    return groupby(found, key=lambda block: block.place)
