"""The database's part of the front page: five queries, however much is on it."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
)

from explainer import days
from explainer.prose import shorten
from paper.front.front_page import Rows, order
from paper.front.front_page import front as laid_out
from paper.page.depth import counted, rungs
from paper.queries import page_rows
from paper.queries.image_rights import all_pictures, rights_end
from people.compiled_query import KEY, MOMENT, Many, changed, compile_once
from stories.models import Dated, Pick, Showing
from stories.models.showing import OfEach

LISTED = 60
ASKED = 4
TOLD = 24
COMING = 5
WORDS_AHEAD = 140


@dataclass(frozen=True)
class ExpectedEvent:
    """What a live story expects, and on which day."""

    showing: object
    day: object
    text: str


def front(now, picks=None, pictures=all_pictures):
    """The front page of a moment, and when it changes by itself.

    With picks that are not saved, or of a moment ahead, it is for the desk alone.
    """
    picks = lasting_picks(now=now) if picks is None else picks
    keys = [pick.story_id for pick in picks if pick.is_in_force(now)]
    showings, asked, more = front_rows(now, keys)
    top, _rest = order(showings, keys)
    images = pictures(top)
    rows = Rows(
        showings=showings,
        picked=keys,
        changes=page_rows.changes(TOLD, now=now),
        coming=expected_events(now),
        asked=asked,
        images=images,
        steps=steps(top[0]) if top else (),
        more=more,
        began=top[0].began if top else None,
    )
    due = page_rows.earliest(
        page_rows.next_due(now, *showings, *asked),
        rights_end(images.values(), now),
        days.midnight_after(days.today(now)),
        *labels_end(top, now),
        *(pick.turn(now) for pick in picks),
    )
    return laid_out(rows, now), due


@compile_once(now=MOMENT)
def lasting_picks(now):
    return Pick.objects.lasting(now)


def labels_end(showings, now):
    """When stories stop being called developing."""
    ends = (row.developing_until for row in showings)
    return [end for end in ends if end and end > now]


def front_rows(now, keys):
    """Live stories, those with these keys among them, and questions: one query.

    A translation isn't a story more. Beside them whether there are more stories.
    """
    rows = rows_of_front(LISTED + 1, ASKED, keys=keys, now=now)
    found = {"newest": [], "picked": [], "asked": []}
    for row in sorted(rows, key=update_time, reverse=True):
        found[row.part].append(row)
    listed = found["newest"][:LISTED] + found["picked"]
    once = {row.pk: row for row in listed}
    stories = sorted(once.values(), key=update_time, reverse=True)
    return stories, found["asked"], len(found["newest"]) > LISTED


@compile_once(keys=Many(KEY), now=MOMENT)
def rows_of_front(most, questions, keys, now):
    """The newest stories, those with these keys, and questions: each row's `part`."""
    live = Showing.objects.live(now, now).order_by("-updated_at")
    first = Showing.objects.filter(live_from__lte=now).order_by("live_from")
    rows = Showing.objects.with_next_due(now).with_news().with_desk()
    rows = rows.annotate(began=Subquery(first.values("live_from")[:1]))
    one_each = live.stories().one_each(now)
    newest = rows.filter(pk__in=one_each.values("pk")[:most])
    picked = rows.filter(
        pk__in=live.order_by().filter(story_id__among=keys).values("pk")
    )
    # The bound, which all keep, leads SQLite to the index in order of time.
    newest_asked = live.questions().filter(updated_at__lte=now).values("pk")
    asked = rows.filter(pk__in=newest_asked[:questions])
    parts = {"newest": newest, "picked": picked, "asked": asked}
    one, *others = [
        part.annotate(part=Value(name, CharField())) for name, part in parts.items()
    ]
    return one.union(*others, all=True)


def update_time(row):
    return row.updated_at


def expected_events(now):
    """What live stories expect from today on and nobody has told the outcome of.

    A translation expects what its original does.
    """
    return [
        ExpectedEvent(row.showing, row.day, shorten(row.said["words"], WORDS_AHEAD))
        for row in expectations(COMING, now=now)
    ]


@compile_once(now=MOMENT)
def expectations(most, now):
    original = Showing.objects.live(now, now).filter(
        story_id=OuterRef("showing__original_id")
    )
    untold = Q(said__outcome__isnull=True) | Q(said__outcome="")
    if connection.vendor == "postgresql":
        # Which takes them for rare, and reads all that was ever expected.
        untold = Q(OfEach(untold))
    own = Q(showing__original_id=F("showing__story_id")) | ~Exists(original)
    ahead = Dated.objects.live(now, now).filter(
        untold,
        own,
        kind=Dated.Kind.EXPECTATION,
        day__gte=changed(now, days.today, DateField()),
    )
    return ahead.select_related("showing").order_by("day", "pk")[:most]


def steps(showing):
    """How long each depth of a story takes, as its row has counted the words."""
    return rungs(counted(showing))
