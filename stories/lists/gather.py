"""What is live of each kind of list. A thing is public if a live text names it."""

from django.db.models import Count
from django.utils.text import slugify

from stories.models import Desk, Mention, Showing

NEWEST = "-updated_at"


def of_desk(slug, now):
    rows = Showing.objects.live(now).stories().filter(desk=slug)
    return rows.with_news().order_by(NEWEST)


def desks(now):
    """Desks that have something live, in their own order, with how much."""
    live = Showing.objects.live(now).stories().exclude(desk="")
    counted = dict(live.values_list("desk").annotate(Count("pk")))
    rows = Desk.objects.filter(slug__in=counted)
    return [(desk, counted[desk.slug]) for desk in rows]


def naming(kind, slug, now):
    """Live stories that name a thing, the one changed last first."""
    return naming_any(kind, [slug], now)


def naming_any(kind, slugs, now):
    named = Mention.objects.live(now).filter(kind=kind, slug__in=slugs)
    live = Showing.objects.live(now).stories().with_news()
    return live.filter(pk__in=named.values("showing")).order_by(NEWEST)


def under(slug, person, now):
    """Live stories with somebody's name, also with the names merged into theirs."""
    slugs = {slug}
    if person:
        slugs |= {person.slug, *(other.slug for other in person.absorbed.all())}
    return naming_any(Mention.Kind.AUTHOR, slugs, now), slugs


def credits(rows, slugs):
    """What each of some texts says of one person's part in it: name and roles."""
    texts = Showing.objects.select_related("edition__revision")
    texts = texts.in_bulk([row.pk for row in rows])
    found = {}
    for row in rows:
        listed = texts[row.pk].edition.revision.content.get("byline", [])
        own = [part for part in listed if slug_of(part) in slugs]
        found[row.pk] = [(part["name"], part.get("role", "by")) for part in own]
    return found


def slug_of(part):
    """The slug by which a credited name is found."""
    return part.get("entity") or slugify(part["name"])[:200]
