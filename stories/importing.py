"""Writes explainer files into the newsroom: all of them, or nothing.

Reading happened before (`stories/explainer.py`). Here shared rows are found or made,
the working copy is replaced, and, if asked, editions are published.
"""

from dataclasses import dataclass, field
from pathlib import Path as File

from django.db import transaction
from django.utils import timezone

from entities.models import Entity
from stories import checks
from stories.checks import Finding
from stories.explainer import FaultyFileError
from stories.models import Path, Question, RefusedError, Story, freezing
from stories.models.refusals import NothingNewError
from stories.pictures import RefusedPictureError, take_in
from stories.shared import Shared


@dataclass
class Publishing:
    """How imported stories are given to readers."""

    kind: str = ""
    note: str = ""
    dated: object = None
    at: object = None
    force: bool = False


@dataclass
class Outcome:
    """What an import did, by slug."""

    made: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    published: list = field(default_factory=list)
    notices: list = field(default_factory=list)


class DryRunError(Exception):
    """Ends a rehearsal: everything it wrote is rolled back."""


def import_stories(files, **options):
    """Import read files, or write nothing and raise `FaultyFileError`.

    Options: `media`, a folder of pictures; `publishing`, a `Publishing`;
    `update_shared`; `dry_run`.
    """
    run = Import(files, **options)
    try:
        with transaction.atomic():
            run.everything()
            if run.found:
                raise FaultyFileError(run.found)
            if options.get("dry_run"):
                raise DryRunError
    except DryRunError:
        pass
    return run.outcome


class Import:
    def __init__(self, files, *, media=None, publishing=None, **options):
        self.files = files
        self.media = File(media).resolve() if media else None
        self.publishing = publishing
        self.found = []
        self.outcome = Outcome()
        notices = self.outcome.notices
        self.shared = Shared(notices, overwrite=options.get("update_shared", False))

    def everything(self):
        self.refuse_repeated()
        self.refuse_unknown()
        if self.found:
            return
        for number, item in enumerate(self.files):
            self.one(item, f"stories[{number}]")

    def fault(self, place, message):
        self.found.append(Finding(place, str(message)))

    def refuse_repeated(self):
        seen = {}
        for number, item in enumerate(self.files):
            for key in ("id", "slug"):
                first = seen.setdefault(item[key], number)
                if first != number:
                    place = f"stories[{number}].{key}"
                    self.fault(place, f"is also that of stories[{first}]")

    def refuse_unknown(self):
        """Keys and slugs that nothing in the files or in the newsroom answers to."""
        brought = {e["slug"] for item in self.files for e in item.get("entities", [])}
        named = {slug for item in self.files for slug in checks.named_entities(item)}
        have = Entity.objects.filter(slug__in=named)
        known = brought | set(have.values_list("slug", flat=True))
        for number, item in enumerate(self.files):
            place = f"stories[{number}]"
            for finding in checks.findings(item, known):
                self.fault(f"{place}.{finding.place}", finding.message)
            self.refuse_nameless(item, place, have)
            self.notice(item, place)

    def refuse_nameless(self, item, place, have):
        known = {entity.slug for entity in have}
        for n, entity in enumerate(item.get("entities", [])):
            if not entity.get("name") and entity["slug"] not in known:
                self.fault(f"{place}.entities[{n}].name", "is missing: this one is new")
        for n, question in enumerate(item.get("questions", [])):
            slug = question["slug"]
            if not question.get("title") and not Question.objects.filter(slug=slug):
                place = f"{place}.questions[{n}].title"
                self.fault(place, "is missing: this one is new")

    def notice(self, item, place):
        """What the desk would only be warned about."""
        for n, quote in enumerate(item.get("quotes", [])):
            if not quote.get("source"):
                self.outcome.notices.append(f"{place}.quotes[{n}]: has no source")

    def one(self, item, place):
        """Import one story."""
        story = self.find(item, place)
        if story is None:
            return
        document = self.shared.document(item)
        self.take_pictures(document, place)
        if self.found:
            return
        is_new = story._state.adding
        if is_new:
            story.save()
        else:
            story.save_revision()  # What an editor has typed stays in the history.
        before = story.head
        for lost in freezing.thaw(story, document):
            self.fault(place, f"there is no {lost}")
        revision = story.save_revision()
        changed = before is None or before.pk != revision.pk
        kept = self.outcome.changed if changed else self.outcome.unchanged
        (self.outcome.made if is_new else kept).append(story.slug)
        questions = self.shared.questions(item, story)
        if self.publishing and not self.found:
            self.publish(story, revision, place)
            for question in questions:
                self.publish(question, question.save_revision(), place)

    def find(self, item, place):
        """The story that a file is about: by id, then slug, then an old address."""
        by_id = Story.objects.filter(pk=item["id"]).first()
        by_slug = Story.objects.filter(slug=item["slug"]).first()
        if by_id and by_slug and by_id != by_slug:
            return self.fault(f"{place}.slug", f'belongs to "{by_slug.headline}"')
        path = Path.objects.filter(kind="story", slug=item["slug"]).first()
        found = by_id or by_slug or (path and path.story)
        return found or Story(pk=item["id"], slug=item["slug"])

    def take_pictures(self, document, place):
        """Store the pictures of a document and name them as the store does."""
        pictures = [("image", document.get("image", {}))]
        for n, figure in enumerate(document.get("figures", [])):
            pictures.append((f"figures[{n}]", figure))
        for where, picture in pictures:
            if picture:
                self.take_picture(picture, f"{place}.{where}.src")

    def take_picture(self, picture, place):
        if self.shared.has_image(picture["src"]):
            return
        file = self.media and (self.media / picture["src"]).resolve()
        if not file or not file.is_relative_to(self.media) or not file.is_file():
            self.fault(place, f'no picture "{picture["src"]}" in the media folder')
            return
        words = {k: picture.get(k) for k in ("alt", "caption", "credit", "licence")}
        try:
            picture["src"] = take_in(file.read_bytes(), **words).name
        except RefusedPictureError as refusal:
            self.fault(place, refusal)

    def publish(self, owner, revision, place):
        """Publish what an import wrote, unless a person published since then."""
        how = self.publishing
        last = owner.editions.due(timezone.now()).order_by("number").last()
        if last and last.revision and last.revision.digest == revision.digest:
            return
        if last and last.published_by and not how.force:
            who = last.published_by.get_username()
            self.fault(place, f"edition {last.number} was published by {who} since")
            return
        owner.take_over()
        try:
            owner.publish(
                revision=revision,
                kind=how.kind if last else "",
                note=how.note if last else "",
                dated=how.dated,
                at=how.at,
                replace=how.force,
            )
        except NothingNewError:
            return
        except RefusedError as refusal:
            self.fault(place, refusal)
            return
        self.outcome.published.append(owner.slug)
