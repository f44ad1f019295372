"""Writes explainer files: what readers have, or the draft, with its shared rows."""

from entities.models import Entity
from explainer.blocks import named_entities
from explainer.file import default_id
from explainer.identity import identity
from explainer.row_fields import RIGHTS
from explainer.slugs import slug_of
from images.models import Image
from people.desks import Desk
from sources.models import Outlet
from stories.models import Tag
from stories.models.derived_rows import outlets
from stories.transfer.image_files import pictures
from stories.transfer.shared_import import SAID_OF_ENTITIES, SAID_OF_OUTLETS, SPAN

LONGEST = Tag._meta.get_field("slug").max_length


def file_of(document, extract):
    """The explainer file of a document: with what an empty newsroom would need."""
    file = text_of(document) | extract.since(document)
    if "questions" in file:
        listed = file["questions"]
        file["questions"] = [item | question(item, extract) for item in listed]
    for edition in file.get("editions", []):
        if "text" in edition:
            text = text_of(edition["text"])
            edition["text"] = text | publishers(text) | entities(text)
    return file | publishers(file) | entities(file)


def text_of(document):
    """A document with the names and rights that its slugs and files stand for."""
    return document | names(document) | rights(document)


def images(file):
    """The pictures of a file and of the editions that it tells of, as rows."""
    texts = [file, *(item.get("text", {}) for item in file.get("editions", []))]
    named = {picture["src"] for text in texts for _path, picture in pictures(text)}
    return Image.objects.filter(name__in=named)


def publishers(file):
    """What we know of the outlets that a file cites, beyond their names."""
    texts = [file, *file.get("questions", [])]
    cited = {identity(name) for text in texts for name in outlets(text) if name}
    said = []
    for row in Outlet.objects.filter(identity__in=cited).order_by("name"):
        facts = said_of(row, SAID_OF_OUTLETS, domains=row.domains.split())
        if row.newsroom is False:
            facts["newsroom"] = False  # Unlike other facts this may be unknown.
        said += [{"name": row.name} | facts] if facts else []
    return {"outlets": said} if said else {}


def rights(document):
    """The pictures of a text, with what we may do with them."""
    rows = {image.name: image for image in images(document)}

    def whole(item):
        row = rows.get(item.get("src"))
        return item | (said_of(row, RIGHTS) if row else {})

    said = {}
    if "image" in document:
        said["image"] = whole(document["image"])
    if "figures" in document:
        said["figures"] = [whole(figure) for figure in document["figures"]]
    return said


def said_of(row, names, **more):
    """The fields of a row that say something, with days as a file writes them."""
    values = more | {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
        if value not in ("", None, False, [])
    }


def names(document):
    """Names of the desk and the tags; where one doesn't lead to its slug, both."""
    said, desk = {}, document.get("desk")
    if desk:
        name = name_of(Desk, desk)
        leads = slug_of(name) == desk
        said |= {"desk": name} if leads else {"desk_name": name}
    labels = {slug: name_of(Tag, slug) for slug in document.get("tags", [])}
    lost = [slug for slug, name in labels.items() if slug_of(name, LONGEST) != slug]
    if labels:
        said["tags"] = [s if s in lost else name for s, name in labels.items()]
    if lost:
        said["tag_names"] = [{"slug": slug, "name": labels[slug]} for slug in lost]
    return said


def name_of(model, slug):
    row = model.objects.filter(slug=slug).first()
    return row.name if row else slug


def question(item, extract):
    """What a file says of a question beyond its label in the story."""
    if "slug" not in item:
        return {}
    document = extract.question(item["slug"])
    if document is None:
        return {"draft": True}
    keys = ("intro", "status", "answers", "sources")
    said = {key: document[key] for key in keys if key in document}
    if document["id"] != default_id(item["slug"], "question/1"):
        said["id"] = document["id"]
    if document["title"] != item.get("title"):
        said["own_title"] = document["title"]
    return said | extract.since(document)


def entities(file):
    """The entities of a file: the listed, and those it only mentions."""
    rows, wanted = {}, named_entities(file)
    while wanted:
        found = Entity.objects.filter(slug__in=wanted).prefetch_related(
            "aliases", "roles"
        )
        rows |= {row.slug: row for row in found}
        leads = {"summary": " ".join(row.lead for row in found)}
        wanted = named_entities(leads) - rows.keys() - wanted
    listed = []
    for item in file.get("entities", []):
        row = rows.get(item.get("slug"))
        if row and row.name == item.get("name"):
            item = item | entity(rows.pop(row.slug))
        listed.append(item)
    mentioned = [
        {"slug": row.slug, "name": row.name} | entity(row)
        for row in sorted(rows.values(), key=lambda row: row.slug)
    ]
    found = {"entities": listed, "mentioned": mentioned}
    return {key: items for key, items in found.items() if items}


def entity(row):
    """What a file says of an entity's row."""
    said = said_of(
        row,
        ("kind", *SAID_OF_ENTITIES),
        aliases=[alias.name for alias in row.aliases.all()],
        same_as=row.links,
        roles=[said_of(role, SPAN) for role in row.roles.all()],
    )
    person = row.kind == Entity.Kind.PERSON
    return said | ({"public_figure": row.public_figure} if person else {})
