"""Writes explainer files: what readers have, or the draft, with its shared rows."""

from functools import cached_property

from django.utils import timezone

from entities.identity import identity
from entities.models import Entity
from entities.slugs import slug_of
from stories.asked import default_id
from stories.checks import named_entities
from stories.format import RIGHTS
from stories.models import (
    Desk,
    Image,
    Outlet,
    Question,
    Showing,
    Story,
    Tag,
    freezing,
)
from stories.models.deriving import outlets
from stories.shared import SAID_OF_ENTITIES, SAID_OF_OUTLETS, SPAN

LONGEST = Tag._meta.get_field("slug").max_length


def pictures(document):
    """The images that a document names, as rows."""
    named = [document.get("image", {}), *document.get("figures", [])]
    return Image.objects.filter(name__in=[item["src"] for item in named if item])


class Live:
    """The paper as readers have it now, and since when."""

    @cached_property
    def showings(self):
        found = Showing.objects.live(timezone.now())
        return found.select_related("edition__revision").order_by("slug")

    def documents(self, slugs):
        """These stories, or all; unknown slugs raise KeyError."""
        found = self.showings.stories()
        documents = {s.slug: s.edition.revision.content for s in found}
        return [documents[slug] for slug in slugs or documents]

    def question(self, slug):
        """The document of a question, or None if readers don't have it."""
        showing = self.showings.questions().filter(slug=slug).first()
        return showing and showing.edition.revision.content

    def since(self, slug, kind="story"):
        """When readers first had the text at an address."""
        owned = {f"{kind}_id__isnull": False}
        at = self.showings.filter(slug=slug, **owned).get().first_published_at
        return {"published_at": at.isoformat()}


class Draft:
    """The working copies."""

    def documents(self, slugs):
        found = {story.slug: story for story in Story.objects.order_by("slug")}
        return [freezing.freeze(found[slug]) for slug in slugs or found]

    def question(self, slug):
        row = Question.objects.filter(slug=slug).first()
        return row and freezing.freeze(row)

    def since(self, slug, kind="story"):
        return {}


def file_of(document, paper):
    """The explainer file of a document: with what an empty newsroom would need."""
    file = document | paper.since(document["slug"])
    file |= names(document) | rights(document)
    if "questions" in file:
        file["questions"] = [item | question(item, paper) for item in file["questions"]]
    return file | publishers(file) | entities(file)


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
    rows = {image.name: image for image in pictures(document)}

    def whole(item):
        row = rows.get(item["src"])
        return item | (said_of(row, RIGHTS) if row else {})

    image, figures = document.get("image"), document.get("figures")
    said = {
        "image": image and whole(image),
        "figures": figures and [*map(whole, figures)],
    }
    return {key: value for key, value in said.items() if value}


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


def question(item, paper):
    """What a file says of a question beyond its label in the story."""
    document = paper.question(item["slug"])
    if document is None:
        return {"draft": True}
    keys = ("intro", "status", "answers", "sources")
    said = {key: document[key] for key in keys if key in document}
    if document["id"] != str(default_id(item["slug"])):
        said["id"] = document["id"]
    if document["title"] != item.get("title"):
        said["own_title"] = document["title"]
    return said | paper.since(item["slug"], "question")


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
        row = rows.get(item["slug"])
        if row and row.name == item.get("name"):
            item = item | entity(rows.pop(item["slug"]))
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
