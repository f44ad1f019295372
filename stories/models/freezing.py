"""Between the working copy's tables and its document, in both directions.

`assemble` is the one builder: tables and unsaved forms alike go through it. Parts are
found by their link to the owner, so that a new kind of part needs no word here.
"""

import datetime as dt
from functools import cache
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from explainer.addresses import normalise_url
from explainer.document import prune
from explainer.format import items_of
from images.models import Image
from people.compiled_writing import insert, insert_one
from people.desks import Desk
from sources.models.source import Source
from stories.models.tags import StoryTag, Tag

# What parts are sorted by, here: a query that does it takes a fifth longer to be made.
PLACE = attrgetter("position", "pk")


def part_models(owner):
    """The models of the parts of an owner, or of a kind, by the path of their list."""
    links = owner._meta.related_objects
    return {
        link.related_model.KEY: link.related_model
        for link in links
        if getattr(link.related_model, "OWNER", "") == link.field.name
    }


def freeze(owner, parts=None):
    """The document of the working copy as the tables have it.

    `parts` are its own by path, from who has read them.
    """
    tags = owner.tags.slugs() if hasattr(owner, "tags") else ()
    return assemble(owner, parts or parts_by_path(owner), tags)


def parts_by_path(owner):
    return {path: parts_of(owner, model) for path, model in part_models(owner).items()}


def parts_of(owner, model):
    """An owner's parts of one kind, with what their documents name."""
    links = links_of(model)
    parts = model.objects.filter(**{model.OWNER: owner}).order_by()
    parts = parts.select_related(*links) if links else parts
    return sorted(parts, key=PLACE)


@cache
def links_of(model):
    """The fields of a kind of part that lead to rows which its documents name."""
    names = [name for name in model.FROZEN if name not in model.SPLIT]
    return [name for name in names if model._meta.get_field(name).is_relation]


def assemble(owner, parts, tags=()):
    """The document of an owner with these parts, by path; nothing need be saved."""
    shape, *_ = owner.FORMAT["format"].choices
    document = {"format": shape, "id": str(owner.pk)}
    document |= {name: plain(getattr(owner, name)) for name in owner.FROZEN}
    for path, items in parts.items():
        head, _, rest = path.partition(".")
        listed = [freeze_part(part) for part in items]
        if rest:
            document.setdefault(head, {})[rest] = listed
        else:
            document[head] = listed[0] if head == "image" and listed else listed
    if owner.path_kind == "story":
        document["desk"] = owner.desk.slug if owner.desk else ""
        document["tags"] = sorted(tags)
        document["conversation"] |= {
            "title": owner.conversation_title,
            "tagline": owner.conversation_tagline,
        }
    return prune(document)


def freeze_part(part):
    """One part as the document lists it."""
    item = {} if part.KEY == "image" else {"uid": str(part.uid)}
    fields = items_of(part.KEY)
    for name in part.FROZEN:
        value, key = getattr(part, name), part.RENAMED.get(name, name)
        if isinstance(value, Image):
            item |= {"src": value.name, "width": value.width, "height": value.height}
        else:
            item[key] = value.split() if fields[key].kind == "keys" else plain(value)
    return item


def plain(value):
    """A field's value as JSON has it; a link is the slug of what it leads to."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return getattr(value, "slug", value)


def thaw(owner, document):
    """Write a document into the tables, part by part, matched by uid.

    Returns what could not be brought back because it no longer exists.
    """
    return rewrite(owner, document).lost


class Rewritten(NamedTuple):
    """What the tables have now, as `freeze` says it, and what is lost of a text."""

    document: dict
    lost: list


def rewrite(owner, document, *, sources=None, parts=None, known=()):
    """Write a document into the tables as `thaw` does; returns it as `Rewritten`.

    `sources` has by uid the shared source of a citation, `parts` by path those that
    the owner has, from who has read them: none of an owner that is new. `known` are
    rows that it names, by model and name.
    """
    finder = Finder(document, sources)
    finder.known.update(known)
    models = part_models(owner)
    items = {model: items_at(document, path) for path, model in models.items()}
    finder.learn(items)
    tell(owner, document, finder)
    is_new = owner._state.adding
    insert_one(owner) if is_new else owner.save()
    tags = {finder.tag(slug) for slug in document.get("tags", [])}
    if is_new:
        insert(StoryTag, [StoryTag(tag=tag, content_object=owner) for tag in tags])
    elif hasattr(owner, "tags") and (tags or parts != {}):
        owner.tags.replace(tags)
    parts = parts_by_path(owner) if parts is None else parts
    made = {
        path: thaw_parts(owner, model, parts.get(path, ()), items[model], finder)
        for path, model in models.items()
    }
    slugs = {tag.slug for tag in tags}
    return Rewritten(assemble(owner, made, slugs), finder.lost)


def tell(owner, document, finder):
    """Set the owner's own fields from the document; nothing is saved."""
    for name in owner.FROZEN:
        field = owner._meta.get_field(name)
        setattr(owner, name, field_value(field, document.get(name)))
    if owner.path_kind == "story":
        talk = document.get("conversation", {})
        owner.conversation_title = talk.get("title", "")
        owner.conversation_tagline = talk.get("tagline", "")
        owner.desk = finder.find(Desk, document.get("desk"))


def items_at(document, path):
    head, _, rest = path.partition(".")
    found = document.get(head, {} if rest or head == "image" else [])
    if rest:
        return found.get(rest, [])
    return ([found] if found else []) if head == "image" else found


def thaw_parts(owner, model, mine, items, finder):
    """Make `mine`, an owner's parts of one kind, those of the document, in its order.

    What is new goes in at once, and what reads as it did is left alone.
    """
    # A story has one picture at the top, which needs no uid to be found.
    had = {None if model.KEY == "image" else str(part.uid): part for part in mine}
    parts, new = [], []
    for position, item in enumerate(items):
        part = had.pop(item.get("uid"), None)
        before = part and kept_of(part, finder)
        part = part or model(**{model.OWNER: owner})
        if item.get("uid"):
            part.uid = UUID(item["uid"])
        part.position = position
        if not fill_part(part, item, finder):
            if part.pk:
                had[item.get("uid")] = part
            continue
        parts.append(part)
        if not part.pk:
            new.append(part)
        elif before != kept_of(part, finder):
            part.save()
    insert(model, new)
    if had:
        model.objects.filter(pk__in=[part.pk for part in had.values()]).delete()
    return parts


def kept_of(part, finder):
    """All that a part's row keeps of a text, to see whether it is another now."""
    is_cited = "source" in part.UNFROZEN and str(part.uid) in finder.cited
    return freeze_part(part), part.position, is_cited and part.source_id


def fill_part(part, item, finder):
    """Set a part's fields from the document; False if what it is about is gone."""
    for name in part.FROZEN:
        if name in part.SPLIT:
            setattr(part, name, item.get(name) or part.SPLIT[name])
            continue
        field = part._meta.get_field(name)
        if field.is_relation:
            named = item.get(link_key(part, name))
            value = finder.find(field.related_model, named)
            # A figure whose picture is gone is one only if it is a table.
            is_about = name == part.ABOUT and not item.get("table")
            if named and value is None and is_about:
                return False
        else:
            value = field_value(field, item.get(part.RENAMED.get(name, name)))
        setattr(part, name, value)
    if "source" in part.UNFROZEN:
        if item.get("uid") in finder.cited:
            part.source = finder.cited[item["uid"]]
        elif part.source_id is None:
            part.source = finder.source(item.get("url", ""))
    return True


def link_key(part, name):
    """The key under which a document has what a part's link leads to."""
    return part.RENAMED.get(name, name)


def field_value(field, value):
    """A document's value as the field has it, or the field's default."""
    if value in (None, "", []):
        return field.get_default()
    if isinstance(value, list):
        return " ".join(value)
    return field.to_python(value)


def named_by(model):
    """The column that holds a row's name in documents."""
    return "name" if model is Image else "slug"


class Finder:
    """Rows that a document names by slug, and the names that it sought in vain."""

    def __init__(self, document, cited=None):
        self.document = document
        self.cited = cited or {}  # Shared sources by the uids of their citations.
        self.lost = []
        self.known = {}
        self.sources = {}

    def learn(self, items):
        """Fetch together what parts name; `items` has those of each kind."""
        named, urls = {}, []
        for part, listed in items.items():
            for name in links_of(part):
                found = named.setdefault(part._meta.get_field(name).related_model, [])
                key = link_key(part, name)
                found += [item[key] for item in listed if item.get(key)]
            if "source" in part.UNFROZEN:
                own = (item for item in listed if item.get("uid") not in self.cited)
                urls += [item["url"] for item in own if item.get("url")]
        if tags := self.document.get("tags"):
            named[Tag] = tags
        for model, names in named.items():
            column = named_by(model)
            names = {name for name in names if (model, name) not in self.known}
            rows = model.objects.filter(**{f"{column}__in": names}) if names else ()
            self.known |= {(model, getattr(row, column)): row for row in rows}
        for source in Source.objects.known_by(*urls) if urls else ():
            self.sources.setdefault(normalise_url(source.url), source)

    def find(self, model, name):
        if not name:
            return None
        if (model, name) not in self.known:
            found = model.objects.filter(**{named_by(model): name}).first()
            self.known[model, name] = found
            if found is None:
                self.lost.append(f"{model._meta.verbose_name}: {name}")
        return self.known[model, name]

    def tag(self, slug):
        """A tag by slug; one that is gone is made again under its slug."""
        found = self.known.get((Tag, slug)) or Tag.objects.named(slug)
        return found or Tag.objects.create(name=slug, slug=slug)

    def source(self, url):
        """The shared source with this address, if there is one."""
        return self.sources.get(normalise_url(url)) if url else None
