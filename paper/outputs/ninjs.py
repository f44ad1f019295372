"""An edition, a topic, or the note in the place of one, as ninjs 3.2: the JSON of news
agencies. Pure.

`uri` outlives addresses and headlines; `version` is the number of the edition.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.encoding import iri_to_uri

from explainer.newsrooms import label
from pages.graph import without_empty
from paper.outputs.text_blocks import TextBlock

Item = dict[str, Any]
Part = Mapping[str, Any]

STANDARD = {
    "name": "ninjs",
    "version": "3.2",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json#",
}
CODES = "http://cv.iptc.org/newscodes"
GENRES = {
    "explainer": {"name": "Background", "uri": f"{CODES}/genre/Background"},
    "question": {
        "name": "Question and answer",
        "uri": f"{CODES}/genre/Question_Answer",
    },
}
ORIGINS = {
    "assisted": "compositeWithTrainedAlgorithmicMedia",
    "generated": "trainedAlgorithmicMedia",
}
# Where things of a kind stand; what nobody has said the kind of is a subject.
KINDS = {
    "person": "people",
    "organisation": "organisations",
    "place": "places",
    "event": "events",
    "work": "objects",
}
MAIN = 1  # A prominence up to this is what a text is about.


def uri(key: Any) -> str:
    """What names a story, a question or a topic for good."""
    return f"urn:uuid:{key}"


def role_text(role: str, value: Any, **more: Any) -> list[Item]:
    """One entry of a list of texts, or none."""
    return [{"role": role, "value": value, **more}] if value else []


def item(envelope: Part, document: Part, site: str, html: str, words: int) -> Item:
    """What a frozen document and the record say, without what stands around it."""
    is_question = document["format"].startswith("question/")
    profile = "question" if is_question else "explainer"
    return without_empty(
        {
            "uri": uri(document.get("id", "")),
            "type": "text",
            "representationType": "full",
            "profile": profile,
            **versions(envelope),
            "language": envelope["language"],
            "title": document.get("short_headline"),
            "slugline": document.get("slug"),
            "by": by(document),
            "copyrightHolder": site,
            "edNote": envelope["note"],
            "headlines": [
                *role_text("main", document.get("headline") or document.get("title")),
                *role_text("short", document.get("short_headline")),
                *role_text("kicker", document.get("kicker")),
            ],
            "descriptions": role_text("standfirst", document.get("standfirst")),
            "bodies": role_text("main", html, contentType="text/html", wordCount=words),
            "infoSources": [*map(info_source, document.get("sources", []))],
            "subjects": [
                {"name": tag, "rel": "tag"} for tag in document.get("tags", [])
            ],
            "genres": [GENRES[profile]],
            "digitalSourceType": origin(document),
            "altIds": addresses(envelope),
            "trustIndicators": corrections(envelope),
            "standard": STANDARD,
        }
    )


def versions(envelope: Part) -> Item:
    return {
        "version": str(envelope["edition"]),
        "firstCreated": envelope["first_published_at"],
        "versionCreated": envelope["published_at"],
        "pubStatus": "usable",
    }


def addresses(envelope: Part) -> list[Item]:
    """Where the text stands now, and where this edition does for good."""
    edition = next(form["address"] for form in envelope["forms"])
    return [
        {"role": "permalink", "value": envelope["address"]},
        {"role": "edition", "value": edition},
        *(
            {"role": "digest", "value": envelope[key]}
            for key in ("digest",)
            if key in envelope
        ),
    ]


def corrections(envelope: Part) -> list[Item]:
    """Each correction up to this edition, with its note."""
    return [
        {"title": f"{one['kind']}, {one['published_at']}: {one['note']}"}
        | {"href": one["address"]}
        for one in envelope["corrections"]
    ]


def by(document: Part) -> str:
    """The names that a text is printed under."""
    names = (
        part.get("name", "")
        for part in document.get("byline", [])
        if part.get("role", "by") == "by"
    )
    return ", ".join(filter(None, names))


def info_source(part: Part) -> Item:
    """A cited piece: whose it is, of which kind, and where it can be read."""
    address = part.get("url") or part.get("archive_url", "")
    told = {"name": label(part), "role": part.get("kind", "report")}
    told |= {"literal": part.get("title", "")}
    return without_empty(told | {"uri": iri_to_uri(address)})


def origin(document: Part) -> Item:
    """The part that a language model had; a text by people declares nothing."""
    code = ORIGINS.get(document.get("digital_source", ""), "")
    return {"uri": f"{CODES}/digitalsourcetype/{code}"} if code else {}


def with_things(made: Item, document: Part, entities: Part, site: str) -> Item:
    """The item with whom and what its text names, by their kinds."""
    made, seen = dict(made), set()
    for part in document.get("entities", []):
        entity = entities.get(part["slug"])
        name = entity.name if entity else part.get("name", "")
        if not name or name in seen:
            continue
        seen.add(name)
        is_main = part.get("prominence", MAIN + 1) <= MAIN
        told = {"name": name, "rel": "about" if is_main else "mentions"}
        if entity:
            told["uri"] = iri_to_uri(site + entity.get_absolute_url())
        place = KINDS.get(entity.kind, "subjects") if entity else "subjects"
        made[place] = [*made.get(place, []), told]
    return made


def association(rel: str, name: str, address: str, **more: Any) -> Item:
    """Another thing beside this one, at its own address."""
    return {"uri": iri_to_uri(address), "name": name, "rel": rel, **more}


def picture(shown: Any, site: str) -> list[Item]:
    """The picture at the top, while we have the right to show it."""
    if shown is None or shown.shown is None:
        return []
    rendition = {
        "name": "main",
        "href": site + shown.shown.address,
        "width": shown.shown.width,
        "height": shown.shown.height,
    }
    told = without_empty(
        {
            "type": "picture",
            "by": shown.credit,
            "usageTerms": shown.licence,
            "descriptions": [
                *role_text("caption", shown.caption),
                *role_text("alt", shown.alt),
            ],
            "renditions": [rendition],
        }
    )
    name = shown.alt or shown.caption or "picture"
    return [association("picture", name, rendition["href"], **told)]


def of_block(made: Item, block: TextBlock, address: str, cited: Iterable[Part]) -> Item:
    """The item of one block of a text, with the sources that it cites."""
    left = ("associations", "subjects", *KINDS.values())
    kept = {key: value for key, value in made.items() if key not in left}
    bodies = [
        *role_text("main", block.html, contentType="text/html"),
        *role_text("text", block.text, contentType="text/plain"),
    ]
    return without_empty(
        kept
        | {"uri": iri_to_uri(address), "representationType": "partial"}
        | {"title": block.heading, "bodies": bodies}
        | {"infoSources": [*map(info_source, cited)]}
    )


def canceled(key: Any, address: str, entry: Part) -> Item:
    """What stands in the place of a text that was taken down."""
    return without_empty(
        {
            "uri": uri(key),
            "type": "text",
            "version": str(entry["edition"]),
            "versionCreated": entry["published_at"],
            "pubStatus": "canceled",
            "edNote": entry["note"],
            "descriptions": role_text("note", entry["note"]),
            "altIds": [{"role": "permalink", "value": address}],
            "standard": STANDARD,
        }
    )


def collection(
    name: str, address: str, things: Item, bodies: Sequence[Item], found: Sequence[Item]
) -> Item:
    """A page that leads to others, such as a topic's."""
    return without_empty(
        {
            "uri": iri_to_uri(address),
            "type": "composite",
            "representationType": "full",
            "profile": "topic",
            "pubStatus": "usable",
            "headlines": role_text("main", name),
            "descriptions": [*bodies],
            **things,
            "associations": [*found],
            "standard": STANDARD,
        }
    )
