"""Search for programs: the texts found, and of each the passages that have the words,
with an address to cite."""

from paper.api.reply import Reply
from paper.api.text_lists import kind_of, text_item
from paper.editions.queries import History
from paper.editions.reading import Reading
from paper.editions.twin import Twin, entry
from paper.queries import page_rows
from paper.queries.many_texts import pages
from paper.search import meaning, results
from paper.search.highlight import places
from paper.search.query import parse_query
from people.compiled_query import MOMENT, NUMBER, Many, compile_once
from stories.models import Showing

PASSAGES = 3  # of each text
MORE = 4
FURTHEST = 200  # so many may be passed over
NARROWING = {"type": "kind", "desk": "desk", "topic": "topic", "outlet": "outlet"}
NARROWING |= {"since": "since", "until": "until"}


def search(asked):
    limit, offset = asked.get("limit", 10), asked.get("offset", 0)
    who = meaning.match_topics(parse_query(asked.get("q")), asked.now)
    narrowed = {
        ours: asked.get(name)
        for name, ours in NARROWING.items()
        if name in asked.values
    }
    sought = results.Search(who.asked, narrowed)
    found = live_rows(sought, asked.now, offset + limit + 1) if sought else []
    rows = found[offset : offset + limit]
    texts = pages([row.pk for row in rows], asked.now)
    items = [text_item(row) | passages(row, texts, sought, asked.now) for row in rows]
    after = offset + limit
    said = {"items": items}
    if len(found) > after and after <= FURTHEST:
        said["next_offset"] = after
    due = page_rows.next_due(asked.now)
    due = page_rows.earliest(due, *(getattr(p, "due", None) for p in texts.values()))
    return Reply(said, due)


def live_rows(sought, now, most):
    """The best texts found. Of what is found in many some may have been followed by
    others, so more are looked at."""
    keys = results.find(sought, now, MORE * most).keys[: MORE * most]
    rows = {row.pk: row for row in live_among(keys=keys, now=now)} if keys else {}
    return [rows[key] for key in keys if key in rows][:most]


@compile_once(keys=Many(NUMBER), now=MOMENT)
def live_among(keys, now):
    return Showing.objects.live(now, now).filter(pk__among=keys)


def passages(row, texts, sought, now):
    """The blocks of a text with most of the words sought, in the order of the page."""
    page = texts[row.pk]
    reading = Reading(kind_of(row), History(page.showing, [page.showing]), now)
    document = page.showing.edition.revision.content
    twin = Twin(reading, page.showing, document, page)
    language = text_item(row)["language"].partition("-")[0].lower()
    found = [
        (len(places(block.text, sought.asked, language)), -at, block)
        for at, block in enumerate(twin.blocks)
        if block.whole and block.name != "headline"
    ]
    # Who lists a source with the words says less than who writes them.
    ranked = sorted(
        (one for one in found if one[0]),
        key=lambda one: (one[2].name.startswith("source-"), -one[0], -one[1]),
    )
    best = sorted(ranked[:PASSAGES], key=lambda one: -one[1])
    return {"passages": [cited(twin, block) for _count, _at, block in best]}


def cited(twin, block):
    return entry(twin, block) | {"sources": twin.cited(block)}
