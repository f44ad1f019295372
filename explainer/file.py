"""Reads explainer files: what one says, or the path of every fault in it.

Pure. What comes out has a uid on every item of a list, whole objects where a bare
string stood, and dates in one form.
"""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from explainer.days import PRECISIONS, bygone, clip_day, span
from explainer.document import Document
from explainer.field import Field
from explainer.file_format import FILE, FILES
from explainer.finding import Finding
from explainer.format import QUESTION, STORY
from explainer.notation import FaultyFileError, objects, parse
from explainer.values import LISTS, LoginError, blank, excerpt, read_value, silent

# Stories that bring no id of their own get one that any later import finds again.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "explainer/1")

Fields = dict[str, Field]
FROZEN = {"explainer/1": STORY, "question/1": QUESTION}


def read_stories(text: str) -> list[Document]:
    """The stories of a file, each as the format has them."""
    return [story for _place, story in each_story(parse(text))]


def each_story(values: Iterable[Any]) -> Iterator[tuple[str, Document]]:
    """(place, story) of some values, one after another; behind the last come faults."""
    found: list[Finding] = []
    reader = Reader(found)
    for number, item in enumerate(values):
        place = f"stories[{number}]"
        yield place, reader.story(item, place)
    if found:
        raise FaultyFileError(found)


def default_id(slug: str, form: str = "explainer/1") -> str:
    """The id of a story or a question whose file brings none."""
    name = f"question:{slug}" if form.startswith("question/") else slug
    return str(uuid.uuid5(NAMESPACE, name))


def format_faults(document: Document) -> list[Finding]:
    """What the format finds wrong with a frozen document."""
    found: list[Finding] = []
    Reader(found).fields(document, FROZEN[document["format"]], "")
    return [Finding(fault.place.lstrip("."), fault.message) for fault in found]


def freeze(item: Document, fields: Fields) -> Document:
    """What a document has of a file: nothing that belongs to shared rows."""
    made: Document = {}
    for key, field in fields.items():
        if key not in item or field.file_only:
            continue
        if field.kind == "object":
            made[key] = freeze(item[key], field.items)
        elif field.kind == "list":
            made[key] = [freeze(part, field.items) for part in item[key]]
        else:
            made[key] = item[key]
    return made


def with_slug(items: list[Document]) -> list[Document]:
    """Those of some items that say which row they mean: a draft's may not yet."""
    return [item for item in items if "slug" in item]


class Reader:
    """Walks a file beside the format and collects faults as it goes."""

    def __init__(self, found: list[Finding]):
        self.found = found
        self.had = False  # Whether readers had the text that is being read.

    def fault(self, place: str, message: str) -> None:
        self.found.append(Finding(place, message))

    def story(self, value: Any, path: str) -> Document:
        """One story of a file with its older editions; faults are collected."""
        if not isinstance(value, dict):
            self.fault(path, _("must be an object"))
            return {}
        fields = FILES.get(str(value.get("format")), FILE)
        self.had = bool(value.get("published_at") or value.get("editions"))
        self.label_bygone(value, path)
        story = self.fields(value, fields, path)
        if "id" not in story and "slug" in story:
            story["id"] = default_id(story["slug"], story.get("format", ""))
        texts = [("", story)]
        for number, edition in enumerate(story.get("editions", [])):
            text = edition.get("text", {})
            text["id"] = story.get("id")
            texts.append((f".editions[{number}].text", text))
        for place, text in texts:
            self.refuse_twins(text, fields, path + place)
            if "id" in story:
                number_parts(text, fields, uuid.UUID(story["id"]))
        return story

    def label_bygone(self, text: Any, path: str) -> None:
        """No column keeps a day before the year 1, or what is no one day: it stands in
        place of a date."""
        for place, event in objects(text, "timeline"):
            precision = event.get("precision") or "day"
            said = str(event.get("date"))
            is_span = bool(span(said))
            if precision in PRECISIONS and (is_span or bygone(said)):
                if event.get("label"):
                    message = _("a day before the year 1 takes the place of the label")
                    if is_span:
                        message = _("such a date takes the place of the label")
                    self.fault(f"{path}.{place}.label", message)
                event.pop("date")
                event["label"] = said if is_span else clip_day(said, precision)
                event.pop("precision", None)
        for place, edition in objects(text, "editions"):
            self.label_bygone(edition.get("text"), f"{path}.{place}.text")

    def fields(self, value: Document, fields: Fields, path: str) -> Document:
        """The fields of one object that say something."""
        for key in getattr(value, "twice", ()):
            self.fault(f"{path}.{excerpt(key)}", _("is there twice"))
        for key in value:
            if key not in fields:
                self.fault(f"{path}.{excerpt(key)}", _("unknown key"))
        read = {}
        for key, field in fields.items():
            item = value.get(key)
            if blank(item):
                if field.required:
                    self.fault(f"{path}.{key}", _("missing"))
                continue
            made = self.value(item, field, f"{path}.{key}")
            if made is not None:
                read[key] = made
        return read

    def value(self, value: Any, field: Field, path: str) -> Any:
        """One value in the form that the document has it, or None after a fault."""
        if field.kind == "object":
            if isinstance(value, dict):
                return self.fields(value, field.items, path)
            return self.fault(path, _("must be an object"))
        if field.kind == "list" or field.kind in LISTS:
            if not isinstance(value, list):
                return self.fault(path, _("must be a list"))
            read = self.items if field.kind == "list" else self.bare
            return read(value, field, path)
        try:
            return read_value(value, field)
        except LoginError as error:
            # Readers had it so: the record says what was, and nobody is shown it.
            cited = path.endswith((".url", ".archive_url"))
            return error.address if self.had and cited else self.fault(path, str(error))
        except ValueError as error:
            return self.fault(path, str(error))

    def bare(self, value: list[Any], field: Field, path: str) -> Any:
        """A list of texts, keys or addresses."""
        joined = field.kind == "keys"
        one = Field(LISTS[field.kind], limit=0 if joined else field.limit)
        made = []
        for number, item in enumerate(value):
            place = f"{path}[{number}]"
            if blank(item):
                self.fault(place, _("says nothing"))
            else:
                made.append(self.value(item, one, place))
        if None in made or len(made) < len(value):
            return None
        size = len(" ".join(made)) if joined else 0
        if size > field.limit:
            message = _("has {} characters with the spaces; {} fit")
            return self.fault(path, message.format(size, field.limit))
        return made

    def items(self, value: list[Any], field: Field, path: str) -> list[Document]:
        """The items of a list; a bare text stands for its obvious field."""
        made = []
        for number, item in enumerate(value):
            place = f"{path}[{number}]"
            if isinstance(item, str) and field.obvious:
                item = {field.obvious: item}
            if not isinstance(item, dict):
                self.fault(place, _("must be an object"))
            elif silent(item) and "uid" not in item:
                self.fault(place, _("says nothing"))
            else:
                made.append(self.fields(item, field.items, place))
        self.refuse_repeated(made, path)
        return made

    def refuse_repeated(self, items: list[Document], path: str) -> None:
        """Two items of a list that go by one name; a uid tells two slugs apart."""
        seen: set[tuple[str, str]] = set()
        for number, item in enumerate(items):
            for name in ("key", "slug"):
                said = (name, item.get(name, ""))
                if said in seen and not (name == "slug" and "uid" in item):
                    place = f"{path}[{number}].{name}"
                    message = _('"{}" is in this list already').format(said[1])
                    self.fault(place, message)
                if said[1]:
                    seen.add(said)

    def refuse_twins(self, story: Document, fields: Fields, path: str) -> None:
        """One uid for two items: it says which item an edit or a correction means."""
        groups = [[*item_lists(story, fields, f"{path}.")]]
        for number, question in enumerate(story.get("questions", [])):
            # A question numbers its own answers and sources by itself.
            at = f"{path}.questions[{number}]"
            own = ("answers", "sources")
            groups.append([(f"{at}.{key}", question.get(key, [])) for key in own])
        for group in groups:
            seen: set[str] = set()
            for at, items in group:
                for number, item in enumerate(items):
                    uid = item.get("uid")
                    if uid in seen:
                        self.fault(f"{at}[{number}].uid", _("is another item's too"))
                    if uid:
                        seen.add(uid)


def item_lists(
    value: Document, fields: Fields, at: str = ""
) -> Iterator[tuple[str, list[Document]]]:
    """Every list of a story's items, with its path."""
    for key, field in fields.items():
        if field.kind == "object":
            yield from item_lists(value.get(key, {}), field.items, f"{at}{key}.")
        elif field.kind == "list" and not field.file_only:
            yield f"{at}{key}", value.get(key, [])


def number_parts(story: Document, fields: Fields, owner: uuid.UUID) -> None:
    """Give every item of a list a uid that another reading gives it again."""
    lists = [*item_lists(story, fields)]
    taken = {item.get("uid") for _path, items in lists for item in items}
    for path, items in lists:
        named = [
            (item.get("key") or item.get("slug") or "", str(number), item)
            for number, item in enumerate(items)
        ]
        # An item's own name goes before another's number.
        for own, number, item in sorted(named, key=lambda one: not one[0]):
            name = own or number
            while "uid" not in item:
                uid = str(uuid.uuid5(owner, f"{path}:{name}"))
                if uid not in taken:
                    item["uid"] = uid
                    taken.add(uid)
                name += "+"
