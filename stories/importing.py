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
from stories.asked import Questions
from stories.checks import Context, Finding, Known
from stories.explainer import FaultyFileError, default_id
from stories.models import Path, Rule, Story, StorySource, facts, freezing
from stories.pictures import RefusedPictureError, take_in
from stories.pictures.reading import MOST_BYTES
from stories.pictures.storing import SAID
from stories.publishing import (
    Publisher,
    Publishing,
    notice_hidden,
    save_from_file,
)
from stories.shared import Shared

__all__ = ["Outcome", "Publishing", "import_stories"]


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
    `update_shared`; `public_figures`, the answer for persons of whom a file says
    nothing; `dry_run`; `places`, what faults call each of the files.
    """
    run = Import(files, **options)
    try:
        with transaction.atomic():
            run.to_its_end(rehearsed=options.get("dry_run", False))
    except DryRunError:
        pass
    return run.outcome


class Import:
    def __init__(self, files, *, media=None, publishing=None, places=(), **options):
        self.files = files
        self.places = places or [f"stories[{n}]" for n in range(len(files))]
        self.media = File(media).resolve() if media else None
        self.publishing = publishing
        self.found = []
        self.written = {}  # The stories of the files before, each with its place.
        self.stored = []  # Picture files that weren't there before.
        self.outcome = Outcome()
        notices = self.outcome.notices
        self.shared = Shared(
            notices,
            overwrite=options.get("update_shared", False),
            public_figures=options.get("public_figures", False),
        )
        self.questions = Questions(self.shared, files)
        levels = Rule.objects.levels()
        self.noticed = {code for code in levels if levels[code] == Rule.Level.BLOCK}
        self.noticed = {"quote-source"} | self.noticed - {"dead-link"}

    def to_its_end(self, rehearsed):
        """Do everything; whatever stops it also takes its pictures back."""
        try:
            self.everything()
            if self.found:
                raise FaultyFileError(self.found)
            if rehearsed:
                raise DryRunError
        except BaseException:
            # Still inside the transaction: our rows keep others from these files.
            for file in self.stored:
                file.storage.delete(file.name)
            raise

    def everything(self):
        files = [*zip(self.files, self.places, strict=True)]
        self.refuse_repeated(files)
        self.refuse_unknown(files)
        if self.found:
            return
        revisions = [self.one(item, place) for item, place in files]
        if self.found:
            return
        self.outcome.notices += self.shared.unanswered()
        for item in self.files:
            self.questions.write(item)
        if self.publishing:
            publisher = Publisher(self.publishing, self.outcome, self.found)
            for revision, (item, place) in zip(revisions, files, strict=True):
                since = item.get("published_at", "")
                publisher.story(revision.story, revision, place, since)
            for asked in self.questions.asked.values():
                publisher.question(asked)
            for revision, place in zip(revisions, self.places, strict=True):
                notice_hidden(self.outcome, revision, place)

    def fault(self, place, message):
        self.found.append(Finding(place, str(message)))

    def refuse_repeated(self, files):
        seen = {}
        for item, place in files:
            for key in ("id", "slug"):
                first = seen.setdefault(item[key], place)
                if first != place:
                    self.fault(f"{place}.{key}", f"is also that of {first}")

    def refuse_unknown(self, files):
        """Keys and slugs that nothing in the files or in the newsroom answers to."""
        brought = {entity["slug"] for item in self.files for entity in things(item)}
        named = {slug for item in self.files for slug in checks.named_entities(item)}
        have = Entity.objects.filter(slug__in=brought | named)
        have = {*have.values_list("slug", flat=True)}
        for item, place in files:
            for finding in checks.findings(item, brought | have):
                self.fault(f"{place}.{finding.place}", finding.message)
            self.refuse_nameless(item, place, have)
            self.notice(item, place, brought | have)

    def notice(self, item, place, entities):
        """What the desk would not publish as it is: a file's word is taken for it."""
        context = Context(
            today=timezone.localdate(),
            entities={slug: Known(slug) for slug in entities},
            **facts.whose(item),
        )
        for finding in checks.examined(item, context, self.noticed):
            if finding.code not in checks.STRUCTURAL:
                at = f"{place}.{finding.place}"
                self.outcome.notices.append(f"{at}: {finding.message}")

    def refuse_nameless(self, item, place, have):
        have = have | {e["slug"] for e in item.get("mentioned", []) if "name" in e}
        for part in ("mentioned", "entities"):
            for n, entity in enumerate(item.get(part, [])):
                if not entity.get("name") and entity["slug"] not in have:
                    at = f"{place}.{part}[{n}].name"
                    self.fault(at, "is missing: this one is new")
        for n, part in enumerate(item.get("questions", [])):
            named = part.get("title") or part.get("own_title")
            if not named and not self.questions.find(part["slug"]):
                at = f"{place}.questions[{n}].title"
                self.fault(at, "is missing: this one is new")

    def one(self, item, place):
        """Import one story; returns its revision, or None after a fault."""
        story = self.find(item, place)
        if story is None:
            return None
        self.shared.place = place
        document = self.shared.document(item)
        self.questions.list_in(document, item, place)
        self.take_pictures(item, document, place)
        if self.found:
            return None
        is_new = story._state.adding
        if is_new:
            story.save()
        else:
            story.save_revision()  # What an editor has typed stays in the history.
        before = story.head
        for lost in freezing.thaw(story, document):
            self.fault(place, f"there is no {lost}")
        self.shared.link_sources(StorySource, story, item.get("sources", []))
        revision = save_from_file(story)
        changed = before is None or before.pk != revision.pk
        kept = self.outcome.changed if changed else self.outcome.unchanged
        (self.outcome.made if is_new else kept).append(story.slug)
        return revision

    def find(self, item, place):
        """The story that a file is about: by id, then slug, then an old address."""
        by_id = Story.objects.filter(pk=item["id"]).first()
        by_slug = Story.objects.filter(slug=item["slug"]).first()
        if by_id and by_slug and by_id != by_slug:
            return self.fault(f"{place}.slug", f'belongs to "{by_slug.headline}"')
        found = by_id or by_slug
        if found is None and item["id"] == default_id(item["slug"]):
            path = Path.objects.filter(kind="story", slug=item["slug"]).first()
            found = path and path.story
        found = found or Story(pk=item["id"], slug=item["slug"])
        first = self.written.setdefault(str(found.pk), place)
        if first != place:
            return self.fault(place, f"is the same story as {first}")
        return found

    def take_pictures(self, item, document, place):
        """Store the pictures of a document and name them as the store does."""
        pairs = [("image", item.get("image"), document.get("image"))]
        figures = zip(item.get("figures", []), document.get("figures", []), strict=True)
        for n, (said, figure) in enumerate(figures):
            pairs.append((f"figures[{n}]", said, figure))
        for where, said, picture in pairs:
            if picture:
                self.take_picture(picture, f"{place}.{where}.src")
                self.shared.rights({**said, "src": picture["src"]})

    def take_picture(self, picture, place):
        if self.shared.has_image(picture["src"]):
            return
        words = {k: picture.get(k) for k in SAID}
        try:
            content, src = self.content(picture["src"]), picture["src"]
            picture["src"] = take_in(
                content, src=src, written=self.stored, **words
            ).name
        except (RefusedPictureError, OSError) as refusal:
            self.fault(place, refusal)

    def content(self, src):
        """The bytes of a file in the media folder, and in no other."""
        file = self.media and (self.media / src).resolve()
        if not file or not file.is_relative_to(self.media) or not file.is_file():
            raise RefusedPictureError(f'no picture "{src}" in the media folder')
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)


def things(item):
    """All entities that a file brings."""
    return [*item.get("mentioned", []), *item.get("entities", [])]
