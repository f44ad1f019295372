"""What a comment or a lock note is about: a place of the text, found in its form."""

import re
import uuid
from functools import cached_property

from django.utils.translation import gettext as _

from desk.form.field_names import Places, column
from explainer import blocks
from explainer.difference import differences

# An input of a part's row, as the form names it.
INPUT = re.compile(r"(?P<prefix>[a-z_]{1,60})-\d{1,4}-(?P<column>[a-z_]{1,60})")


class Anchors:
    """The places of one document by (uid, field); no uid is the story itself."""

    def __init__(self, owner, document):
        self.document = document or {"format": f"{owner.path_kind}/"}
        self.places = Places(owner)

    @cached_property
    def parts(self):
        """Every part by uid: the path of its list, its number, what it says."""
        return blocks.parts(self.document)

    @cached_property
    def values(self):
        """Every text of the document, in its order."""
        return {
            (uid, field): value
            for (uid, _part, field), value in blocks.flat(self.document).items()
            if isinstance(value, str) and field not in ("src", *blocks.IDENTITY)
        }

    def name(self, uid, field):
        if not uid:
            return self.places.name("", field) if field else _("All of it")
        if uid not in self.parts:
            return _("A part that is gone, or not saved yet")
        path, number, _item = self.parts[uid]
        return self.places.name(path, field, number)

    def text(self, uid, field):
        """What the place says now; of a whole part, all its texts."""
        if field or not uid:
            return self.values.get((uid, field), "")
        mine = [value for (of, _field), value in self.values.items() if of == uid]
        return "\n".join(mine)

    @property
    def choices(self):
        """The places that have a text, and the parts as a whole, to choose from."""
        places = dict.fromkeys(
            place
            for uid, field in self.values
            for place in ([(uid, ""), (uid, field)] if uid else [(uid, field)])
        )
        return [(f"{uid}:{field}", self.name(uid, field)) for uid, field in places]

    def column(self, uid, field):
        """The end of the input's name in the form, or the whole of it."""
        if uid in self.parts:
            path, _number, _item = self.parts[uid]
            return column(self.places.models[path], field)
        head, _dot, rest = field.partition(".")
        if rest and head in self.places.models:
            name = column(self.places.models[head], rest)
            return f"{self.places.prefix(head)}-0-{name}"
        return field.replace(".", "_")

    def field_id(self, uid, field):
        """The id of the input in the form as it was saved."""
        name = self.column(uid, field)
        if uid in self.parts:
            path, number, _item = self.parts[uid]
            row = f"{self.places.prefix(path)}-{number - 1}"
            return self.places.field_id(path, name, number) if name else row
        return f"id_{name}" if name and not uid else ""

    def said(self, said):
        """The place that a choice names, or None: "uid:field"."""
        uid, _colon, field = said.partition(":")
        whole = uid in self.parts and not field
        return (uid, field) if whole or (uid, field) in self.values else None

    def of_input(self, name, uid):
        """The place that an input of the form is about, saved or not; or None."""
        found = INPUT.fullmatch(name)
        if not found:
            fields = blocks.own({}, blocks.fields_of(self.document))
            own = {field.replace(".", "_"): field for field, _value in fields}
            return ("", own[name]) if name in own else None
        for path, model in self.places.models.items():
            if self.places.prefix(path) == found["prefix"]:
                return self.of_column(path, model, found["column"], uid)
        return None

    def of_column(self, path, model, name, uid):
        if name not in model.FROZEN:
            return None
        key = model.RENAMED.get(name, name)
        if path == "image":
            return "", f"image.{key}"
        try:
            return str(uuid.UUID(uid)), key
        except ValueError:
            return None


def changed_places(old, new):
    """The places that read differently in two documents."""
    found = differences(old, new)
    return {(item.uid, item.field) for item in found if item.field != "order"}


def notes_on_changes(notes, old, new):
    """The notes on places that read otherwise in the newer of two documents."""
    if not old:
        return [*notes]
    places = changed_places(old, new)
    places |= {(uid, "") for uid, _field in places}
    return [note for note in notes if (note.uid, note.field) in places]
