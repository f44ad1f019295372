"""A document as a Markdown file, and back: the same text, to the letter. Pure.

Whatever has words for readers stands in the body: the headline as `#`, each block under
its `##`, each part of a list under its `###`, with facts as `- key: value` right below;
a heading within a text has two signs more than in house markup. All else, and what no
body can hold, is front matter: YAML with the keys of the format.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from explainer import front_matter
from explainer.blocks import fields_of, lists
from explainer.document import Document
from explainer.field import Field
from explainer.file import number_parts
from explainer.file_format import FILES
from explainer.finding import Finding
from explainer.markdown_lines import (
    NAMELESS,
    Passage,
    fact,
    is_line,
    passages,
    read_fact,
    read_from_body,
    typed,
    written_in_body,
)
from explainer.notation import FaultyFileError, Pairs
from explainer.story_blocks import QUESTION_BLOCKS, STORY_BLOCKS, Block
from explainer.values import excerpt

Fields = dict[str, Field]

# What a text is headed by, in every language: files are for programs, too. A text that
# has no name here is headed by its key.
HEADINGS = {
    "summary": "What's happened",
    "key_points": "Key points",
    "unknowns": "What we do not know yet",
    "brief": "In brief",
    "report": "In full",
    "figures": "Figures",
    "sections": "What's behind the headline?",
    "quotes": "Quotes",
    "papers": "What the papers say",
    "divergence": "Where they differ",
    "perspectives": "Perspectives",
    "background": "How we got here",
    "timeline": "Timeline",
    "expectations": "What happens next",
    "conversation.turns": "The conversation",
    "glossary": "Glossary",
    "sources": "Sources",
    "intro": "The short answer",
    "answers": "Answers",
}
# By which of its values a part is headed. Other lists stand in the front matter.
NAMES = {
    "key_points": "lead_in",
    "figures": "key",
    "sections": "heading",
    "quotes": "speaker",
    "perspectives": "outlet",
    "timeline": "date",
    "expectations": "due",
    "conversation.turns": "speaker",
    "glossary": "term",
    "sources": "key",
    "answers": "question",
}
TITLES = {True: "title", False: "headline"}
UNDER_TITLE = "standfirst"
RECORD = "edition"  # What the record says of a text. It isn't read back.


def write(document: Document, record: Mapping[str, Any] | None = None) -> str:
    """The file of a frozen document; `record` is told in the front matter."""
    left = without_default_uids(copy.deepcopy(document))
    fields = fields_of(document)
    body = [*title(left, fields)]
    for path in paths(fields):
        body += section(left, path, field_of(fields, path))
    order = [*fields, *left]
    front = {key: left[key] for key in dict.fromkeys(order) if left.get(key)}
    if record:
        front[RECORD] = {**record}
    return front_matter.write(front) + "\n" + "\n\n".join(body) + "\n"


def title(left: Document, fields: Fields) -> Iterator[str]:
    """The headline and what stands right under it."""
    name = TITLES["intro" in fields]
    if is_line(left.get(name)):
        yield f"# {left.pop(name)}"
        if left.get(UNDER_TITLE):
            yield written_in_body(left.pop(UNDER_TITLE))


def paths(fields: Fields) -> Iterator[str]:
    """Every text and every list that stands in the body, in the order of the page."""
    blocks = QUESTION_BLOCKS if "intro" in fields else STORY_BLOCKS
    for block in blocks:
        for path in own_texts(block):
            if field_of(fields, path).kind == "prose":
                yield path
        if block.parts in NAMES:
            yield block.parts


def own_texts(block: Block) -> Iterator[str]:
    for line in block.fields:
        yield from (line,) if isinstance(line, str) else line


def field_of(fields: Fields, path: str) -> Field:
    head, _dot, rest = path.partition(".")
    return field_of(fields[head].items, rest) if rest else fields[head]


def section(left: Document, path: str, field: Field) -> Iterator[str]:
    """One block of the body, taken out of what is left to tell."""
    head, _dot, key = path.partition(".")
    holder = left.get(head, {}) if key else left
    said = holder.pop(key or head, None)
    facts = [*own_facts(holder)] if key else []
    if key:
        left.pop(head, None)
    if said or facts:
        yield "\n".join([f"## {HEADINGS.get(path, path)}", *facts])
    if field.kind == "prose" and said:
        yield written_in_body(said)
    for item in said if field.kind == "list" and said else ():
        yield from part(dict(item), path, field)


def own_facts(holder: Document) -> Iterator[str]:
    for name, said in holder.items():
        yield f"- {name}: {fact(said)}"


def part(item: Document, path: str, field: Field) -> Iterator[str]:
    """A part of a list: what it is called, its facts, its text."""
    name, text = NAMES[path], text_of(field)
    told = item.pop(text, "") if text else ""
    is_named = is_line(item.get(name)) and item[name] != NAMELESS
    heading = item.pop(name) if is_named else NAMELESS
    known = [key for key in field.items if key in item]
    order = dict.fromkeys([*known[known[:1] == ["uid"] :], *item])
    facts = [f"- {key}: {fact(item[key])}" for key in order]
    yield "\n".join([f"### {heading}", *facts])
    if told:
        yield written_in_body(told)


def text_of(field: Field) -> str:
    """The key of a part's text: its prose, or what is called so."""
    found = (name for name, item in field.items.items() if is_text(item))
    return next(found, "text" if "text" in field.items else "")


def is_text(item: Field) -> bool:
    return item.kind == "prose" and not item.file_only


def without_default_uids(document: Document) -> Document:
    """The document without those uids that a reader of files gives its parts again."""
    if "id" not in document:
        return document
    numbered, bare = copy.deepcopy(document), copy.deepcopy(document)
    for item in items(numbered):
        item.pop("uid", None)
    number(numbered)
    for mine, default in zip(items(bare), items(numbered), strict=True):
        if mine.get("uid") == default["uid"]:
            del mine["uid"]
    again = copy.deepcopy(bare)
    number(again)
    return bare if again == document else document


def items(document: Document) -> Iterator[Document]:
    for _path, found, _fields in lists(document):
        yield from found


def number(document: Document) -> None:
    number_parts(document, fields_of(document), UUID(document["id"]))


def read(text: str) -> Document:
    """What a file says, in the keys of explainer files; or the lines of its faults."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = front_matter.split(text)
    if found is None:
        raise front_matter.fault(1, _("has no front matter: it begins with a line ---"))
    front, body, first = found
    said = front_matter.read(front)
    said.pop(RECORD, None)
    fields = FILES.get(str(said.get("format")), FILES["explainer/1"])
    made: Document = typed(said, Field("object", items=fields))
    Body(made, fields).take(passages(body, first))
    return made


class Body:
    """Puts what stands in a body into the object that its front matter made."""

    def __init__(self, made: Document, fields: Fields) -> None:
        self.made, self.fields = made, fields
        self.faults: list[Finding] = []
        self.known = {
            name.casefold(): path
            for path in paths(fields)
            for name in (path, HEADINGS.get(path, path))
        }
        self.path = ""  # Of the list whose parts follow.

    def take(self, found: Iterable[Passage]) -> None:
        for passage in found:
            self.take_passage(passage)
        if self.faults:
            raise FaultyFileError(self.faults)

    def take_passage(self, passage: Passage) -> None:
        if passage.level == 1:
            self.take_title(passage)
        elif passage.level == 2:
            self.take_block(passage)
        elif passage.level == 3 and self.path:
            self.take_part(passage)
        elif passage.level == 3:
            self.fault(passage.line, _("a heading within a text begins with ####"))
        elif passage.text:
            self.fault(passage.line + 1, _("words before the first heading"))

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Finding(_("line %d") % line, message))

    def put(self, line: int, path: str, value: Any) -> None:
        """Set a value that nothing else has set."""
        head, _dot, key = path.partition(".")
        holder = self.made.setdefault(head, {}) if key else self.made
        if not isinstance(holder, dict) or (key or head) in holder:
            self.fault(line, _("%s is there twice") % path)
        else:
            holder[key or head] = value

    def take_title(self, passage: Passage) -> None:
        self.path = ""
        self.put(passage.line, TITLES["intro" in self.fields], passage.heading)
        if passage.text:
            self.put(passage.line + 1, UNDER_TITLE, passage.text)

    def take_block(self, passage: Passage) -> None:
        path = self.known.get(passage.heading.casefold())
        self.path = ""
        if path is None:
            message = _('no block is called "%s"') % excerpt(passage.heading)
            return self.fault(passage.line, message)
        field = field_of(self.fields, path)
        if field.kind == "prose":
            return self.put(passage.line, path, read_from_body(passage.lines))
        self.path = path
        holder, dot, _key = path.partition(".")
        for line, name, value in passage.facts if dot else ():
            known = self.fields[holder].items.get(name)
            self.put(line, f"{holder}.{name}", read_fact(value, known or Field()))
        if passage.text if dot else read_from_body(passage.lines):
            self.fault(passage.line + 1, _("words before the first part (###)"))
        self.put(passage.line, path, [])
        return None

    def take_part(self, passage: Passage) -> None:
        field = field_of(self.fields, self.path)
        made: Document = Pairs(
            [
                (name, read_fact(value, field.items.get(name, Field())))
                for _line, name, value in passage.facts
            ]
        )
        if passage.heading != NAMELESS:
            made.setdefault(NAMES[self.path], passage.heading)
        if passage.text:
            made.setdefault(text_of(field) or "text", passage.text)
        head, _dot, key = self.path.partition(".")
        holder = self.made[head] if key else self.made
        if isinstance(holder.get(key or head), list):
            holder[key or head].append(made)
