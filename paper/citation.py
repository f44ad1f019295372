"""How one edition is cited: as a line of text, in BibTeX and in RIS."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer.days import format_date
from explainer.document import Document

# Braces as commands: those who read BibTeX count them even behind a backslash.
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&%#_"},
}
MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
# Either would part one name into two.
PARTED = re.compile(r"\band\b|,", re.IGNORECASE)


@dataclass(frozen=True)
class Citation:
    """One edition; it stands for good at its place on the paper's site."""

    slug: str
    headline: str
    names: Sequence[str]
    paper: str
    day: date
    written: str  # the day in the reader's own words
    number: int
    site: str
    place: str
    language: str = ""

    @property
    def address(self) -> str:
        return f"{self.site}{self.place}"

    @property
    def text(self) -> str:
        """One line: who, what, where, when, and the address."""
        names = _(", ").join(self.names)
        said = _("“%(headline)s”. %(paper)s, %(day)s, edition %(number)d. %(address)s")
        line = said % {
            "headline": self.headline,
            "paper": self.paper,
            "day": self.written,
            "number": self.number,
            "address": self.address,
        }
        return flat(f"{names}: {line}" if names else line)

    @property
    def key(self) -> str:
        return f"{self.slug}-{self.number}"

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX, its texts escaped for TeX."""
        fields = {
            "author": " and ".join(tex_name(name) for name in self.names),
            "title": f"{{{tex(self.headline)}}}",
            "publisher": f"{{{tex(self.paper)}}}" if self.paper else "",
            "year": str(self.day.year),
            "note": tex(edition(self.number)),
            "url": self.address,
            "langid": tex(self.language),
        }
        lines = [f"  {name} = {{{said}}}," for name, said in fields.items() if said]
        when = [f"  month = {MONTHS[self.day.month - 1]},", f"  day = {self.day.day},"]
        return "\n".join([f"@misc{{{self.key},", *lines, *when, "}", ""])

    @property
    def ris(self) -> str:
        """A record in RIS, its lines ended by CR and LF; empty fields are left out."""
        lines = [
            ("TY", "NEWS"),
            *(("AU", name.replace("*", "")) for name in self.names),
            ("TI", self.headline),
            ("T2", self.paper),
            ("PY", str(self.day.year)),
            ("DA", f"{self.day:%Y/%m/%d}"),
            ("ET", str(self.number)),
            ("LA", self.language),
            ("UR", self.address),
        ]
        said = [(tag, flat(value)) for tag, value in lines]
        told = [f"{tag}  - {value}" for tag, value in said if value]
        return "\r\n".join([*told, "ER  - ", ""])


def edition(number: int) -> str:
    return str(ngettext("Edition %d", "Edition %d", number) % number)


def flat(text: str) -> str:
    """On one line, without the characters that end one or that nobody sees."""
    shown = (sign if sign.isprintable() else " " for sign in text)
    return " ".join("".join(shown).split())


def tex(text: str) -> str:
    """A text as TeX prints it, whatever signs it has."""
    return "".join(TEX.get(sign, sign) for sign in flat(text))


def tex_name(name: str) -> str:
    """A name; one that BibTeX would part is held together by braces."""
    return f"{{{tex(name)}}}" if PARTED.search(flat(name)) else tex(name)


def citation(row: Any, document: Document) -> Citation:
    """The citation of one edition, at the address where it stands for good."""
    kind = "question" if row.question_id else "story"
    day = timezone.localdate(row.live_from)
    return Citation(
        slug=row.slug,
        headline=row.headline,
        names=authors(document),
        paper=settings.SITE_NAME,
        day=day,
        written=format_date(day),
        number=row.number,
        site=settings.SITE_URL,
        place=reverse(f"{kind}_edition", args=[row.slug, row.number]),
        language=row.language,
    )


def page_citation(page: Any) -> Citation:
    """That of the edition which a page shows. Questions name no authors."""
    return citation(page.showing, getattr(page, "document", {}))


def authors(document: Document) -> list[str]:
    """Who wrote it; editors and translators are not cited."""
    people = document.get("byline", [])
    return [part["name"] for part in people if part.get("role", "by") == "by"]
