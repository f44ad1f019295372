"""An edition for machines: its frozen document, and beside it what the record says.

The document is as it was frozen, so its hash can be asked for. Every form of an edition
begins from the same envelope, and names the same blocks by the same addresses.
"""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language

from explainer import front_matter, markdown_file
from explainer.document import canonical, digest
from paper.editions import queries as record
from paper.outputs import ninjs
from paper.outputs.alternates import TWINS
from paper.outputs.full_text import full_text
from paper.outputs.signposts import edition_entry, in_json, markdown
from paper.outputs.text_blocks import TextBlock, blocks, words
from stories.models import Removal

FORMAT = "edition/1"
# Each edition has these forms: what they are, and the address's name.
FORMS = [("text/html", "edition")]
FORMS += [(kind, f"edition_{ending}") for ending, kind in TWINS.items()]


@dataclass(frozen=True)
class Twin:
    """An edition: its row, its document as readers may have it, and its page."""

    reading: object
    row: object
    document: dict
    page: object

    def site(self, page, *numbers):
        return f"{settings.SITE_URL}{self.reading.address(page, *numbers)}"

    @cached_property
    def envelope(self):
        """What the record says of an edition, for all its forms; moments are ISO 8601.

        `digest` is only there if the document is whole: of what readers don't have it
        would let guesses be tried.
        """
        row, current = self.row, self.reading.current
        said = {
            "format": FORMAT,
            "address": f"{settings.SITE_URL}{current.get_absolute_url()}",
            **edition_entry(row),
            "first_published_at": row.first_published_at.isoformat(),
            "updated_at": row.updated_at.isoformat(),
            "language": row.language or get_language(),
            "corrections": [
                edition_entry(edition)
                | {"address": self.site("edition", edition.number)}
                for edition in corrections(self.reading, row)
            ],
            "forms": [
                {"type": kind, "address": self.site(page, row.number)}
                for kind, page in FORMS
            ],
            "current": {"edition": current.number, "address": self.site("json")},
        }
        if digest(canonical(self.document)) == row.digest:
            said["digest"] = f"sha256:{row.digest}"
        if removed := self.reading.removed.get(row.pk):
            said["removed"] = [*map(removal_entry, removed)]
        return said

    @cached_property
    def html(self):
        return str(full_text(self.page, headed=True))

    @cached_property
    def blocks(self):
        return blocks(self.html)

    @property
    def edition(self):
        """The address at which each block stands for good, behind a #."""
        return self.site("edition", self.row.number)

    def block(self, name):
        """The block of a name, or 404."""
        found = next((block for block in self.blocks if block.name == name), None)
        if found is None:
            raise Http404
        return found

    def address_of(self, block):
        return f"{self.edition}#{block.name}"

    def cited(self, block):
        """The sources that a block cites, each with its number."""
        listed = self.document.get("sources", [])
        return [
            {"number": number, "address": f"{self.edition}#source-{number}"}
            | {key: value for key, value in listed[number - 1].items() if key != "uid"}
            for number in block.sources
            if number <= len(listed)
        ]


def in_form(twin, form, name=""):
    """The answer: a whole edition, or the block of a name, in a form."""
    block = twin.block(name) if name else None
    if form == "md":
        response = markdown(md_of_block(twin, block) if block else md(twin))
    else:
        of_block, whole = (
            (ninjs_of_block, ninjs_item)
            if form == "ninjs"
            else (json_of_block, json_of_all)
        )
        response = in_json(of_block(twin, block) if block else whole(twin))
    response["Link"] = f'<{twin.envelope["address"]}>; rel="canonical"'
    return response


def json_of_all(twin):
    listed = [entry(twin, block) for block in twin.blocks]
    return {**twin.envelope, "blocks": listed, "document": twin.document}


def entry(twin, block):
    """A block in the list of them; one that holds others leaves the words to those."""
    said = {"id": block.name, "address": twin.address_of(block)}
    said |= {"heading": block.heading, "about": block.about}
    said |= {"text": block.text} if block.whole else {}
    return {key: value for key, value in said.items() if value}


def json_of_block(twin, block: TextBlock):
    said = entry(twin, block) | {"text": block.text, "html": block.html}
    return {**twin.envelope, "block": said | {"sources": twin.cited(block)}}


def record_of(twin):
    """What the front matter of a file says of the edition."""
    said = {key: value for key, value in twin.envelope.items() if key != "forms"}
    return {**said, "block": f"{twin.site('edition_md', twin.row.number)}?block="}


def md(twin):
    names = [block.name for block in twin.blocks]
    return markdown_file.write(twin.document, record_of(twin) | {"blocks": names})


def md_of_block(twin, block):
    """One passage with where it stands and what it cites, to be quoted from."""
    said = {**record_of(twin), "cite": twin.address_of(block)}
    lines = [*filter(None, (f"## {block.heading}", block.about, quoted(block.text)))]
    for source in twin.cited(block):
        told = [source.get(key, "") for key in ("title", "outlet", "published", "url")]
        lines.append(f"[^{source['number']}]: {'. '.join(filter(None, told))}")
    return front_matter.write(said) + "\n" + "\n\n".join(lines) + "\n"


def quoted(text):
    return "\n".join(f"> {line}" for line in text.split("\n"))


def ninjs_item(twin):
    """The edition for news agencies' systems."""
    envelope, document = twin.envelope, twin.document
    around = getattr(twin.page, "around", None)
    counted = len(words(twin.html).split())
    said = ninjs.item(envelope, document, settings.SITE_NAME, twin.html, counted)
    if around is None:
        return said
    said = ninjs.with_things(said, document, around.entities, settings.SITE_URL)
    found = ninjs.picture(twin.page.opening.picture, settings.SITE_URL)
    for kind, rows in (("related", around.stories), ("question", around.questions)):
        for row in {row.pk: row for row in rows.values()}.values():
            address = f"{settings.SITE_URL}{row.get_absolute_url()}"
            found.append(ninjs.association(kind, row.headline, address))
    return said | ({"associations": found} if found else {})


def ninjs_of_block(twin, block):
    address = twin.address_of(block)
    return ninjs.of_block(ninjs_item(twin), block, address, twin.cited(block))


def removal_entry(removal):
    """What an order took out: the hash that the text had before stays known."""
    redaction, is_note = removal.redaction, removal.of == Removal.EDITION
    said = {
        "at": redaction.at.isoformat(),
        "order": redaction.order,
        "reason": redaction.reason,
        "from": "note" if is_note else "document",
    }
    return said if is_note else said | {"digest_before": f"sha256:{removal.before}"}


def corrections(reading, row):
    """Those that were made up to an edition."""
    known = reading.history.up_to(row.number)
    return [edition for edition in known if edition.kind in record.AMENDING]
