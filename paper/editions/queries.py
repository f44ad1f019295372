"""What the record has to say of one story or question, and of one day."""

import datetime as dt
import re
from dataclasses import dataclass
from itertools import batched, chain, pairwise

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from paper.page.marks import Amendments, Since, Step
from paper.page.surroundings import AMENDING, on_top
from paper.queries.keyset import PLACED, placed
from paper.queries.page_rows import editions_of, texts
from people.compiled_query import (
    KEY,
    MOMENT,
    NUMBER,
    TEXT,
    Many,
    compile_once,
    each,
    padded,
)
from stories.models import Edition, Kind, Removal, Showing, pointers
from stories.models.showing import AMENDED, OfEach

# Older corrections than so many have their place in the list of editions alone.
REMEMBERED = 20
IN_ONE = 240  # So many months are asked for in one query.


@dataclass(frozen=True)
class History:
    """All editions that readers have met, oldest first; `current` has a text."""

    current: Showing
    rows: list

    @property
    def texts(self):
        """Editions with a text: all but withdrawals."""
        return [row for row in self.rows if row.kind != Kind.WITHDRAWAL]

    def text(self, number):
        """The edition of this number, if it has a text."""
        return next((row for row in self.texts if row.number == number), None)

    def up_to(self, number):
        return [row for row in self.rows if row.number <= number]

    def between(self, old, new):
        """What came after one edition, the other included."""
        return [row for row in self.rows if old < row.number <= new]

    def before(self, number):
        """The text that an edition took the place of."""
        texts = [row for row in self.texts if row.number < number]
        return texts[-1] if texts else None


def current_edition(kind, slug, now):
    """What is live at the address of a story or question, or None."""
    return live_at.first(kind, slug=slug, now=now)


@compile_once(slug=TEXT, now=MOMENT)
def live_at(kind, slug, now):
    return Showing.objects.of(kind).live(now).filter(slug=slug)[:1]


def history(kind, current, now):
    """The past of what is live at an address."""
    key = getattr(current, f"{kind}_id")
    return History(current, editions_of(kind, key=key, now=now))


def documents(*rows, read=()):
    """The frozen texts of some editions, in their order: one query, or none if all are
    among those that were `read` with their texts."""
    keys = [row.pk for row in rows]
    found = {row.pk: row for row in read}
    found |= texts([key for key in keys if key not in found])
    return [found[key].edition.revision.content for key in keys]


def served_documents(now, *rows):
    """The same, without what they point at and readers don't have now."""
    return pointers.serve(*documents(*rows), at=now)


def served_beside(document, around):
    """The same of what is live, by what was found around it already."""
    known = {("stories", slug) for slug in around.stories}
    known |= {("questions", slug) for slug in around.questions}
    hidden = pointers.pointers(document) - known
    if hidden and document.get(pointers.ORIGINAL):  # It may have had other names.
        return pointers.serve(document, at=around.now)[0]
    return pointers.leave_out(document, hidden)


def since(around, asked, only=False):
    """What is new for who has read the edition of this number, if there is one."""
    number = int(asked) if re.fullmatch("[1-9][0-9]{0,5}", asked) else 0
    seen = [row for row in around.editions if row.number == number]
    if not seen or seen[0].kind == Kind.WITHDRAWAL:
        return None
    return Since(
        number, *served_documents(around.now, seen[0], around.showing), only=only
    )


def amendments_of(around, document, read=()):
    """What the corrections up to here did to a text; one query or none. Of an edition
    that was `read` with its text that is not asked for again."""
    texts = [row for row in around.editions if row.kind != Kind.WITHDRAWAL]
    steps = [pair for pair in pairwise(texts) if pair[1].kind in AMENDING][-REMEMBERED:]
    if not steps:
        return None
    rows = {row.pk: row for pair in steps for row in pair}
    found = dict(zip(rows, documents(*rows.values(), read=read), strict=True))
    told = (Step(old, new, found[old.pk], found[new.pk]) for old, new in steps)
    return Amendments(document, told, on_top(around.editions, around.now))


def removals(rows):
    """Key of an edition to what orders took out of its text or note; one query where
    nothing was taken out of any."""
    texts = dict(changed_by_order(keys=[row.pk for row in rows]) if rows else ())
    if not texts:
        return {}
    notes = Q(of=Removal.EDITION, key__in=texts)
    said = notes | Q(of=Removal.REVISION, key__in={*texts.values()} - {None})
    said = Removal.objects.filter(said).order_by("pk").select_related("redaction")
    found = {key: [] for key in texts}
    for removal in said:
        for edition, text in texts.items():
            is_note = removal.of == Removal.EDITION
            if removal.key == (edition if is_note else text):
                found[edition].append(removal)
    return found


@compile_once(keys=Many(NUMBER))
def changed_by_order(keys):
    """(key, key of its text) of those editions that an order changed."""
    is_changed = Q(redaction__isnull=False) | Q(revision__redaction__isnull=False)
    rows = Edition.objects.filter(is_changed, pk__among=keys).order_by()
    return rows.values_list("pk", "revision_id")


def withdrawn(now):
    """What says that a text is down now: whatever it said is said no more."""
    return Showing.objects.at(now).filter(kind=Kind.WITHDRAWAL)


def day_bounds(day):
    """The moments at which a day of the paper begins and ends."""
    begin = dt.datetime.combine(day, dt.time.min)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)
    return timezone.make_aware(begin), timezone.make_aware(end)


def of_day(day, now):
    """Where a day begins, and the moment at which the paper of it is looked at."""
    begin, end = day_bounds(day)
    return {"begin": begin, "moment": min(end - dt.timedelta(microseconds=1), now)}


@compile_once(begin=MOMENT, moment=MOMENT, **PLACED)
def stories_of_day(newer, most, begin, moment, at, key):
    """The paper at the end of a day: what came out on it, then what stood already.

    Of each story the newest edition; a withdrawal only on its own day.
    """
    came_out = Q(live_from__gte=begin)
    rows = Showing.objects.at(moment, moment).stories()
    rows = rows.filter(came_out | ~Q(kind=Kind.WITHDRAWAL)).annotate(came_out=came_out)
    rows = rows.select_related("edition")
    return placed(rows, "live_from", newer, at, key)[:most]


@compile_once(begin=MOMENT, now=MOMENT, **PLACED)
def stories_since(newer, most, begin, now, at, key):
    """The live stories that changed in fact since a moment."""
    rows = Showing.objects.live(now).stories().filter(updated_at__gte=begin)
    rows = rows.one_each(now, Q(updated_at__gte=begin))
    return placed(rows, "updated_at", newer, at, key)[:most]


@compile_once(keys=Many(KEY), begin=MOMENT, now=MOMENT)
def changes_since(keys, begin, now):
    """What changed of some stories in fact since a moment, the newest first."""
    rows = Showing.objects.filter(
        story_id__among=keys, material=True, live_from__gte=begin, live_from__lte=now
    )
    return rows.order_by("-live_from", "-pk")


def down_now(rows, now):
    """Of some rows: story to the withdrawal that took it down, where it is down now."""
    keys = {row.story_id for row in rows}
    return {row.story_id: row for row in withdrawals(keys=keys, now=now)}


@compile_once(keys=Many(KEY), now=MOMENT)
def withdrawals(keys, now):
    return withdrawn(now).filter(story_id__among=keys)


@compile_once(now=MOMENT, **PLACED)
def recent_amendments(newer, most, now, at, key):
    """Corrections and clarifications of what is still up, the newest first."""
    rows = Showing.objects.filter(AMENDED, live_from__lte=now)
    # What took it down came later. Said so, PostgreSQL looks for that alone; else it
    # gathers all withdrawals of the archive.
    gone = withdrawn(now).filter(live_from__gte=OuterRef("live_from"))
    for owner in ("story_id", "question_id"):
        is_gone = Exists(gone.filter(**{owner: OuterRef(owner)}))
        rows = rows.filter(OfEach(~is_gone))
    return placed(rows, "live_from", newer, at, key)[:most]


def live_of(rows, now):
    """What is live of the stories and questions that some editions are of, by key."""
    found = {}
    for kind in ("story", "question"):
        name = f"{kind}_id"
        keys = {getattr(row, name) for row in rows} - {None}
        for row in live_texts(kind, keys=keys, now=now) if keys else ():
            found[getattr(row, name)] = row
    return found


@compile_once(keys=Many(KEY), now=MOMENT)
def live_texts(kind, keys, now):
    return Showing.objects.live(now).filter(**{f"{kind}_id__among": keys})


def days_of(month_begin, month_end, now):
    """When editions came out in some time; the caller counts them by day."""
    return moments_between(begin=month_begin, end=before(month_end, now))


def before(end, now):
    """The end of some time, or what comes after now."""
    return min(end, now + dt.timedelta(microseconds=1))


@compile_once(begin=MOMENT, end=MOMENT)
def moments_between(begin, end):
    return came_out(begin, end).values_list("live_from", flat=True)


def with_editions(months, now):
    """Of some months, newest first, those in which editions of stories came out.

    Each is asked for by itself: to look through all editions would take longer.
    """
    found = set()
    for some in batched(months, IN_ONE):
        bounds = [(begin, before(end, now)) for begin, end in map(month_bounds, some)]
        bounds = padded(bounds)
        row = full_stretches.first(len(bounds), bounds=[*chain(*bounds)])
        found |= {month for month, full in zip(some, row or (), strict=False) if full}
    return found


@compile_once(bounds=Many(MOMENT))
def full_stretches(count, bounds):
    """Of so many stretches of time whether editions of stories came out in each."""
    asked = {
        f"stretch_{place}": Exists(came_out(begin, end))
        for place, (begin, end) in enumerate(batched(each(bounds, 2 * count), 2))
    }
    return Showing.objects.order_by().annotate(**asked).values_list(*asked)[:1]


def came_out(begin, end):
    """Editions of stories of some time."""
    return Showing.objects.stories().filter(live_from__gte=begin, live_from__lt=end)


def month_bounds(begin):
    """The moments at which a month begins and ends, by its first day."""
    after = (begin + dt.timedelta(days=32)).replace(day=1)
    return day_bounds(begin)[0], day_bounds(after)[0]


def first_day(now):
    """The day of the paper's first edition, or None."""
    first = first_moments.first(now=now)
    return first and timezone.localdate(first)


@compile_once(now=MOMENT)
def first_moments(now):
    rows = Showing.objects.filter(live_from__lte=now).order_by("live_from")
    return rows.values_list("live_from", flat=True)[:1]
