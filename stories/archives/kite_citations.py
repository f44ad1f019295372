"""A Kite story's articles as sources, its `[domain#n]` as citations of them. Pure."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field

from explainer.addresses import MOST, fault_of, host_of, normalise_url
from explainer.hypertext.pieces import LIST, PARAGRAPH, Piece
from explainer.hypertext.pieces import markup_of as written
from explainer.hypertext.runs import Run, Style, markup_of, tidy
from sources.moments import moment_of
from stories.archives.entry import Fields
from stories.archives.kite_fields import Row

MARK = re.compile(r"\s?\[(?P<site>[^\[\]\s#]{1,200})#(?P<number>\d{1,4})\]")
COMMON = re.compile(r"\s?\[common\]", re.IGNORECASE)
EITHER = re.compile(rf"{MARK.pattern}|{COMMON.pattern}", re.IGNORECASE)
PARAGRAPHS = re.compile(r"\n\s*")
TAIL = re.compile(r"^(?P<title>.{10,})\s[-–|]\s(?P<outlet>[^-–|]{2,80})$", re.DOTALL)
# Addresses that lead on to a page whose outlet only the title's end tells.
WRAPPERS = ("google.com", "news.google.com")
COLON = re.compile(r":(?=\s)|\uff1a")
LEAD = 120  # letters that stand before a colon


@dataclass
class Articles:
    """The sources of one story, and how a mark finds one of them."""

    sources: list[Fields] = field(default_factory=list)
    by_mark: dict[tuple[str, int], str] = field(default_factory=dict)
    by_address: dict[str, str] = field(default_factory=dict)
    sites: Counter[str] = field(default_factory=Counter)
    pictures: list[str] = field(default_factory=list)
    common: int = 0
    dangling: list[str] = field(default_factory=list)
    faulty: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """The next article; of its site it is the one with the next number."""
        address, title = row.text("link", "url"), row.text("title")
        site = row.text("domain").lower().removeprefix("www.")
        site = site or host_of(address)
        self.sites[site] += 1
        outlet = ""
        if site in WRAPPERS and (found := TAIL.match(title)):
            title, outlet = found["title"].strip(), found["outlet"].strip()
        at = moment_of(row.text("date"), dt.UTC)
        key = self.keep(address, title, outlet or site, str(at.date()) if at else "")
        self.by_mark[site, self.sites[site]] = key
        picture, words = row.text("image"), row.text("image_caption")
        if picture or words:
            self.pictures.append(" ".join(filter(None, (picture, words))))

    def keep(self, address: str, title: str, outlet: str, day: str = "") -> str:
        """The key of the source at an address; a new one if none has it yet."""
        if address and (fault_of(address) or len(address.encode()) > MOST):
            self.faulty.append(address[:MOST])
            address = ""
        known = normalise_url(address) if address else ""
        if known in self.by_address:
            return self.by_address[known]
        key = f"source-{len(self.sources) + 1}"
        said = {"url": address, "title": title[:2000], "outlet": outlet[:200]}
        said["published"] = day if day >= "1000" else ""
        if not any(said.values()):
            return ""
        self.sources.append({"key": key} | {k: v for k, v in said.items() if v})
        if known:
            self.by_address[known] = key
        return key

    def key_of(self, found: re.Match[str]) -> str:
        """The source of a mark; nothing, which is told, where there is none."""
        if not found["site"]:
            self.common += 1
            return ""
        site = found["site"].lower().removeprefix("www.")
        key = self.by_mark.get((site, int(found["number"])), "")
        if not key:
            self.dangling.append(found[0].strip())
        return key

    def words(self, text: str) -> str:
        """A text in one line, without its marks: a headline cites nothing."""
        return " ".join(EITHER.sub("", text).split())

    def cited(self, text: str) -> list[str]:
        """The sources that a text's marks mean, each once."""
        keys = [self.key_of(found) for found in EITHER.finditer(text)]
        return [*dict.fromkeys(filter(None, keys))]

    def runs(self, text: str) -> list[Run]:
        made, at = [], 0
        for found in EITHER.finditer(text):
            made.append(Run(text[at : found.start()]))
            if key := self.key_of(found):
                made.append(Run("", cites=key))
            at = found.end()
        return tidy([*made, Run(text[at:])])

    def prose(self, text: str) -> str:
        """A text of paragraphs as house markup."""
        lines = PARAGRAPHS.split(text)
        made = [markup_of(self.runs(line)) for line in lines if line.strip()]
        return "\n\n".join(filter(None, made))

    def listed(self, texts: list[str]) -> str:
        """Points as a list, what stands before their colon in bold."""
        items = []
        for text in texts:
            lead, behind = lead_of(text)
            runs = self.runs(behind if lead else text)
            if lead:
                strong = Run(f"{self.words(lead)}:", Style(strong=True))
                runs = [strong, Run(" "), *runs]
            items.append([Piece(PARAGRAPH, markup_of(runs))])
        return written([Piece(LIST, items=items)])


def lead_of(text: str) -> tuple[str, str]:
    """What stands before the first colon, that is in no time and no quotation."""
    for found in COLON.finditer(text):
        lead, behind = text[: found.start()].strip(), text[found.end() :].strip()
        if len(lead) > LEAD or not behind or "\n" in lead:
            break
        if lead and not any(sign in lead for sign in '"“”„«»') and "[" not in lead:
            return lead.strip("* "), behind.removeprefix("**").strip()
        break
    return "", text
