"""The questions that imported stories bring: written once, and published with care.

Several stories of an import may list one question; it is written from each, and
published at most once, after all of them.
"""

import uuid
from dataclasses import dataclass
from itertools import chain

from explainer.file import default_id, with_slug
from explainer.notation import objects
from stories.models import Answer, Question, QuestionSource, freezing
from stories.models.links import SourceLabel
from stories.transfer.known_owners import KnownOwners
from stories.transfer.publisher import lower_base
from stories.transfer.shared_import import takes

LABEL = ("key", *SourceLabel.LABEL)
SAYING = ("intro", "status", "answers", "sources")


def own_id(slug):
    """The id of a question whose file brings none."""
    return uuid.UUID(default_id(slug, "question/1"))


@dataclass
class ImportedQuestion:
    """A question of this import, and what the import did to it."""

    row: Question
    place: str
    before: int | None  # The head revision that was there, if any.
    typed: bool  # Somebody's text, not yet a revision, was kept as one.
    held: bool = False  # A file says that readers aren't to have it yet.
    wrote: bool = False
    published_at: str = ""  # When readers first had it, as the files say it.

    def __str__(self):
        return f"“{self.row}”"


class Questions:
    """The questions of all files, by the slug under which these list them."""

    def __init__(self, shared, files):
        self.shared = shared
        self.asked = {}
        self.new = set()
        # Made in this turn, so that nobody else has met them; and without any parts.
        self.fresh, self.empty = set(), set()
        self.first = []  # Slugs that were asked for in this turn.
        own = (item for item in files if item["format"] == "question/1")
        listed = (p for item in files for p in with_slug(item.get("questions", [])))
        asked = chain(own, listed)
        self.ids = {p["slug"]: uuid.UUID(p["id"]) for p in asked if "id" in p}
        self.known = KnownOwners(Question)

    def named(self, items):
        """(keys, slugs) of the questions that some files list."""
        parts = (part for item in items for part in item.get("questions", []))
        slugs = {part["slug"] for part in with_slug(parts)} - self.asked.keys()
        keys = {self.ids[slug] for slug in slugs & self.ids.keys()}
        return keys | {*map(own_id, slugs)}, slugs

    def begin_turn(self):
        self.fresh.clear()
        self.empty.clear()
        self.first.clear()

    def undo_turn(self):
        """Know nothing of the questions that were asked for in a turn that failed."""
        for slug in self.first:
            del self.asked[slug]
        self.first.clear()

    def find(self, slug):
        """By id, then slug, then an address it once had."""
        known, named = self.known, self.ids.get(slug)
        row = named and known.with_id(named)
        row = row or known.with_slug(slug) or known.with_path(slug)
        return row or known.with_id(own_id(slug))

    def list_in(self, document, item, place):
        """Make sure that a story's questions are there, as its document names them."""
        labels = document.get("questions", [])
        for (at, part), label in zip(objects(item, "questions"), labels, strict=True):
            if "slug" in part:
                row = self.row(part, f"{place}.{at}")
                label["slug"] = row.slug
                label.setdefault("title", row.title)

    def row(self, part, place):
        """The question's row, made if missing; `asked` has what was there before."""
        slug = part["slug"]
        if slug not in self.asked:
            row, before, typed = self.find(slug), None, False
            if row is None:
                row = Question(pk=self.ids.get(slug) or own_id(slug), slug=slug)
                row.title = part.get("own_title") or part["title"]
                row.save()
                self.new.add(row.pk)
                self.fresh.add(row.pk)
                self.empty.add(row.pk)
                self.known.add(row)
                self.shared.assume(row, {}, "status", "title")
            else:
                head, before = row.revisions.head(), row.save_revision().pk
                typed = head is None or head.pk != before
                if self.ids.get(slug, row.pk) != row.pk:
                    self.shared.report(row, "id", row.pk, self.ids[slug])
            self.first.append(slug)
            self.asked[slug] = ImportedQuestion(row, place, before, typed)
        return self.asked[slug].row

    def write(self, item):
        """Write what a file says of its questions: where they are empty, or over it."""
        for part in with_slug(item.get("questions", [])):
            asked = self.asked[part["slug"]]
            asked.held |= part.get("draft", False)
            asked.published_at = part.get("published_at", "") or asked.published_at
            self.shared.place = asked.place
            if self.says_nothing(asked, part):
                continue
            with asked.row.edited() as ledger:
                self.write_one(ledger, part, item.get("sources", []))
                lower_base(asked.row, ledger)
            asked.wrote = ledger.revision.pk != asked.before

    def rows_of(self, item):
        """The questions that a file lists, by model and slug."""
        parts = with_slug(item.get("questions", []))
        rows = (self.asked[part["slug"]].row for part in parts)
        return {(Question, row.slug): row for row in rows}

    def says_nothing(self, asked, part):
        """Whether a part leaves a question that has a text as it is: most stories list
        a question and say no more of it. A title that differs is told."""
        has_text = asked.before is not None or asked.wrote
        if not has_text or any(part.get(name) for name in SAYING):
            return False
        title = part.get("own_title") or part.get("title", "")
        if takes(self.shared, asked.row, "title", title):
            return False
        self.shared.fill(asked.row, title=title)
        return True

    def write_one(self, ledger, part, story_sources):
        """Write a file's part into a question: where it is empty, or overwriting."""
        row = ledger.owner
        parts = {} if row.pk in self.empty else freezing.parts_by_path(row)
        self.empty.discard(row.pk)
        had = freezing.assemble(row, parts)
        title = part.get("own_title") or part.get("title", "")
        self.shared.fill(
            row, title=title, intro=part.get("intro", ""), status=part.get("status", "")
        )
        document = freezing.assemble(row, parts)
        answers = self.answers(row, part, had)
        wrote = document.get("intro") != had.get("intro") or answers is not None
        document[Answer.KEY] = had.get("answers", []) if answers is None else answers
        sources = part.get("sources") or cited_sources(part, story_sources)
        if sources and (wrote or row.pk in self.new or self.shared.overwrite):
            document[QuestionSource.KEY] = self.sources(row, had, sources)
        listed, cited = document.get("sources", []), {}
        if listed != had.get("sources", []):
            cited = self.shared.sources(listed)
        if freezing.prune(document) != had:
            made = freezing.rewrite(row, document, sources=cited, parts=parts)
            document = made.document
        ledger.document = document
        if any(name in part for name in SAYING):
            self.new.discard(row.pk)

    def answers(self, row, part, had):
        """The answers to write, or None to leave those that are there."""
        brought, there = part.get("answers", []), had.get("answers", [])
        if not brought or bare(brought) == bare(there):
            return None
        if there and not self.shared.overwrite:
            return self.shared.report(row, "answers", words(there), words(brought))
        return [
            {"uid": uid(row, f"answer:{number}")} | answer
            for number, answer in enumerate(brought)
        ]

    def sources(self, row, had, brought):
        """Its sources with those of a file; one key can't be two sources."""
        mine = {key_of(source): source for source in had.get("sources", [])}
        for source in brought:
            key = key_of(source)
            label = {"uid": uid(row, key), "kind": "report"} | {
                name: source[name] for name in ("uid", *LABEL) if name in source
            }
            if key not in mine or self.shared.overwrite:
                mine[key] = label
            elif bare([mine[key]]) != bare([label]):
                name = f"source “{key}”"
                self.shared.report(row, name, line(mine[key]), line(label))
        return [*mine.values()]


def cited_sources(part, sources):
    """The sources of a story that a question's texts cite."""
    answers = part.get("answers", [])
    text = part.get("intro", "") + " ".join(a.get("answer", "") for a in answers)
    keys = {key for answer in answers for key in answer.get("sources", [])}
    return [
        {name: source[name] for name in LABEL if name in source}
        for source in sources
        if source.get("key") in keys or f"[^{source.get('key')}" in text
    ]


def key_of(source):
    """By what a source is told from the others of its question."""
    return source.get("key") or source.get("uid", "")


def bare(items):
    """Items without what tells them apart."""
    return [{k: v for k, v in item.items() if k != "uid" and v} for item in items]


def line(source):
    """A citation as one line of text."""
    return ", ".join(source[name] for name in LABEL[1:] if source.get(name))


def words(answers):
    """Answers as one line of text."""
    said = ((item.get("question"), item.get("answer")) for item in answers)
    return "; ".join(" ".join(filter(None, pair)) for pair in said)


def uid(row, name):
    return str(uuid.uuid5(row.pk, name))
