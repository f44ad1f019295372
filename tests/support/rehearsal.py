"""A real newsroom beside a foretold one: each verb is tried on both, and compared."""

import datetime as dt
from functools import partial
from itertools import count

import pytest
import time_machine
from django.db import connection, transaction

from people.refusals import RefusedError
from stories import record_audit
from stories.models import Edition, KeyPoint, Mention, Path, Revision, Showing, Story
from tests import make
from tests.support.foretelling import No, Page
from tests.support.texts import Text

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)
ROWS = (Edition, Revision, Path, Showing, Mention, Story, KeyPoint)


def everything():
    """Every row that a verb may write."""
    return [[*model.objects.order_by("pk").values()] for model in ROWS]


def as_text(document):
    return Text(
        document["slug"],
        document["headline"],
        tuple(filter(None, document.get("summary", "").split("\n\n"))),
        tuple((p["uid"], p["lead_in"]) for p in document.get("key_points", [])),
    )


class Rehearsal:
    """Two stories that compete for slugs, and a clock that moves when it's told to."""

    def __enter__(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self.now, self.numbers = START, count(1)
        self.stories, self.pages, self.revisions = [], [], {None: None}
        for one, slug in enumerate(("north", "south")):
            story = make.story({"byline": [{"name": "A. Writer"}]}, slug=slug)
            self.stories.append(story)
            told = (story.summary,)  # A first edition says what has happened.
            self.pages.append(Page(Text(slug, story.headline, blocks=told)))
            self.save(one, self.pages[one].draft)
        return self

    def __exit__(self, failure, *details):
        try:
            if failure is None:
                self.check_record()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            self.travel.stop()

    def check_record(self):
        connection.check_constraints()
        assert [*record_audit.revision_faults()] == []
        assert [*record_audit.derived_row_faults()] == []

    def new(self):
        """A headline that no text had before: no draft can pass for another."""
        return f"Headline {next(self.numbers)}"

    def pass_by(self, time):
        self.now += time
        self.clock.move_to(self.now)

    def save(self, one, draft):
        """Write a draft as a form does: its own copy of the story, then a revision."""
        story = Story.objects.get(pk=self.stories[one].pk)
        story.slug, story.headline = draft.slug, draft.headline
        story.summary = "\n\n".join(draft.blocks)
        story.save()
        story.keypoint_set.all().delete()
        for position, (uid, lead_in) in enumerate(draft.points):
            values = {"lead_in": lead_in, "text": "So.", "position": position}
            story.keypoint_set.create(uid=uid, **values)
        story.save_revision()
        self.pages[one].type(self.now, draft)
        self.compare(one)

    def attempt(self, one, verb, real=None, foretold=None, **options):
        """Try a verb: where the model says so it's refused, and changes nothing.

        The story was read when the newsroom opened: verbs look for themselves.
        """
        self.pass_by(dt.timedelta(milliseconds=1))
        if self.now in self.edges():
            self.pass_by(TICK)  # Where an edition appears, a verb would wait for it.
        print("   ", one, verb, options, (foretold or {}).get("changes", ""))
        story = self.stories[one]
        drafts = {"take_over": story.draft.mark_level, "restore": story.draft.restore}
        deed = drafts.get(verb) or getattr(story, verb)
        perform = partial(deed, **options | (real or {}))
        try:
            getattr(self.pages[one], verb)(self.now, **options | (foretold or {}))
        except No:
            before = everything()
            with pytest.raises(RefusedError):
                perform()
            assert everything() == before
        else:
            perform()
        self.compare(one)

    def compare(self, one):
        """The record and the draft are as foretold, revision by revision."""
        page, story = self.pages[one], self.stories[one]
        editions = [*story.editions.order_by("number")]
        assert [e.published_at for e in editions] == [e.at for e in page.editions]
        assert [e.kind for e in editions] == [e.kind for e in page.editions]
        assert [e.number for e in editions] == [*range(1, len(editions) + 1)]
        waiting = [bool(e.revision_id) for e in editions if e.published_at > self.now]
        assert waiting in ([], [True], [False], [True, False])
        for edition, foretold in zip(editions, page.editions, strict=True):
            self.recognise(edition.revision_id, foretold.saved)
        head = story.revisions.head()
        self.recognise(head.pk, page.saved)
        assert as_text(head.content) == page.draft
        for edition in editions:
            if edition.published_at >= self.now and edition.revision_id:
                assert not as_text(edition.revision.content).words & page.is_wrong

    def recognise(self, pk, saved):
        """A revision is the same saved text whenever it's met again."""
        assert self.revisions.setdefault(pk, saved) is saved

    def check_readers(self, edge):
        """Now, later as far as that is known, and either side of a change."""
        self.check(self.now, self.now)
        self.check(self.now + dt.timedelta(weeks=1), self.now)
        self.check(edge, max(edge, self.now))
        self.check(edge - TICK, max(edge - TICK, self.now))

    def check(self, at, now):
        """Ask what the public asks: what stands at a moment, for someone in another."""
        found = Showing.objects.live(at, now).select_related("edition__revision")
        shown = [page.shown(at, now) for page in self.pages]
        assert {showing.story_id: told(showing) for showing in found} == {
            story.pk: (edition.kind, edition.text)
            for story, edition in zip(self.stories, shown, strict=True)
            if edition
        }

    def edges(self):
        return sorted({edition.at for page in self.pages for edition in page.editions})

    def check_addresses(self):
        """One is kept for each slug of an edition, and no other."""
        found = {(path.story_id, path.slug) for path in Path.objects.all()}
        assert found == {
            (story.pk, slug)
            for story, page in zip(self.stories, self.pages, strict=True)
            for slug in page.slugs()
        }


def told(showing):
    """What a reader gets, from the list's row and from the text itself."""
    text = as_text(showing.edition.revision.content)
    assert (showing.slug, showing.headline) == (text.slug, text.headline)
    return showing.kind, text
