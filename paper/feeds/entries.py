"""From rows of lists to the entries of a feed: their texts, notes, pictures and names,
in as many queries however many there are.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from explainer import prose
from explainer.days import format_moment
from explainer.identity import identity
from images.renditions import responsive_image, type_of
from paper.feeds.feed import Entry, Illustration, Writer, edition_id, text_id
from paper.outputs.full_text import full_text
from paper.page.surroundings import AMENDING, tongue
from paper.queries import page_keys, page_rows
from paper.queries.many_texts import pages
from paper.queries.row_data import row_data
from people.compiled_query import KEY, MOMENT, Many, compile_once
from people.routes import address
from stories.models import Kind, Showing
from stories.models.derived_rows import outlets as document_outlets
from stories.models.showing import AMENDED

# Characters of a text that an entry has whole; of a longer one it has the summary.
LONGEST = 200_000
NOTES = 5  # corrections of a text that its entry begins with, the newest


@dataclass(frozen=True)
class Texts:
    """The whole texts of some rows, by the keys of their editions; withdrawals have
    none."""

    pages: dict

    @property
    def due(self):
        """When the first of them changes by itself."""
        return page_rows.earliest(
            *(getattr(p, "due", None) for p in self.pages.values())
        )

    @property
    def keys(self):
        """What they hang on, beside what their rows do."""
        found = set()
        for page in self.pages.values():
            showing, data = page.showing, row_data(page.showing)
            names = page_rows.cached_references(showing)
            found |= page_keys.keys_of("image", names.pictures)
            found |= page_keys.keys_of("entity", names.entities)
            found |= page_keys.keys_of("tag", data["tags"])
            found |= page_keys.keys_of("author", data["authors"].values())
            found |= page_keys.keys_of("outlet", outlets(showing))
            found |= page_keys.keys_of("desk", [showing.desk])
        return found


def outlets(showing):
    return map(identity, document_outlets(showing.edition.revision.content))


def texts_of(listed, now):
    """The texts of some rows."""
    keys = [row.pk for row in listed if row.kind != Kind.WITHDRAWAL]
    return Texts(pages(keys, now) if keys else {})


def list_entries(listed, now):
    """Each text as it stands, beginning with what was wrong or is new in it; with the
    texts that they were made of."""
    texts = texts_of(listed, now)
    notes = notes_of(listed, now)
    found = [text_entry(row, texts, notes.get(owner(row), [])) for row in listed]
    return found, texts


def owner(row):
    return row.story_id or row.question_id


def notes_of(rows, now):
    """By story or question what its corrections said, and its last change of fact."""
    stories = {row.story_id for row in rows} - {None}
    questions = {row.question_id for row in rows} - {None}
    found = defaultdict(list)
    for row in noted(stories=stories, questions=questions, now=now) if rows else ():
        found[owner(row)].append(row)
    return {key: top_notes(notes) for key, notes in found.items()}


@compile_once(stories=Many(KEY), questions=Many(KEY), now=MOMENT)
def noted(stories, questions, now):
    """Amendments, and what changed the facts last since the first edition; the newest
    first."""
    rows = Showing.objects.filter(live_from__lte=now)
    told = AMENDED | Q(live_from=F("updated_at"), material=True)
    found = rows.in_any(
        rows.filter(told, story_id__among=stories),
        rows.filter(told, question_id__among=questions),
    )
    found = found.exclude(note="").exclude(kind=Kind.FIRST)
    return found.order_by("-live_from", "-pk")


def top_notes(rows):
    """The last change, whatever it was, and the corrections before it."""
    first, *others = rows
    return [first, *(row for row in others if row.kind in AMENDING)][:NOTES]


def text_entry(row, texts, notes):
    """A story or question as it stands. In whatever language it is told, and whatever
    its address is by now, it is the same."""
    key = row.original_id if row.story_id else row.question_id
    with spoken(row):
        html = SafeString("").join([*map(note, notes), text_html(row, texts)])
    return Entry(
        id=text_id(key),
        title=row.headline,
        address=absolute(row.get_absolute_url()),
        published=row.first_published_at,
        updated=row.updated_at,
        summary=summary(row, notes),
        html=html,
        edition=edition_said(row),
        **names_of(row, texts),
    )


def summary(row, notes):
    """In short; a correction that was the last change stands first in it, too."""
    said = row.standfirst or prose.shorten(row.summary)
    if row.updated_kind in AMENDING and notes:
        with spoken(row):
            said = f"{notes[0].get_kind_display()}: {notes[0].note} {said}".strip()
    return said


def spoken(row):
    return translation.override(tongue(row.language))


def note(row):
    """What an edition changed, in the words of its note."""
    return format_html(
        "<p><strong>{}</strong>, {}: {}</p>",
        row.get_kind_display(),
        format_moment(row.live_from),
        row.note,
    )


def text_html(row, texts):
    """The text whole; where it is if it is too long for a feed."""
    page = texts.pages.get(row.pk)
    if page is None:
        return SafeString("")
    html = full_text(bare(page))
    if len(html) <= LONGEST:
        return html
    short, there = row.standfirst or prose.shorten(row.summary), row.get_absolute_url()
    way = format_html('<p><a href="{}">{}</a></p>', absolute(there), row.headline)
    return format_html("<p>{}</p>{}", short, way) if short else way


def bare(page):
    """A page without the notes of its corrections, which entries begin with."""
    if not hasattr(page, "around"):
        return page
    return replace(page, around=replace(page.around, editions=()))


def names_of(row, texts):
    """Who wrote a text, in which language, what it is tagged with and shows."""
    page = texts.pages.get(row.pk)
    if page is None:
        return {}
    said = {"language": row.language or get_language()}
    if not row.story_id:
        return said
    document, around = page.document, page.around
    people = document.get("byline", [])
    credits = [person for person in people if person.get("role", "by") == "by"]
    tags = (around.tags.get(slug, slug) for slug in document.get("tags", ()))
    return said | {
        "writers": [writer(person, around.authors) for person in credits],
        "tags": [*tags],
        "picture": illustration(document.get("image"), around),
    }


def writer(person, authors):
    slug = authors.get(identity(person["name"]))
    return Writer(person["name"], absolute(address("author", slug)) if slug else "")


def illustration(part, around):
    """The picture of a text, while we have the right to show it."""
    image = around.images.get((part or {}).get("src"))
    if image is None or not image.showable(around.now):
        return None
    there = responsive_image(image)
    return Illustration(
        absolute(there.address),
        type_of(there.address),
        there.width,
        there.height,
        "" if part.get("decorative") else part.get("alt", ""),
        part.get("credit", ""),
    )


def edition_entries(rows, current, now):
    """Editions that changed what a reader knows, each as an entry of its own; with the
    texts that they were made of."""
    texts = texts_of(rows, now)
    return [edition_entry(row, current, texts) for row in rows], texts


def edition_entry(row, current, texts):
    """One edition, by the address at which its text stands now."""
    with spoken(row if row.language else current):
        kind = row.get_kind_display()
        headline = row.headline or current.headline
        title = f"{kind}: {headline}" if headline else f"{kind}"
        html = SafeString("").join(
            [note(row) if row.note else "", text_html(row, texts)]
        )
    return Entry(
        id=edition_id(owner(row), row.number),
        title=title,
        address=edition_address(row, current),
        published=row.live_from,
        updated=row.live_from,
        summary=row.note or row.standfirst or prose.shorten(row.summary),
        html=html,
        edition=edition_said(row),
        **names_of(row, texts),
    )


def amendment_entry(row, current):
    """What was wrong, and what is right: the same edition, without its text."""
    with spoken(row):
        kind, html = row.get_kind_display(), note(row)
    return Entry(
        id=edition_id(owner(row), row.number),
        title=f"{kind}: {row.headline}",
        address=edition_address(row, current),
        published=row.live_from,
        updated=row.live_from,
        summary=row.note,
        html=html,
        language=row.language,
        edition=edition_said(row),
    )


def edition_address(row, current):
    """Of a withdrawal there is no page but the one that says so."""
    if row.kind == Kind.WITHDRAWAL:
        return absolute(current.get_absolute_url())
    name = "question_edition" if row.question_id else "story_edition"
    return absolute(address(name, current.slug, row.number))


def edition_said(row):
    """What the record says of it."""
    return {
        "number": row.number,
        "kind": row.kind,
        "note": row.note,
        "published_at": row.live_from.isoformat(),
        "corrections": row.corrections,
    }


def absolute(path):
    return f"{settings.SITE_URL}{path}"
