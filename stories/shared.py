"""The rows that stories share, found or made for an imported file.

A file fills what a shared row leaves empty. Where both say something and differ, the
row wins and the difference is reported, unless the import was told to overwrite.
"""

import uuid

from django.utils.text import slugify
from taggit.models import Tag

from entities.models import Alias, Entity
from stories.explainer import NAMESPACE
from stories.format import STORY
from stories.models import (
    Answer,
    Desk,
    Image,
    Outlet,
    Question,
    QuestionSource,
    Source,
    freezing,
)
from stories.models.context import Cited
from stories.models.desks import normalised


class Shared:
    def __init__(self, notices, *, overwrite=False):
        self.notices = notices
        self.overwrite = overwrite

    def document(self, item):
        """The frozen part of a file, after its shared rows were seen to."""
        document = {
            key: [self.without_file_only(part, field) for part in item[key]]
            if field.kind == "list"
            else item[key]
            for key, field in STORY.items()
            if key in item
        }
        for entity in item.get("entities", []):
            self.entity(entity)
        for source in item.get("sources", []):
            self.source(source)
        for question in item.get("questions", []):
            self.question(question)
        for part in document.get("entities", []):
            part.setdefault("name", Entity.objects.get(slug=part["slug"]).name)
            part.setdefault("prominence", 1)
        if "desk" in document:
            document["desk"] = self.named(Desk, document["desk"]).slug
        if "tags" in document:
            document["tags"] = sorted({self.tag(tag).slug for tag in document["tags"]})
        return document

    def without_file_only(self, part, field):
        return {k: v for k, v in part.items() if not field.items[k].file_only}

    def fill(self, row, **values):
        """Set what the row leaves empty; report or overwrite what it says otherwise."""
        for name, value in values.items():
            has = getattr(row, name)
            has = has.isoformat() if hasattr(has, "isoformat") else has
            if not value or has == value:
                continue
            if not has or self.overwrite or row._state.adding:
                setattr(row, name, value)
            else:
                self.notices.append(f"{row}: keeps its own {name}")

    def named(self, model, name):
        """A desk or outlet by name or slug, made if there is none."""
        slug = slugify(name)[:80] or uuid.uuid5(NAMESPACE, name).hex[:12]
        found = model.objects.filter(name__iexact=name).first()
        found = found or model.objects.filter(slug=slug).first()
        return found or model.objects.create(name=name, slug=slug)

    def tag(self, name):
        found = Tag.objects.filter(name__iexact=name).first()
        slug = slugify(name) or uuid.uuid5(NAMESPACE, name).hex[:12]
        found = found or Tag.objects.filter(slug=slug).first()
        return found or Tag.objects.create(name=name, slug=slug)

    def entity(self, item):
        """The entity of a file; a person is a public figure unless the file says no."""
        entity = Entity.objects.filter(slug=item["slug"]).first()
        if entity is None:
            entity = Entity(slug=item["slug"], name=item["name"])
            entity.kind = item.get("kind", Entity.Kind.CONCEPT)
            entity.public_figure = item.get("public_figure", True)
        elif self.overwrite and "public_figure" in item:
            entity.public_figure = item["public_figure"]
        same_as = "\n".join(item.get("same_as", []))
        self.fill(entity, lead=item.get("lead", ""), same_as=same_as)
        entity.save()
        if self.overwrite or not entity.aliases.exists():
            for name in item.get("aliases", []):
                Alias.objects.get_or_create(entity=entity, name=name)

    def source(self, item):
        """The shared source of a citation: by address, else by title and outlet."""
        outlet = self.named(Outlet, item["outlet"]) if item.get("outlet") else None
        wire = item.get("syndicated_from")
        url = normalised(item["url"]) if item.get("url") else ""
        title = item.get("title", "")
        if url:
            source = Source.objects.filter(normalised_url=url).first()
        else:
            same = Source.objects.filter(normalised_url="", title=title, outlet=outlet)
            source = same.first()
        source = source or Source(
            url=item.get("url", ""), kind=item.get("kind", "report")
        )
        names = ("title", "author", "language", "published", "accessed", "archive_url")
        self.fill(
            source,
            outlet=outlet,
            syndicated_from=self.named(Outlet, wire) if wire else None,
            **{name: item.get(name, "") for name in names},
        )
        source.clean()
        source.save()

    def question(self, item):
        """The question of a file, without its answers."""
        slug = item["slug"]
        question = Question.objects.filter(slug=slug).first()
        if question is None:
            key = uuid.uuid5(NAMESPACE, f"question:{slug}")
            question = Question(pk=key, slug=slug, title=item["title"])
            question.status = item.get("status", Question.Status.OPEN)
        elif self.overwrite and "status" in item:
            question.status = item["status"]
        self.fill(question, intro=item.get("intro", ""))
        question.save()
        item.setdefault("title", question.title)

    def questions(self, item, story):
        """The file's questions with their answers, and the sources that these cite."""
        found = []
        for part in item.get("questions", []):
            question = Question.objects.get(slug=part["slug"])
            answers = part.get("answers", [])
            if answers and (self.overwrite or not question.answers.exists()):
                self.answer(question, part, answers, item.get("sources", []))
            question.save_revision()
            found.append(question)
        return found

    def answer(self, question, part, answers, sources):
        text = part.get("intro", "") + " ".join(a.get("answer", "") for a in answers)
        cited = {key for answer in answers for key in answer.get("sources", [])}
        label = ("key", *Cited.LABEL)
        document = freezing.freeze(question) | {
            Answer.KEY: [
                {"uid": self.uid(question, f"answer:{number}")} | answer
                for number, answer in enumerate(answers)
            ],
            QuestionSource.KEY: [
                {"uid": self.uid(question, source["key"])}
                | {key: source[key] for key in label if key in source}
                for source in sources
                if source["key"] in cited or f"[^{source['key']}" in text
            ],
        }
        freezing.thaw(question, document)

    def uid(self, question, name):
        return str(uuid.uuid5(question.pk, name))

    def has_image(self, src):
        return Image.objects.filter(name=src).exists()
