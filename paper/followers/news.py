"""What a letter tells of a text: the notes of its editions, and what they changed, out
of the frozen documents as readers may have them now."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.translation import get_language

from paper.editions import queries as record
from paper.page.comparison import Comparison
from paper.page.surroundings import AMENDING, tongue
from paper.queries import page_rows
from people.routes import address
from stories.models import Kind, Showing

MOST = 12  # changes that a letter prints; its page has all of them


@dataclass(frozen=True)
class News:
    """`row` is what stands now, `editions` what is told of it: nothing where the text
    is new to who hears of it. `old` and `new` are the texts that `changes` compares."""

    row: Any
    editions: list = field(default_factory=list)
    old: Any = None
    new: Any = None
    changes: list = field(default_factory=list)

    @property
    def is_withdrawn(self):
        return self.row.kind == Kind.WITHDRAWAL

    @property
    def path(self):
        return self.row.get_absolute_url()

    @property
    def shown(self):
        return self.changes[:MOST]

    @property
    def more(self):
        return len(self.changes) - len(self.shown)

    @property
    def kind(self):
        """The last correction that is told, else what came last."""
        amended = [one for one in self.editions if one.kind in AMENDING]
        last = (amended or self.editions)[-1]
        return "" if last.kind == Kind.FIRST else last.get_kind_display()

    @cached_property
    def changes_path(self):
        if not (self.old and self.new):
            return ""
        name = "question_changes" if self.row.question_id else "story_changes"
        return address(name, self.row.slug, self.old.number, self.new.number)


def tongue_of(row):
    """The language of a letter: that of the text, as far as the paper speaks it."""
    return tongue(row.language) if row is not None else get_language()


def news_of_text(editions, now):
    """What some editions of one text changed; of what is withdrawn, only that."""
    told = sorted(editions, key=lambda row: row.number)
    kind = "question" if told[-1].question_id else "story"
    key = told[-1].question_id or told[-1].story_id
    known = page_rows.editions_of(kind, key=key, now=now)
    row = known[-1]
    if row.kind == Kind.WITHDRAWAL:
        return News(row, [row])
    history = record.History(row, known)
    texts = [one for one in told if one.kind != Kind.WITHDRAWAL]
    old = history.before(told[0].number)
    if not (old and texts):
        return News(row, told)
    new = texts[-1]
    with translation.override(tongue_of(row)):
        compared = Comparison(*record.served_documents(now, old, new))
    return News(row, told, old, new, compared.changes)


def new_stories(editions, now):
    """Stories that are new to a list, as they stand; of those that are gone nothing."""
    keys = {row.story_id for row in editions}
    live = Showing.objects.live(now).filter(story_id__in=keys)
    return [News(row) for row in live.order_by("first_published_at", "pk")]
