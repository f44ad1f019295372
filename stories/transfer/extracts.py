"""What of the paper an export takes: what readers have, all they ever had, or drafts.

Each has `documents(slugs)`, the texts to write; `question(slug)`, the document of a
question that a story lists, or None if its file isn't to tell; and `since(document)`,
what a file says of the editions of a text.
"""

from functools import cached_property
from itertools import batched

from django.utils import timezone

from stories.models import Edition, Question, Revision, Showing, Story, freezing

AT_ONCE = 50  # Texts that are fetched together.


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
        texts = self.editions.exclude(revision=None).select_related(None)
        names = ("story_id", "question_id", "showing__slug", "revision_id")
        newest = {}  # Of each owner: is it a question, its slug, and the text.
        for story, question, slug, key in texts.values_list(*names).iterator():
            newest[story or question] = question is not None, slug, key
        if slugs:
            stories = {
                slug: key for is_other, slug, key in newest.values() if not is_other
            }
            return originals([stories[slug] for slug in slugs])
        return originals([key for _is_question, _slug, key in sorted(newest.values())])

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

    `document(row)` makes one, when it is asked for. Unknown slugs raise KeyError.
    """
    if not slugs:
        return all_documents(stories, questions, document)
    rows = {story.slug: story for story in stories.filter(slug__in=slugs)}
    return [document(rows[slug]) for slug in slugs]


def all_documents(stories, questions, document):
    """One after another; memory holds few rows of them."""
    listed = set()
    for row in stories.iterator(AT_ONCE):
        text = document(row)
        listed |= {item.get("slug") for item in text.get("questions", [])}
        yield text
    for row in questions.iterator(AT_ONCE):
        if row.slug not in listed:
            yield document(row)


def originals(keys):
    """The texts of some revisions with all that is in them, one after another."""
    for some in batched(keys, AT_ONCE):
        rows = Revision.objects.in_bulk(some)
        for key in some:
            yield rows.pop(key).original
