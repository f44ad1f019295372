"""What of the paper an export takes: what readers have, all they ever had, or drafts.

Each has `documents(slugs)`, the texts to write; `question(slug)`, the document of a
question that a story lists, or None if its file isn't to tell; and `since(document)`,
what a file says of the editions of a text.
"""

from functools import cached_property

from django.utils import timezone

from stories.models import Edition, Question, Showing, Story, freezing


class Live:
    """The paper as readers have it now, and since when."""

    @cached_property
    def showings(self):
        found = Showing.objects.live(timezone.now())
        return found.select_related("edition__revision").order_by("slug")

    def documents(self, slugs):
        stories, questions = self.showings.stories(), self.showings.questions()
        return documents(stories, questions, slugs, content)

    def question(self, slug):
        showing = self.showings.questions().filter(slug=slug).first()
        return showing and content(showing)

    def since(self, document):
        at = self.showings.get(**owner_filter(document)).first_published_at
        return {"published_at": at.isoformat()}


class Whole:
    """All that readers ever had: what was withdrawn too, and each edition."""

    @cached_property
    def editions(self):
        found = Edition.objects.due(timezone.now()).select_related("revision")
        return found.order_by("story", "question", "number")

    def documents(self, slugs):
        texts = {}
        for edition in self.editions.exclude(revision=None):
            texts[edition.story_id or edition.question_id] = edition.revision.original
        texts = sorted(texts.values(), key=lambda text: (text["format"], text["slug"]))
        stories = {text["slug"]: text for text in texts if "headline" in text}
        return [stories[slug] for slug in slugs] if slugs else texts

    def question(self, slug):
        return None  # It has a file of its own.

    def since(self, document):
        editions = [*self.editions.filter(**owner_filter(document))]
        *before, last = [edition_entry(edition) for edition in editions]
        if last["kind"] != "withdrawal":
            del last["text"]  # That is the file's own.
        first = editions[0].published_at.isoformat()
        return {"published_at": first} | (
            {"editions": [*before, last]} if before else {}
        )


class Draft:
    """The working copies."""

    def documents(self, slugs):
        stories, questions = (m.objects.order_by("slug") for m in (Story, Question))
        return documents(stories, questions, slugs, freezing.freeze)

    def question(self, slug):
        row = Question.objects.filter(slug=slug).first()
        return row and freezing.freeze(row)

    def since(self, document):
        return {}


def edition_entry(edition):
    """One edition as a file tells of it, its text still a document."""
    said = {
        "kind": edition.kind,
        "note": edition.note,
        "published_at": edition.published_at.isoformat(),
        "text": edition.revision and edition.revision.original,
    }
    return {key: value for key, value in said.items() if value}


def owner_filter(document):
    """Whose rows to look for."""
    kind = document["format"].partition("/")[0]
    owner = "question_id" if kind == "question" else "story_id"
    return {owner: document["id"]}


def content(showing):
    return showing.edition.revision.content


def documents(stories, questions, slugs, document):
    """Those of some stories, or of all with the questions that none of them lists.

    `document(row)` makes one. Unknown slugs raise KeyError.
    """
    rows = {story.slug: story for story in stories}
    if slugs:
        return [document(rows[slug]) for slug in slugs]
    found = [*map(document, rows.values())]
    listed = {item.get("slug") for text in found for item in text.get("questions", [])}
    lone = (row for row in questions if row.slug not in listed)
    return [*found, *map(document, lone)]
