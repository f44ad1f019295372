"""What a page is made of, a line for each element: its attributes and its words.

Numbers and days are left out, which pass by themselves, and lines that are alike are
counted. `differences` compares pages with those that were looked at and found right,
which are in outlines.txt; with `OUTLINES=write` in the environment it keeps the pages
as they are now, for a person to read what changed in the file.
"""

import os
import re
from collections import Counter, defaultdict
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

FILE = Path(__file__).parent / "outlines.txt"
LONGEST = 500
VOID = {"meta", "link", "img", "source", "br", "input", "rect", "path", "hr", "col"}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
PASSING = (
    (r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", "U"),
    (r"(?<![0-9A-Za-z])(?=[a-f]*[0-9])[0-9a-f]{8,}\b", "U"),  # digests, long and short
    (
        rf"\b(?:{MONTHS}|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)",
        "M",
    ),
    (rf"\b(?:{DAYS})", "D"),
    (r"\b[ap]\.m\.|\bmidnight\b|\bnoon\b", "a.m."),
    (r"(?:[A-Z2-7]{4} ?){8}", "KEY"),
    (r"[0-9]+(?:[.,:][0-9]+)*", "9"),
    (r"\s+", " "),
)


class Outline(HTMLParser):
    """The lines of a page; `lines` counts them, in the order of the page."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [["", ""]], [0]
        self.feed(html)
        self.lines = Counter(
            still(f"{head}{words}") for head, words in self.found[1:] if head
        )

    def handle_starttag(self, tag, attrs):
        passing = {"csrfmiddlewaretoken", "stamp"} & {value for _name, value in attrs}
        said = [("name", "token")] if passing else sorted(attrs, key=lambda a: a[0])
        head = " ".join([tag, *(f'{n}="{v or ""}"' for n, v in said)])
        self.found.append([f"<{head}> " if tag != "option" else "", ""])
        if tag not in VOID:
            self.open.append(len(self.found) - 1)

    def handle_endtag(self, tag):
        begun = [n for n in self.open if self.found[n][0][1:-1].split()[:1] == [tag]]
        while begun and self.open[-1] >= begun[-1]:
            self.open.pop()

    def handle_data(self, data):
        self.found[self.open[-1]][1] += f" {data}"


@cache  # most lines are on many pages
def still(line):
    for pattern, instead in PASSING:
        line = re.sub(pattern, instead, line)
    return line.strip()[:LONGEST]


def outline(html, shell=None):
    """How often a page has each line, without those that every page has."""
    return Outline(html).lines - (shell or Counter())


def by_line(pages):
    """Each line once, with the names of the pages that have it, and how often."""
    found = defaultdict(list)
    for name, lines in pages.items():
        for line, count in lines.items():
            found[line].append(name if count == 1 else f"{name}*{count}")
    return {line: " ".join(names) for line, names in found.items()}


def kept():
    lines = FILE.read_text().splitlines() if FILE.exists() else []
    return dict(zip(lines[::2], map(str.strip, lines[1::2]), strict=True))


def differences(pages):
    """Per line, the pages that had it and those that have it; `pages` by their name."""
    now = by_line(pages)
    if os.environ.get("OUTLINES") == "write":
        FILE.write_text("".join(f"{line}\n  {on}\n" for line, on in now.items()))
    was = kept()
    either = [*was, *(line for line in now if line not in was)]
    both = {line: (was.get(line, ""), now.get(line, "")) for line in either}
    return {line: (had, have) for line, (had, have) in both.items() if had != have}
