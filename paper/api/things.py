"""Topics and outlets: lists in the order of their slugs, and one of each."""

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from entities.models import Entity
from paper.api import problems
from paper.api.reply import Reply, list_reply, read_ahead
from paper.api.text_lists import site
from paper.lists import outlets as papers
from paper.queries import page_rows
from paper.queries.keyset import START
from paper.queries.paging import CountUpTo
from paper.topics import topic_twin
from paper.topics.topic import build, family
from people.compiled_query import MOMENT, TEXT, compile_once
from people.routes import address
from sources.models import Outlet
from stories.models import Mention
from stories.models.topics import public

PIECES = 20
COUNTED = 20
FACTS = ("country", "owner", "kind")


def topics(asked):
    """Who and what has a page."""
    limit, kind = asked.get("limit", 20), asked.get("kind", "")
    behind = {"after": asked.get("cursor", ""), "now": asked.now}
    rows = topics_behind(read_ahead(limit), kind, **behind)
    items = [topic_item(row) for row in rows[:limit]]
    return list_reply(items, last_slug(rows, limit), asked.now)


@compile_once(after=TEXT, now=MOMENT)
def topics_behind(most, kind, after, now):
    rows = public(Entity.objects.filter(slug__gt=after), now)
    rows = rows.filter(kind=kind) if kind else rows
    return rows.order_by("slug")[:most]


def last_slug(rows, limit):
    return rows[limit - 1].slug if len(rows) > limit else ""


def topic_item(row):
    own = site(row.get_absolute_url())
    said = {"slug": row.slug, "name": row.name, "kind": row.kind, "address": own}
    return said | topic_twin.facts(
        lead=row.lead,
        as_of=topic_twin.day(row.as_of),
        twin=site(address("entity_json", row.slug)),
    )


def topic(asked):
    """A topic with all that its page shows, or with more of it."""
    slug = asked.get("slug")
    found = family(slug, asked.now)
    if not found:
        raise problems.unknown("topic", slug)
    if found[0].slug != slug:
        to = site(reverse("api_topic", args=[found[0].slug]))
        sentence = f"This topic has another address now: {to}"
        raise problems.ProblemError(301, sentence, address=to)
    page = build(found, asked.now, everything=asked.get("all") == "yes")
    return Reply(topic_twin.of(page), page.due)


def outlets(asked):
    """Whom live stories cite."""
    limit = asked.get("limit", 20)
    behind = {"after": asked.get("cursor", ""), "now": asked.now}
    rows = outlets_behind(read_ahead(limit), **behind)
    items = [outlet_item(row) for row in rows[:limit]]
    return list_reply(items, last_slug(rows, limit), asked.now)


@compile_once(after=TEXT, now=MOMENT)
def outlets_behind(most, after, now):
    return cited(Outlet.objects.filter(slug__gt=after), now).order_by("slug")[:most]


@compile_once(slug=TEXT, now=MOMENT)
def outlet_at(slug, now):
    return cited(Outlet.objects.filter(slug=slug), now)


def cited(rows, now):
    """Those that have a page, each beside how many live stories cite it, up to one more
    than are counted."""
    citing = Mention.objects.live(now).filter(original_id__isnull=False)
    citing = citing.filter(kind=Mention.Kind.OUTLET, slug=OuterRef("identity"))
    counted = CountUpTo(citing.values(key=F("pk"))[: COUNTED + 1])
    # One row alone: PostgreSQL would gather the citations of all for an EXISTS.
    newest = citing.order_by("-updated_at").values("updated_at")[:1]
    rows = rows.annotate(stories=counted, newest=Subquery(newest))
    return rows.filter(Q(open=True) | Q(newest__isnull=False))


def outlet_item(row):
    said = {"slug": row.slug, "name": row.name}
    said |= {"address": site(address("outlet", row.slug))}
    said |= {"domains": row.domains.split(), "paywalled": row.paywalled}
    said |= {
        "stories": min(row.stories, COUNTED),
        "more_stories": row.stories > COUNTED,
    }
    said |= {name: value for name in FACTS if (value := getattr(row, name))}
    return said | ({} if row.newsroom is None else {"newsroom": row.newsroom})


def outlet(asked):
    """An outlet with the pieces of it that the newest stories cite."""
    row = outlet_at.first(slug=asked.get("slug"), now=asked.now)
    if row is None:
        raise problems.unknown("outlet", asked.get("slug"))
    citing = papers.citing_stories(
        False, PIECES, identity=row.identity, now=asked.now, **START
    )
    told = papers.mentions_among(Mention.Kind.OUTLET, citing, [row.identity])
    found = papers.pieces([(text, told.get(text.pk, ())) for text in citing])
    said = outlet_item(row) | {"pieces": [*map(piece_item, found)]}
    return Reply(said, page_rows.next_due(asked.now))


def piece_item(piece):
    said = {"title": piece.title, "outlet": piece.outlet, "url": piece.url}
    said |= {"published": topic_twin.day(piece.published), "copy_of": piece.copy_of}
    cited_in = [site(row.get_absolute_url()) for row in piece.showings]
    return topic_twin.facts(**said, cited_in=cited_in)
