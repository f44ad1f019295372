"""Writes explainer files: what readers have, or the draft, with its shared rows."""

from django.utils import timezone
from django.utils.text import slugify
from taggit.models import Tag

from entities.models import Entity
from stories.models import Desk, Image, Question, Showing, Story, freezing


def live_documents(slugs):
    """The live documents of these stories, or of all; unknown slugs raise KeyError."""
    now = timezone.now()
    found = Showing.objects.live(now).stories().select_related("edition__revision")
    documents = {s.slug: s.edition.revision.content for s in found.order_by("slug")}
    return [documents[slug] for slug in slugs or documents]


def draft_documents(slugs):
    """The working copies of these stories, or of all; unknown slugs raise KeyError."""
    found = {story.slug: story for story in Story.objects.order_by("slug")}
    return [freezing.freeze(found[slug]) for slug in slugs or found]


def file_of(document):
    """The explainer file of a document: with what an empty newsroom would need."""
    file = dict(document)
    if "desk" in file:
        file["desk"] = label(
            Desk.objects.filter(slug=file["desk"]).first(), file["desk"]
        )
    tags = {tag.slug: tag for tag in Tag.objects.filter(slug__in=file.get("tags", []))}
    if "tags" in file:
        file["tags"] = [label(tags.get(slug), slug) for slug in file["tags"]]
    entities = Entity.objects.filter(slug__in=slugs_of(file, "entities"))
    rows = {e.slug: e for e in entities.prefetch_related("aliases")}
    if rows:
        file["entities"] = [e | entity(rows.get(e["slug"])) for e in file["entities"]]
    questions = Question.objects.filter(slug__in=slugs_of(file, "questions"))
    rows = {question.slug: question for question in questions}
    if rows:
        cited = {source["key"] for source in file.get("sources", [])}
        file["questions"] = [
            q | question_row(rows.get(q["slug"]), cited) for q in file["questions"]
        ]
    return file


def slugs_of(file, part):
    return [item["slug"] for item in file.get(part, [])]


def label(row, slug):
    """A name that leads back to this slug, so that the import makes the same one."""
    return row.name if row and slugify(row.name) == slug else slug


def entity(row):
    if row is None:
        return {}
    values = {
        "kind": row.kind,
        "lead": row.lead,
        "aliases": [alias.name for alias in row.aliases.all()],
        "same_as": row.links,
    }
    said = {key: value for key, value in values.items() if value}
    return said | ({} if row.public_figure else {"public_figure": False})


def question_row(row, cited):
    """What the file adds of a question; sources that the story lacks are left out."""
    if row is None:
        return {}
    document = freezing.freeze(row)
    answers = [
        answer | {"sources": [key for key in answer.get("sources", []) if key in cited]}
        for answer in document.get("answers", [])
    ]
    return {
        "status": row.status,
        "intro": document.get("intro", ""),
        "answers": answers,
    }


def pictures(document):
    """The images that a document names, as rows."""
    named = [document.get("image", {}), *document.get("figures", [])]
    return Image.objects.filter(name__in=[item["src"] for item in named if item])
