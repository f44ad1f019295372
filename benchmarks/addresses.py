"""The pages that are measured: by name, an address, or many of one kind."""

import datetime as dt

from benchmarks import documents
from benchmarks.words import COMMON, rare

FULLEST = "/stories/europe-talks-with-moscow/"
MANY = 60
BARE = {"constant": "/constant/", "one SELECT": "/row/"}


def stories(size):
    """Addresses of stories that readers have; none is a translation or taken down."""
    return every_story(min(size, 20 * MANY))[3 : MANY + 3]


def every_story(size):
    numbers = (n for n in range(size) if n % 50 not in (25, 7))
    return [f"/stories/story-{n}/" for n in numbers if n % 20 != 8]


def topics(size):
    """Addresses of topics with a page, the commonest left out."""
    last = documents.OFTEN + size // documents.TO_A_TOPIC
    public = (n for n in range(1, last) if documents.KINDS[n % 6] != "person")
    return [f"/topics/topic-{n}/" for n in public][:MANY]


def pages(now):
    """Every page of which there is one, by its name."""
    day = (now - dt.timedelta(hours=32)).date()
    return {
        "front": "/",
        "desk page": "/desks/desk-0/",
        "tag": "/tags/tag-0/",
        "author": "/authors/ana-ba/",
        "outlet": "/outlets/outlet-9/",
        "topic (in a fifth)": "/topics/topic-0/",
        "question": "/questions/question-0/",
        "questions": "/questions/",
        "topics": "/topics/",
        "archive day": f"/archive/{day.year}/{day.month}/{day.day}/",
        "corrections": "/corrections/",
        "fullest story, in full": FULLEST,
        "fullest story, in brief": f"{FULLEST}?depth=brief",
    }


def searches(size):
    """Searches by name: words that one story has, all have, and half a word."""
    numbers = [n for n in range(min(size, 4 * MANY)) if n % 50 not in (25, 7)]
    topics = [
        n for n in range(1, documents.OFTEN) if documents.KINDS[n % 6] != "person"
    ]
    begun = [documents.topic(n)[0].partition(" ")[0][:4].lower() for n in topics]
    return {
        "search rare": [f"/search/?q={rare(n)}" for n in numbers[3 : MANY + 3]],
        "search common": [f"/search/?q={COMMON}"] * MANY,
        "suggestions": [f"/search/suggestions/?q={word}" for word in begun * 8][:MANY],
    }
