"""A story as a note of the fediverse, made of the frozen document that stands now; and
a correction as a reply to it.

A note, and no article: Mastodon shows the words of notes alone, and takes changes of
notes alone. Its id is the story's key and the number of the edition that put it up:
the first, or the one by which a withdrawn story came back, since what was deleted there
under an id never comes back under it.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from paper.fediverse.actors import FRONT, absolute, actor_id
from paper.feeds.entries import names_of, notes_of, owner, spoken, summary, texts_of
from paper.page.surroundings import AMENDING
from people.routes import address
from stories.models import Kind, Showing

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
CONTEXT = [
    "https://www.w3.org/ns/activitystreams",
    {
        "Hashtag": "as:Hashtag",
        "sensitive": "as:sensitive",
        "toot": "http://joinmastodon.org/ns#",
        "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
    },
]
# Editions that put a story up.
BEGINNING = (Kind.FIRST, Kind.REINSTATEMENT)
MOST_REPLIES = 20


@dataclass(frozen=True)
class Found:
    """A note by the edition that it is of: what that said, what stands now, and the
    number by which the story's note goes."""

    row: Any
    live: Any
    begun: int

    @property
    def is_gone(self):
        """What was taken down is gone for good under this id, with its corrections."""
        if self.live is None or self.live.kind == Kind.WITHDRAWAL:
            return True
        return began(self.row) != self.begun

    @property
    def is_reply(self):
        return self.row.kind in AMENDING

    @property
    def id(self):
        return note_id(self.row.story_id, self.row.number)


def find(key, number, now):
    """The note of an edition that readers have had; None if there is none."""
    rows = Showing.objects.filter(story_id=key, number=number, live_from__lte=now)
    row = rows.filter(kind__in=(*BEGINNING, *AMENDING)).first()
    if row is None or teller(row) != row.story_id:
        return None
    live = Showing.objects.at(now).filter(story_id=key).first()
    return Found(row, live, began(live) if live else 0)


def began(row):
    """The number of the edition that put up what stands in this one."""
    rows = Showing.objects.filter(story_id=row.story_id, number__lte=row.number)
    numbers = rows.filter(kind__in=BEGINNING).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 1


def teller(row):
    """The story whose note it is: of one that is told in several languages the one that
    came first, as a follower is told it once."""
    rows = Showing.objects.filter(original_id=row.original_id)
    return rows.order_by("live_from", "pk").values_list("story_id", flat=True).first()


def note_id(key, number):
    return absolute(address("fediverse_note", key, number))


def note(found, now):
    """The object, or what stands in the place of one that is gone."""
    if found.is_gone:
        return tombstone(found)
    return reply(found) if found.is_reply else story_note(found, now)


def tombstone(found):
    said = {"id": found.id, "type": "Tombstone", "formerType": "Note"}
    gone = found.live and found.live.kind == Kind.WITHDRAWAL
    return said | ({"deleted": moment(found.live.live_from)} if gone else {})


def moment(at):
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def audience(sender=(FRONT, "")):
    """Whom it is for. A paper that is not to be found yet isn't listed either."""
    followers = f"{actor_id(*sender)}/followers"
    to, copy = [PUBLIC], [followers]
    if not settings.PUBLIC_INDEXING:
        to, copy = copy, to
    return {"to": to, "cc": copy}


def common(found, content, at):
    row = found.live
    return {
        "id": found.id,
        "type": "Note",
        "attributedTo": actor_id(FRONT),
        **audience(),
        "published": moment(at),
        "content": content,
        "contentMap": {row.language or get_language(): content},
        "sensitive": False,
    }


def story_note(found, now):
    """Headline, what it is about in short, and the way to it; a correction that was the
    last change stands first in what it says."""
    row = found.live
    texts, notes = texts_of([row], now), notes_of([row], now).get(owner(row), [])
    names = names_of(row, texts)
    there = absolute(row.get_absolute_url())
    with spoken(row):
        short = summary(row, notes)
    parts = [format_html("<strong>{}</strong>", row.headline), short, link(there)]
    content = format_html_join("", "<p>{}</p>", ((part,) for part in parts if part))
    said = common(found, content, found.row.live_from)
    if row.updated_at > found.row.live_from:
        said["updated"] = moment(row.updated_at)
    return said | {
        "url": there,
        "attachment": pictures(names.get("picture"), row),
        "tag": [*hashtags(texts.pages[row.pk])],
        "replies": replies(found, now),
    }


def link(there):
    return format_html('<a href="{}">{}</a>', there, there.partition("://")[2])


def pictures(picture, row):
    if picture is None:
        return []
    left, top = ((share - 50) / 50 for share in row.focal)
    said = {
        "type": "Image",
        "mediaType": picture.kind,
        "url": picture.address,
        "name": picture.alt,
        "width": picture.width,
        "height": picture.height,
        "focalPoint": [left, -top],
    }
    return [said]


def hashtags(page):
    """The tags of the text, each as one word."""
    names = page.around.tags
    for slug in page.document.get("tags", ()):
        words = re.findall(r"\w+", names.get(slug, slug))
        if words:
            name = "".join(word[0].upper() + word[1:] for word in words)
            there = absolute(address("tag", slug))
            yield {"type": "Hashtag", "name": f"#{name}", "href": there}


def reply(found):
    """What was wrong and what is right, below the note that it is about."""
    row = found.row
    with spoken(row):
        parts = [
            format_html("<strong>{}</strong>: {}", row.get_kind_display(), row.note),
            link(edition_address(found)),
        ]
    content = format_html_join("", "<p>{}</p>", ((part,) for part in parts))
    return common(found, content, row.live_from) | {
        "url": edition_address(found),
        "inReplyTo": note_id(row.story_id, found.begun),
    }


def edition_address(found):
    return absolute(address("story_edition", found.live.slug, found.row.number))


def replies_of(key, begun, now):
    """The numbers of the corrections of a story since it was put up."""
    rows = Showing.objects.filter(story_id=key, number__gt=begun, live_from__lte=now)
    return (
        rows.filter(kind__in=AMENDING)
        .order_by("number")
        .values_list("number", flat=True)
    )


def replies(found, now):
    """The corrections, by which a server that has the note from somebody else finds
    them."""
    key, numbers = found.row.story_id, replies_of(found.row.story_id, found.begun, now)
    there = f"{found.id}/replies"
    items = [note_id(key, number) for number in numbers[:MOST_REPLIES]]
    page = {"type": "CollectionPage", "partOf": there, "items": items}
    return {"id": there, "type": "Collection", "first": page}
