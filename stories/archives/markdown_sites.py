"""Markdown with front matter, as Jekyll, Hugo and Eleventy have it. Pure."""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from html import escape
from typing import Any

import yaml

from explainer.file_format import FILES
from explainer.hypertext.markdown_text import html_of
from sources.moments import moment_of
from stories.archives.entry import ArchiveError, Fields, Item

LONGEST = 64 * 1024  # letters of front matter
MOST_NUMBER = 1e300
FENCES = {"---": ("---", "..."), "+++": ("+++",)}
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
FIGURE = re.compile(r"\{\{[<%]\s{0,9}figure\s([^{}]{1,4000}?)/?[>%]\}\}")
TEMPLATE = re.compile(r"\{\{[^{}]{0,4000}\}\}|\{%[^{}%]{0,4000}%\}")
SAID = re.compile(r'([\w-]{1,40})\s{0,9}=\s{0,9}"([^"]{0,4000})"')

DATES = ("date", "published_at", "publishDate", "published", "pubDate", "created")
TITLES = ("title", "headline")
EXCERPTS = ("description", "excerpt", "summary", "subtitle", "standfirst", "dek")
USED = {
    *("id", "guid", "uuid", "permalink", "url", "canonical_url", "canonical", "slug"),
    *("draft", "drafts", "status", "lang", "language", "locale", "layout", "author"),
    *("authors", "by", "byline", "category", "categories", "section", "tag", "tags"),
    *("keywords", "aliases", "redirect_from", "type", "alt", "caption", "image_alt"),
}
PICTURES = ("image", "cover", "featured_image", "feature_image", "hero", "thumbnail")


def items(text: str, name: str, zone: dt.tzinfo) -> Iterator[Item]:
    """The one text of a file; `name` is what the file is called, from its folder on."""
    matter, markdown = split(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    if words(matter.get("format")) in FILES:
        raise ArchiveError("is a file of this house: import_stories reads it")
    notes: list[str] = []
    stem = name.rpartition("/")[2].rpartition(".")[0]
    dated = DATED.fullmatch(stem)
    published = when(matter, dated[1] if dated else "", zone)
    address = first(matter, "permalink", "url", "canonical_url", "canonical")
    known = {*DATES, *TITLES, *EXCERPTS, *PICTURES} | USED
    rest = [
        f"{key}: {brief(value)}" for key, value in matter.items() if key not in known
    ]
    notes += [f"front matter: {line}" for line in rest]
    yield Item(
        name=f"markdown:{first(matter, 'id', 'guid', 'uuid') or address or name}",
        place="",
        title=first(matter, *TITLES),
        slug=first(matter, "slug") or (dated[2] if dated else stem_of(name)),
        html=html_of(without_templates(markdown, notes)),
        base=address if address.startswith("http") else "",
        excerpt=first(matter, *EXCERPTS),
        published_at=published.isoformat() if published else "",
        why=why_a_draft(matter, published, name),
        authors=texts(matter, "author", "authors", "by", "byline"),
        categories=texts(matter, "category", "categories", "section", split=" "),
        tags=texts(matter, "tag", "tags", "keywords", split=","),
        language=first(matter, "lang", "language", "locale"),
        image=image(matter),
        addresses=[address, *texts(matter, "aliases", "redirect_from")],
        notes=notes,
    )


def stem_of(name: str) -> str:
    """What a file is called; one that is its folder's, by the folder."""
    folder, _slash, file = name.rpartition("/")
    stem = file.rpartition(".")[0]
    return folder.rpartition("/")[2] if stem in ("index", "_index") and folder else stem


def split(text: str) -> tuple[Fields, str]:
    """Front matter and the text behind it; `ArchiveError` with the line of a fault."""
    if text.startswith("{"):
        return split_json(text)
    opening, _line, rest = text.partition("\n")
    ends = FENCES.get(opening.rstrip())
    if not ends:
        return {}, text
    lines = rest.split("\n")
    at = next((n for n, line in enumerate(lines) if line.rstrip() in ends), None)
    if at is None:
        raise ArchiveError("line 1: the front matter has no end")
    matter = "\n".join(lines[:at])
    if len(matter) > LONGEST:
        raise ArchiveError(f"line 1: the front matter has more than {LONGEST} letters")
    read = read_yaml if opening.startswith("-") else read_toml
    return read(matter), "\n".join(lines[at + 1 :])


def split_json(text: str) -> tuple[Fields, str]:
    try:
        found, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as fault:
        raise ArchiveError(f"the front matter is no JSON: {fault}") from None
    return found, text[end:]


def read_yaml(text: str) -> Fields:
    try:
        found = yaml.safe_load(text)
        if isinstance(found, dict):
            return {str(key): value for key, value in found.items()}
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as fault:
        said = " ".join(str(fault).split())[:200]
        raise ArchiveError(f"the front matter is no YAML: {said}") from None
    if found is not None:
        raise ArchiveError("the front matter is no list of keys")
    return {}


def read_toml(text: str) -> Fields:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as fault:
        raise ArchiveError(f"the front matter is no TOML: {fault}") from None


def words(value: Any) -> str:
    """One text of front matter, whatever kind of value it is."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # Of more digits Python makes no text.
    return str(value) if is_number and abs(value) < MOST_NUMBER else ""


def brief(value: Any) -> str:
    return words(value) or type(value).__name__


def first(matter: Fields, *names: str) -> str:
    return next(filter(None, (words(matter.get(name)) for name in names)), "")


def texts(matter: Fields, *names: str, split: str = "") -> list[str]:
    """The texts of a list, or of what stands where a list may."""
    found: list[str] = []
    for name in names:
        value = matter.get(name)
        if isinstance(value, dict):
            value = [value]
        if isinstance(value, list):
            found += [
                words(item.get("name")) if isinstance(item, dict) else words(item)
                for item in value[:100]
            ]
        elif text := words(value):
            found += text.split(split) if split else [text]
    return [text.strip() for text in found if text.strip()]


def when(matter: Fields, named: str, zone: dt.tzinfo) -> dt.datetime | None:
    said = (words(matter.get(key)) for key in DATES)
    found = (moment_of(text, zone) for text in [*said, named] if text)
    return next(filter(None, found), None)


def why_a_draft(matter: Fields, published: dt.datetime | None, name: str) -> str:
    state = first(matter, "status").lower()
    if matter.get("draft") or matter.get("published") is False or "_drafts/" in name:
        return "was a draft"
    if state and state not in ("publish", "published", "public"):
        return f"was in the state “{state}”"
    return "" if published else "has no moment of publication"


def image(matter: Fields) -> Fields:
    for name in PICTURES:
        value = matter.get(name)
        if isinstance(value, dict):
            source = first(value, "src", "path", "url", "image", "filename")
            return {"src": source, **{k: first(value, k) for k in ("alt", "caption")}}
        if text := words(value):
            alt = first(matter, "image_alt", "alt")
            return {"src": text, "alt": alt, "caption": first(matter, "caption")}
    return {}


def without_templates(text: str, notes: list[str]) -> str:
    """A text without a generator's own marks; a figure of Hugo's is one."""

    def figure(found: re.Match[str]) -> str:
        said = {m[1]: m[2] for m in SAID.finditer(found[1])}
        words = said.get("caption") or said.get("title", "")
        source, alt = escape(said.get("src", "")), escape(said.get("alt", ""))
        image = f'<img src="{source}" alt="{alt}">'
        return f"<figure>{image}<figcaption>{escape(words)}</figcaption></figure>"

    def dropped(found: re.Match[str]) -> str:
        notes.append(f"shortcode: {found[0]}")
        return ""

    return TEMPLATE.sub(dropped, FIGURE.sub(figure, text)) if "{" in text else text
