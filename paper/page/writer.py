"""Renders a page's prose, and notes for each row of a block which sources it cites."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString

from explainer import prose
from explainer.days import day
from explainer.newsrooms import label
from explainer.renderer import Context
from explainer.terms import Term, Terms
from paper.page.marks import Amendments, Since, with_mark
from paper.page.surroundings import Part, Surroundings

PRIMARY = frozenset({"document", "data", "statement", "interview", "own"})


@dataclass(frozen=True)
class Note:
    """One source in the margin, beside the first words of a block that cite it."""

    number: int
    key: str
    label: str
    locator: str
    published: date | None
    primary: bool


@dataclass
class Row:
    """The notes that stand beside one row of a block; `gap` are rows without any."""

    place: int
    gap: range
    notes: list[Note] = field(default_factory=list)


class Writer:
    """One for each page: citations count through the whole page."""

    def __init__(self, document: Part, around: Surroundings) -> None:
        self.since: Since | None = around.since
        self.amended: Amendments | None = around.amended
        self.sources = {part["key"]: part for part in document.get("sources", [])}
        self.numbers = {key: place for place, key in enumerate(self.sources, 1)}
        spoken = {key: label(source) for key, source in self.sources.items()}
        self.context = Context(sources=spoken, mentions=dict(around.mentions))
        self.context.terms = Terms(
            Term(number, part.get("term", ""), meaning)
            for number, part in enumerate(document.get("glossary", []), 1)
            if (meaning := prose.plain(part.get("meaning", "")).strip())
        )
        self.start()

    def start(self, block: str = "") -> None:
        """Begin a block: it notes a source once, beside the row that first cites it.

        In one that has a name each paragraph has an address.
        """
        self.context.block = block
        self.place = 0
        self.noted: dict[str, int] = {}
        self.rows: list[Row] = []

    @property
    def only_new(self) -> bool:
        """Whether nothing else is to be shown than what is new to the reader."""
        return bool(self.since and self.since.only)

    def next_row(self) -> None:
        self.place += 1

    def of(
        self,
        part: Part,
        field: str,
        sources: Iterable[str] = (),
        level: int = 3,
        marks: bool = True,
    ) -> SafeString:
        """A part's text, with marks at what is new or was put right."""
        text, uid = part.get(field, ""), part.get("uid", "")
        if not marks and not (self.amended and self.amended.touches(uid, field)):
            return self.text(text, sources, level) + self.mended(part)
        if self.touched(uid, field):
            html, blocks = SafeString(""), prose.blocks(text)
            for index, block in enumerate(blocks):
                if self.hides(uid, field, index):
                    continue
                cited = sources if index == len(blocks) - 1 else ()
                told = self.text(block, cited, level)
                html += self.dressed(told, uid, field, index, marks)
        elif not uid and self.hides(uid, field, 0):
            html = SafeString("")
        else:
            html = self.text(text, sources, level)
        return with_mark(self.sign(part) if marks else "", html) + self.mended(part)

    def skip_row(self) -> None:
        """The row just begun isn't shown after all."""
        self.place -= 1

    def hides(self, uid: str, field: str, index: int) -> bool:
        return bool(self.since and self.since.hides(uid, field, index))

    def touched(self, uid: str, field: str) -> bool:
        """Whether some block of a text needs a mark of its own."""
        told = (self.since, self.amended)
        return any(item.touches(uid, field) for item in told if item)

    def dressed(
        self, html: SafeString, uid: str, field: str, index: int, marks: bool = True
    ) -> SafeString:
        """A block with its marks."""
        if self.since and marks:
            html = with_mark(self.since.block(uid, field, index), html)
        return html + self.amended.at(uid, field, index) if self.amended else html

    def mended(self, part: Part) -> SafeString:
        """The boxes of a part of which something else than its prose was put right."""
        return self.amended.part(part) if self.amended else SafeString("")

    def sign(self, part: Part, field: str = "") -> str:
        """The mark of a part that has no prose to carry it, or that is set above it."""
        uid = part.get("uid", "")
        if not self.since or not uid:
            return ""
        return self.since.part(uid) or self.since.text(uid, field)

    def text(
        self, text: str, sources: Iterable[str] = (), level: int = 3
    ) -> SafeString:
        """Block HTML of a text, the sources of its part cited at its end."""
        if sources:
            cited = {key for key, _locator in prose.citations(text)}
            more = [key for key in sources if key in self.sources and key not in cited]
            text += "".join(f"[^{key}]" for key in more)
        self.note(prose.citations(text))
        return prose.render(text, self.context, level)

    def mark(self, key: str) -> SafeString:
        """The citation of one source, where no text carries it."""
        if key not in self.sources:
            return SafeString("")
        self.note([(key, "")])
        return prose.inline(f"[^{key}]", self.context)

    def note(self, citations: Iterable[tuple[str, str]]) -> None:
        place = max(self.place, 1)
        for key, locator in citations:
            if key not in self.sources or key in self.noted:
                continue
            self.noted[key] = place
            if not self.rows or self.rows[-1].place != place:
                last = self.rows[-1].place if self.rows else 0
                self.rows.append(Row(place, range(last + 1, place)))
            self.rows[-1].notes.append(self.note_of(key, locator))

    def note_of(self, key: str, locator: str = "") -> Note:
        source = self.sources[key]
        return Note(
            number=self.numbers[key],
            key=key,
            label=label(source),
            locator=locator.replace(" ", "\N{NO-BREAK SPACE}"),
            published=day(source.get("published", "")),
            primary=source.get("kind") in PRIMARY,
        )
