"""One story of a Kite file as an entry of an archive: each field has a place, or is
told of. Pure."""

import datetime as dt
import re

from explainer.addresses import host_of, normalise_url
from explainer.values import LANGUAGE
from stories.archives import kite_headings
from stories.archives.entry import Fields, Item
from stories.archives.kite_citations import Articles, lead_of
from stories.archives.kite_days import day_of, is_same, iso_day, moment
from stories.archives.kite_fields import Row
from stories.archives.kite_parts import outlets, picture_of, sections, tell_of_rest

LONGEST = {
    "speaker": 300,
    "role": 300,
    "label": 120,
    "holder": 300,
    "lead_in": 300,
    "title": 300,
    "quote": 5000,
}
MOMENTS = ("published", "published_at", "timestamp", "created_at", "createdAt")
QUOTED = "\"“”„«»'‘’ "


class KiteStory:
    """Reads one row; `moment` is that of its file, `name` what it is known by."""

    def __init__(self, row: Row, name: str, moment: dt.datetime | None, category: str):
        self.row, self.name, self.category = row, name, category
        self.notes: list[str] = []
        self.articles = Articles()
        self.names: dict[str, None] = {}  # that perspectives have for their sources
        self.at = self.own_moment() or moment
        language = self.code("selectedLanguage") or self.code("language")
        first = self.code("sourceLanguage")
        self.language = language or first
        if first and language and first != language:
            self.note(f"translated from {first}")

    def note(self, *found: str) -> None:
        """Keep what there is to tell; its place is said for all of it."""
        self.notes += [words.removeprefix(f"{self.row.path}.") for words in found]

    def code(self, key: str) -> str:
        said = self.row.text(key)
        if said and not re.fullmatch(LANGUAGE, said):
            self.note(f"{key}: {said}")
            return ""
        return said

    def own_moment(self) -> dt.datetime | None:
        found = (self.row.value(key) for key in MOMENTS)
        return next(filter(None, map(moment, found)), None)

    def item(self) -> Item:
        row = self.row
        self.add_articles()
        fields: Fields = {
            "summary": self.articles.prose(row.text("short_summary", "summary")),
            "key_points": self.key_points(),
            "background": self.articles.prose(row.text("historical_background")),
            "timeline": self.timeline(),
            "quotes": self.quotes(),
            **self.perspectives(),
            "sections": sections(self),
            "questions": self.questions(),
        }
        title = self.articles.words(row.text("title"))
        place = self.articles.words(row.text("location"))
        category = row.text("category", "item_category") or self.category
        picture = picture_of(self, "primary_image")
        second = picture_of(self, "secondary_image")
        fields["outlets"] = outlets(self)
        fields["sources"] = self.articles.sources
        tell_of_rest(self)
        kept = {key: value for key, value in fields.items() if value}
        return Item(
            name=self.name,
            place=row.path,
            title=title,
            published_at=self.at.isoformat() if self.at else "",
            why="" if self.at else "has no moment",
            categories=[part.strip() for part in category.split(",")],
            tags=[place] if place else [],
            language=self.language,
            image=picture,
            second=second,
            notes=self.notes,
            fields=kept,
        )

    def add_articles(self) -> None:
        rows = self.row.rows("articles")
        for row in rows:
            self.articles.add(row)
            self.note(*row.rest())
        sites = {site for site in self.articles.sites if site}
        counts = {"number_of_titles": len(rows), "unique_domains": len(sites)}
        for key, count in counts.items():
            said = self.row.number(key)
            if said is not None and rows and said != count:
                self.note(f"{key} is {said}, and {count} are there")

    def fit(self, text: str, what: str) -> str:
        """A text of one line as long as its field takes; the rest is told."""
        most, text = LONGEST[what], " ".join(text.split())
        if len(text) > most:
            self.note(f"end of a {what}: {text[most:]}")
        return text[:most].rstrip()

    def key_points(self) -> list[Fields]:
        made: list[Fields] = []
        for text in self.row.texts("talking_points"):
            lead, behind = lead_of(text)
            point: Fields = {"text": self.articles.prose(behind if lead else text)}
            if lead:
                point["lead_in"] = self.fit(self.articles.words(lead), "lead_in")
            if point["text"]:
                made.append(point)
        return made

    def timeline(self) -> list[Fields]:
        made = []
        for path, value in self.row.items("timeline"):
            if isinstance(value, str):  # as older files have it
                date, sign, content = value.partition("::")
                date, content = (date, content) if sign else ("", value)
                value = {"date": date, "content": content}
            row = Row(value, path)
            event = self.day(row.text("date_iso"), row.text("date"), path)
            event["text"] = self.articles.prose(row.text("content", "text"))
            if not event["text"] or len(event) < 2:
                self.note(f"{path}: {' '.join(filter(None, map(str, value.values())))}")
                continue
            made.append(event)
            self.note(*row.rest())
        return made

    def day(self, iso: str, words: str, path: str) -> Fields:
        """When an event was; the words that say it otherwise are told."""
        said = self.articles.words(words)
        made = day_of(iso, said)
        if iso and not iso_day(iso):
            self.note(f"{path}.date_iso is no day: {iso}")
        elif iso and said and not is_same(made, said):
            self.note(f"{path}.date: {said}")
        if label := made.get("label"):
            made["label"] = self.fit(label, "label")
        return made

    def quotes(self) -> list[Fields]:
        row, articles = self.row, self.articles
        said, address = row.text("quote"), row.text("quote_source_url")
        speaker = articles.words(row.text("quote_author"))
        role = articles.words(row.text("quote_attribution"))
        named = row.text("quote_source_domain")
        site = host_of(address) or named
        if named and named.lower().removeprefix("www.") != site:
            self.note(f"quote_source_domain: {named}")
        by, role = (speaker, role) if speaker else (role, "")
        text = articles.words(said).strip(QUOTED)
        if not (text and by):
            if words := " ".join(filter(None, (text, by, role, address))):
                self.note(f"quote: {words}")
            return []
        source = articles.keep(address, "", site) if site else ""
        source = source or next(iter(articles.cited(said)), "")
        quote = {"key": "quote", "text": self.fit(text, "quote"), "source": source}
        quote["speaker"] = self.fit(by, "speaker")
        quote["role"] = self.fit(role, "role")
        return [{key: value for key, value in quote.items() if value}]

    def perspectives(self) -> Fields:
        """What sides say; what names nobody is what the papers say."""
        made: list[Fields] = []
        rest = []
        for row in self.row.rows("perspectives"):
            keys = [self.source(source) for source in row.rows("sources")]
            text = row.text("text")
            self.note(*row.rest())
            holder, behind = lead_of(text)
            if not holder:
                marks = "".join(f"[^{key}]" for key in filter(None, keys))
                rest.append(self.articles.prose(text) + marks)
                continue
            part: Fields = {
                "holder": self.fit(self.articles.words(holder), "holder"),
                "text": self.articles.prose(behind),
                "sources": [*dict.fromkeys(filter(None, keys))],
            }
            made.append({key: value for key, value in part.items() if value})
        papers = "\n\n".join(filter(None, rest))
        return {"perspectives": [p for p in made if "text" in p], "papers": papers}

    def source(self, row: Row) -> str:
        name, address = row.text("name"), row.text("url", "link")
        site = host_of(address)
        is_new = normalise_url(address) not in self.articles.by_address
        if name and name.lower() != site and not is_new:
            self.names[f"{name} ({site})"] = None
        self.note(*row.rest())
        return self.articles.keep(address, "", name if is_new and name else site)

    def questions(self) -> list[Fields]:
        made: list[Fields] = []
        for row in self.row.rows("suggested_qna"):
            title = self.fit(self.articles.words(row.text("question")), "title")
            said = row.text("answer")
            self.note(*row.rest())
            if not title or any(title == other["title"] for other in made):
                self.note(f"{row.path}: {title} {said}".strip())
                continue
            is_open = not said or kite_headings.UNKNOWN.search(said)
            question = {"title": title, "intro": self.articles.prose(said)}
            question["status"] = "open" if is_open else "answered"
            made.append({key: value for key, value in question.items() if value})
        return made
