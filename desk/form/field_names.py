"""Names for the places of a document, and where in the form each one is edited."""

import re
from functools import cache

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stories.models.freezing import part_models

PLACE = re.compile(r"^(?P<part>[a-z_.]+)\[(?P<number>\d+)\]\.(?P<field>\w+)$")


class Places:
    """Of one story or question; parts are known by the path of their list."""

    def __init__(self, owner):
        self.owner = owner
        self.models = part_models(owner)
        # The words of a model are asked for once, not for each of its parts.
        self.kind, self.label = cache(kind), cache(label)

    def name(self, part, field, number=None):
        """What an editor calls a field, for example "Key point 3: text"."""
        if not part:
            return self.own_name(field)
        model = self.models[part]
        name = self.kind(model)
        name = name if number is None else f"{name} {number}"
        return f"{name}: {self.label(model, field)}" if field else name

    def own_name(self, field):
        head, _dot, rest = field.partition(".")
        if rest and head in self.models:
            return self.name(head, rest)
        return capfirst(self.label(type(self.owner), field.replace(".", "_")))

    def many(self, part):
        return capfirst(str(self.models[part]._meta.verbose_name_plural))

    def field_id(self, part, field, number=None):
        """The id of the field in the change form."""
        head, _dot, rest = field.partition(".")
        if not part and rest and head in self.models:  # of which there is one at most
            return self.field_id(head, column(self.models[head], rest), 1)
        if not part:
            return f"id_{field.replace('.', '_')}"
        return f"id_{self.prefix(part)}-{number - 1}-{field}"

    def prefix(self, part):
        """How the names of a part's inputs begin."""
        model = self.models[part]
        link = model._meta.get_field(model.OWNER)
        return link.remote_field.get_accessor_name()

    def of_finding(self, place):
        """The name and the form field of a place like `key_points[2].text`."""
        if found := PLACE.match(place):
            number = int(found["number"]) + 1
            field = column(self.models[found["part"]], found["field"])
            return (
                self.name(found["part"], found["field"], number),
                self.field_id(found["part"], field, number),
            )
        if place in self.models:
            return self.many(place), f"{self.prefix(place)}-group"
        return self.name("", place), self.field_id("", place)


def column(model, key):
    """The model's name for a key of the document."""
    renamed = {new: old for old, new in model.RENAMED.items()}
    return renamed.get(key, key)


def kind(model):
    return capfirst(str(model._meta.verbose_name))


def label(model, key):
    name = column(model, key) if hasattr(model, "RENAMED") else key
    try:
        return str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return {"focal": _("focal point")}.get(name, name)
