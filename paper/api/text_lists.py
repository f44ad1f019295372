"""Lists of live stories and questions, the newest first, narrowed and page by page."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from paper.api.reply import list_reply, read_ahead
from paper.editions import queries as record
from paper.lists.outlets import outlet_at
from paper.lists.queries import names, naming
from paper.outputs.signposts import edition_entry
from paper.queries.keyset import EPOCH, PLACED, START, TICK, placed
from paper.topics.topic import family
from people.compiled_query import MOMENT, TEXT, Many, compile_by_values, each, padded
from people.routes import address
from stories.models import Mention, Showing

# What may narrow a list to texts that name something. The first that is given leads
# through the list, as no index has two in one order; the others are asked of each text.
NAMED = {
    "topic": Mention.Kind.ENTITY,
    "tag": Mention.Kind.TAG,
    "outlet": Mention.Kind.OUTLET,
}


COLUMNS = ("desk", "status", "language")


def site(path):
    return f"{settings.SITE_URL}{path}"


def urn(key):
    return f"urn:uuid:{key}"


def kind_of(row):
    return "question" if row.question_id else "story"


def text_item(row):
    """A live text in a list: what its envelope says, what it is about, and where it is
    whole."""
    kind, slug = kind_of(row), row.slug
    said = {
        "type": kind,
        "id": urn(row.story_id or row.question_id),
        "slug": slug,
        "headline": row.headline,
        "address": site(row.get_absolute_url()),
        **edition_entry(row),
        "edition_address": site(address(f"{kind}_edition", slug, row.number)),
        "twin": site(address(f"{kind}_edition_json", slug, row.number)),
        "first_published_at": row.first_published_at.isoformat(),
        "updated_at": row.updated_at.isoformat(),
        "language": row.language or get_language(),
        "corrections": row.corrections,
    }
    is_translation = row.story_id and row.original_id != row.story_id
    more = {
        "standfirst": row.standfirst or row.summary,
        "desk": row.desk,
        "status": row.status,
        "translation_of": urn(row.original_id) if is_translation else "",
    }
    return said | {key: value for key, value in more.items() if value}


def texts(kind, asked):
    """The part of a list that was asked for."""
    limit, size = asked.get("limit", 20), read_ahead(asked.get("limit", 20))
    slugs = {name: slugs_of(name, asked) for name in NAMED if name in asked.values}
    rows = []
    if all(slugs.values()):
        first, *others = slugs or [""]
        narrowed = [name for name in COLUMNS if name in asked.values]
        rows = texts_behind(
            *(kind, size, first, len(slugs.get(first, ()))),
            *(tuple(others), tuple(narrowed), is_own(asked)),
            slugs=slugs.get(first, []),
            tag=slugs.get("tag", [""])[0],
            outlet=slugs.get("outlet", [""])[0],
            **{name: asked.get(name, "") for name in COLUMNS},
            since=asked.get("since", EPOCH),
            now=asked.now,
            **place(asked.get("cursor", "")),
        )
    shown = [*rows[:limit]]
    items = [text_item(row) for row in shown]
    return list_reply(items, cursor(shown, len(rows) > limit), asked.now)


def slugs_of(name, asked):
    """Under which slugs texts name what was asked for, if there is any such thing."""
    slug = asked.get(name)
    if name == "topic":
        return padded(row.slug for row in family(slug, asked.now))
    if name == "outlet":
        return [row.identity for row in outlet_at(slug=slug)]
    return [slug]


def is_own(asked):
    """Whether texts that don't say their language are in the one asked for."""
    return asked.get("language") == get_language()


@compile_by_values(
    **{
        "slugs": Many(TEXT),
        "tag": TEXT,
        "outlet": TEXT,
        "since": MOMENT,
        "now": MOMENT,
    },
    **dict.fromkeys(COLUMNS, TEXT),
    **PLACED,
)
def texts_behind(
    kind, most, first, count, others, narrowed, own, *, at, key, slugs, **values
):
    """Live texts behind a place: those under the `first` of what they name, if there is
    one, that name the `others` too, and are narrowed by columns."""
    rows = Showing.objects.live(values["now"]).of(kind)
    rows = rows.filter(updated_at__gte=values["since"])
    for column in narrowed:
        said = Q(**{column: values[column]})
        rows = rows.filter(
            said | Q(language="") if column == "language" and own else said
        )
    for name in others:
        rows = rows.filter(names(NAMED[name], values[name]))
    if first:
        return naming(rows, NAMED[first], each(slugs, count), False, most, at, key)
    return placed(rows, "updated_at", False, at, key)[:most]


def place(cursor):
    """The place behind which a part of a list begins."""
    if not cursor:
        return START
    moment, _dash, key = cursor.partition("-")
    return {"at": EPOCH + int(moment) * TICK, "key": int(key)}


def cursor(rows, more, by="updated_at"):
    if not (rows and more):
        return ""
    return f"{(getattr(rows[-1], by) - EPOCH) // TICK}-{rows[-1].pk}"


def stories(asked):
    return texts("story", asked)


def questions(asked):
    return texts("question", asked)


def corrections(asked):
    """What was put right in what still stands, the newest first."""
    limit, size = asked.get("limit", 20), read_ahead(asked.get("limit", 20))
    at = place(asked.get("cursor", ""))
    rows = record.recent_amendments(False, size, now=asked.now, **at)
    shown = [*rows[:limit]]
    since = asked.get("since", EPOCH)
    fresh = [row for row in shown if row.live_from >= since]
    live = record.live_of(fresh, asked.now)
    items = [
        edition_item(row, live[row.story_id or row.question_id])
        for row in fresh
        if (row.story_id or row.question_id) in live
    ]
    more = len(rows) > limit and len(fresh) == len(shown)
    return list_reply(items, cursor(shown, more, by="live_from"), asked.now)


def edition_item(row, current):
    """One edition of a text that stands under an address now."""
    kind, slug = kind_of(row), current.slug
    is_text = row.kind != "withdrawal"
    said = {
        "type": kind,
        "id": urn(row.story_id or row.question_id),
        "slug": slug,
        "address": site(current.get_absolute_url()),
        **edition_entry(row),
        "material": row.material,
        "current": current.number,
    }
    if not is_text:
        return said
    return said | {
        "headline": row.headline,
        "edition_address": site(address(f"{kind}_edition", slug, row.number)),
        "twin": site(address(f"{kind}_edition_json", slug, row.number)),
        "language": row.language or get_language(),
    }
