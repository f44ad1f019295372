"""A topic's page for programs: who it is, and what live texts say of it, no more."""

import re

from django.conf import settings

from explainer import front_matter
from explainer.days import clip_day, span
from paper.outputs import ninjs

FORMAT = "topic/1"
SPECIAL = re.compile(r"([\\`*_\[\]<>#])")


def site(path):
    return f"{settings.SITE_URL}{path}"


def facts(**said):
    """What is known; an absent fact is an absent key."""
    return {
        key: value for key, value in said.items() if value not in (None, "", [], {})
    }


def of(page):
    """All that the page shows, in the order in which it does."""
    entity = page.entity
    return {
        "format": FORMAT,
        "address": site(entity.get_absolute_url()),
        "name": entity.name,
        "kind": entity.kind,
    } | facts(
        lead=entity.lead,
        as_of=day(entity.as_of),
        attribution=entity.attribution,
        licence=entity.licence,
        also=page.also,
        same_as=[*entity.links],
        roles=[role_of(role) for role in page.roles],
        quotes=[quote_of(item) for item in page.quotes.shown],
        stories=[text_of(row) for row in page.stories.shown],
        events=[event_of(item) for item in page.events.shown],
        questions=[text_of(row) for row in page.questions],
        written=[text_of(row) for row in page.written.shown],
        often_with=[
            {"name": row["its_name"], "slug": row["its_slug"]} for row in page.related
        ],
    )


def day(value, precision="day"):
    return value and clip_day(value.isoformat(), precision)


def role_of(role):
    since = day(role.since, role.since_precision or "day")
    until = day(role.until, role.until_precision or "day")
    return facts(title=role.title, since=since, until=until)


def text_of(row):
    """A live text as lists have it, and where it is whole."""
    address = site(row.get_absolute_url())
    return facts(
        headline=row.headline,
        address=address,
        edition=row.number,
        updated_at=row.updated_at.isoformat(),
        status=row.status,
        language=row.language,
        twin=f"{address.rstrip('/')}.json",
    )


def dated(item):
    row = item.row
    return facts(
        # What is no one day has its place among them, and is none.
        date=None if span(row.label) else day(row.day, row.precision or "day"),
        label=row.label,
        told_in=[site(showing.get_absolute_url()) for showing in item.showings],
    )


def quote_of(item):
    known = item.row.said
    kept = ("context", "paraphrase", "original", "original_language", "source")
    said = {key: known[key] for key in kept if known.get(key)}
    return facts(text=item.row.text, role=item.role, **said, **dated(item))


def event_of(item):
    sources = item.row.said.get("sources") or []
    return facts(text=item.words, sources=sources, **dated(item))


def as_markdown(page):
    """Facts as front matter, and below them what is read."""
    said = of(page)
    lists = (
        "quotes",
        "stories",
        "events",
        "questions",
        "written",
        "often_with",
        "lead",
    )
    front = {key: value for key, value in said.items() if key not in lists}
    body = [
        f"# {literal(said['name'])}",
        *filter(None, [literal(said.get("lead", ""))]),
    ]
    for heading, lines in (
        ("Quotes", map(quote_line, said.get("quotes", []))),
        ("Stories", map(text_line, said.get("stories", []))),
        ("Timeline", map(event_line, said.get("events", []))),
        ("Questions", map(text_line, said.get("questions", []))),
        ("Written", map(text_line, said.get("written", []))),
    ):
        if listed := "\n".join(lines):
            body += [f"## {heading}", listed]
    return front_matter.write(front) + "\n" + "\n\n".join(body) + "\n"


def literal(text):
    """Words in one line that no reader of Markdown takes for marks."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def text_line(said):
    return f"- [{literal(said['headline'])}]({said['address']})"


def quote_line(said):
    about = [said.get("date") or said.get("label", ""), said.get("role", "")]
    words = literal(said["text"])
    words = words if said.get("paraphrase") else f"“{words}”"
    return f"- {', '.join(filter(None, [words, *about]))}: {links(said)}"


def event_line(said):
    when = said.get("label") or said.get("date", "")
    words = ": ".join(filter(None, [literal(when), literal(said["text"])]))
    return f"- {words} {links(said)}"


def links(said):
    return " ".join(f"<{address}>" for address in said.get("told_in", []))


def as_ninjs(page):
    """The topic and what leads on from it."""
    entity, address = page.entity, site(page.entity.get_absolute_url())
    found = [
        ninjs.association(rel, row.headline, site(row.get_absolute_url()))
        for rel, rows in (("story", page.stories.shown), ("question", page.questions))
        for row in rows
    ]
    thing = {"name": entity.name, "rel": "about", "uri": address}
    things = {ninjs.KINDS.get(entity.kind, "subjects"): [thing]}
    lead = ninjs.role_text("lead", entity.lead)
    return ninjs.collection(entity.name, address, things, lead, found)
