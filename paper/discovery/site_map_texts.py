"""The stories and questions of a site map, cut into parts of bounded cost.

A text belongs to the part in whose stretch of keys its first edition lies, for good: a
part has no more texts than its stretch has keys, and an old one changes with its texts.
"""

from collections import defaultdict

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery

from images.models import Image
from paper.discovery.site_map import Entry, Part
from paper.queries.image_rights import rights_end
from people.compiled_query import KEY, MOMENT, NUMBER, TEXT, Many, compile_once
from people.routes import address
from stories.models import Mention, Showing
from stories.models.showing import OfEach

STRETCH = 5000
# So many of the newest editions tell when a part changed.
RECENT = 500


def parts(kind, now):
    """The parts with a live text: the first one of each is looked for, key by key."""
    number, changed = 0, changes(kind, now)
    while key := first_from.first(kind, key=number * STRETCH, now=now):
        number = key // STRETCH
        yield Part(number, changed.get(number))
        number += 1


@compile_once(key=NUMBER, now=MOMENT)
def first_from(kind, key, now):
    """The key of a text's first edition, from this one on, if the text is live."""
    owner = f"{kind}_id"
    live = Showing.objects.live(now).filter(**{owner: OuterRef(owner)})
    began = Showing.objects.of(kind).filter(pk__gte=key, number=1)
    began = began.filter(OfEach(Exists(live)))
    return began.order_by("pk").values_list("pk", flat=True)[:1]


def changes(kind, now):
    """Number of a part to the moment of its newest edition, of those changed lately."""
    found = {}
    for first, moment in newest_editions(kind, RECENT, now=now):
        found.setdefault(first // STRETCH, moment)
    return found


@compile_once(now=MOMENT)
def newest_editions(kind, most, now):
    """(key of the text's first edition, its own moment), the newest first."""
    owner = f"{kind}_id"
    began = Showing.objects.filter(**{owner: OuterRef(owner)}, number=1)
    rows = Showing.objects.of(kind).filter(live_from__lte=now)
    rows = rows.annotate(first=Subquery(began.values("pk")[:1])).order_by("-live_from")
    return rows.values_list("first", "live_from")[:most]


def entries(kind, number, now):
    """What is live of a part, and when one of its pictures goes by itself."""
    begin, end = number * STRETCH, (number + 1) * STRETCH
    keys = [*begun_between(kind, begin=begin, end=end)]
    rows = sorted(live_texts(kind, keys=keys, now=now)) if keys else []
    tongues = languages(rows, now) if kind == "story" else {}
    pictures, ends = shown_pictures([row[1] for row in rows], now)
    made = [
        Entry(
            path=address(kind, slug),
            changed=updated,
            pictures=pictures.get(pk, ()),
            tongues=tongues.get(original, ()),
        )
        for _began, pk, slug, updated, original in rows
    ]
    return made, ends


@compile_once(begin=NUMBER, end=NUMBER)
def begun_between(kind, begin, end):
    """Keys of the texts whose first edition lies in a stretch."""
    rows = Showing.objects.of(kind).filter(pk__gte=begin, pk__lt=end, number=1)
    return rows.order_by("pk").values_list(f"{kind}_id", flat=True)


@compile_once(keys=Many(KEY), now=MOMENT)
def live_texts(kind, keys, now):
    rows = Showing.objects.live(now).filter(**{f"{kind}_id__among": keys})
    said = ("first_published_at", "pk", "slug", "updated_at", "original_id")
    return rows.order_by().values_list(*said)


def languages(rows, now):
    """Story to (language, address) of all its live texts, where it has several."""
    keys, found = {row[-1] for row in rows}, defaultdict(list)
    for original, slug, language in tellings(keys=keys, now=now) if keys else ():
        said = language or settings.LANGUAGE_CODE
        found[original].append((said, address("story", slug)))
    return {key: sorted(told) for key, told in found.items() if len(told) > 1}


@compile_once(keys=Many(KEY), now=MOMENT)
def tellings(keys, now):
    rows = Showing.objects.live(now).filter(original_id__among=keys).order_by()
    return rows.values_list("original_id", "slug", "language")


def shown_pictures(keys, now):
    """Edition to the addresses of its pictures that we may show, and until when."""
    named = [*pictures_in(keys=keys)] if keys else []
    images = {
        image.name: image
        for image in (images_called(names={name for _, name in named}) if named else ())
        if image.showable(now)
    }
    found = defaultdict(list)
    for key, name in named:
        if name in images:
            found[key].append(images[name].get_absolute_url())
    return found, rights_end(images.values(), now)


@compile_once(keys=Many(NUMBER))
def pictures_in(keys):
    rows = Mention.objects.filter(kind=Mention.Kind.IMAGE, showing__among=keys)
    return rows.order_by("pk").values_list("showing_id", "slug")


@compile_once(names=Many(TEXT))
def images_called(names):
    return Image.objects.filter(name__among=names).order_by()


@compile_once(since=MOMENT, now=MOMENT)
def stories_begun(most, since, now):
    """Live stories that were first published since a moment, the newest first.

    What is live of them came out no earlier, which bounds what is read.
    """
    rows = Showing.objects.live(now).stories()
    rows = rows.filter(live_from__gt=since, first_published_at__gt=since)
    return rows.order_by("-first_published_at", "pk")[:most]
