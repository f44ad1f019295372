"""The documents of a made-up paper: the n-th story and question, edition by edition.

Pure. Number 0 is the newest. What a story is made of depends on the seed and its number
alone: a larger paper is a smaller one with older stories behind it.
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

from benchmarks.words import COMMON, Writer, numeral, rare

APART = dt.timedelta(hours=1)
DESKS, AUTHORS, OUTLETS, TAGS = 6, 30, 40, 10
EVERYWHERE, OFTEN = 5, 12  # A fifth of all stories name topic 0; 1 to 11 are common.
TO_A_TOPIC, TO_A_QUESTION, TO_A_TAG = 20, 10, 100
KINDS = ("organisation", "place", "person", "event", "work", "concept")
SOURCES = 5


@dataclass(frozen=True)
class Draft:
    """An edition to be written; `document` is None for a withdrawal."""

    kind: str
    at: dt.datetime
    document: dict | None
    note: str = ""


def key(kind, number, seed):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}-{seed}-{number}")


def moment(number, now):
    return now - dt.timedelta(minutes=20) - number * APART


def topic(number):
    """(name, slug) of an entry of the who's who."""
    return f"{numeral(number + 900).capitalize()} Topic", f"topic-{number}"


def topics_of(number):
    """Numbers of the topics that a story is about, the main one first."""
    common = [0] if number % EVERYWHERE == 0 else []
    common += [1 + number % (OFTEN - 1), 1 + number // 7 % (OFTEN - 1)]
    near = OFTEN + number // TO_A_TOPIC
    return [*dict.fromkeys([*common, near, near + 1, near + 2])]


def tags_of(number):
    own = TAGS + number // TO_A_TAG
    return sorted({f"tag-{number % TAGS}", f"tag-{number // 3 % TAGS}", f"tag-{own}"})


def picture(number):
    return f"images/{hashlib.sha256(f'{number}'.encode()).hexdigest()}.webp"


def has_picture(number):
    return number % 2 == 0


def editions(number, seed, now, size):
    """What readers got of a story: the first text, what was new, and a mending."""
    at = moment(number, now)
    document = story(number, seed, at, size)
    first = document | {"headline": f"{document['headline']} at first"}
    del first["divergence"]
    mended = document | {"standfirst": f"Nine, not twelve: {document['standfirst']}"}
    told = [
        Draft("first", at - 30 * APART, first),
        Draft("development", at - 4 * APART, document, "More is known."),
        Draft("correction", at, mended, "It was nine."),
    ]
    if number % 50 == 25:
        told.append(Draft("withdrawal", at + APART / 6, None, "It was not true."))
    elif number % 50 == 7 and number < 500:
        ahead = mended | {"headline": f"What comes of {rare(number)}"}
        due = now + dt.timedelta(days=2) + number * APART
        told.append(Draft("development", due, ahead, "Soon."))
    return told


def story(number, seed, at, size):
    """The newest text of a story, as an explainer of usual length has it."""
    write = Writer(seed, number)
    keys = [f"s{n}" for n in range(1, SOURCES + 1)]
    names = [topic(n) for n in topics_of(number)]
    made = {
        "format": "explainer/1",
        "id": str(key("story", number, seed)),
        "slug": f"story-{number}",
        "kicker": write.line(2),
        "headline": f"{write.line(6)} {numeral(number)}",
        "short_headline": write.line(4),
        "standfirst": write.paragraph(1),
        "desk": f"desk-{number % DESKS}",
        "language": "de" if number % 20 == 8 else "en",
        "tags": tags_of(number),
        "byline": [
            {"name": f"Ana {numeral(number % AUTHORS)}", "role": "by"},
            {"name": f"Ben {numeral(number // 2 % AUTHORS)}", "role": "edited by"},
        ],
        "summary": f"At the {COMMON}: {write.paragraph(3, 's1', names[0])}",
        "brief": write.text(2, keys),
        "report": f"{write.text(4, keys, names)} It is called {rare(number)}.",
        "papers": write.text(1, keys),
        "divergence": write.paragraph(1, "s3"),
        "background": write.text(1, keys),
        "unknowns": write.paragraph(1),
        "lead_quote": "q1",
    }
    made |= parts(write, number, at, keys)
    made |= pointers(write, number, size)
    return with_uids(made)


def parts(write, number, at, keys):
    """The lists of a story, but for what they name of other rows of the paper."""
    days = [(at - dt.timedelta(days=n * n)).date().isoformat() for n in range(1, 6)]
    speakers = [topic(n) for n in topics_of(number)]
    return {
        "key_points": [
            {"lead_in": write.line(2), "text": write.paragraph(1, keys[n])}
            for n in range(3)
        ],
        "sections": [
            {"heading": write.line(4), "body": write.text(1, keys)} for _n in range(2)
        ],
        "perspectives": [
            {
                "outlet": outlet(number + n),
                "position": write.line(3),
                "text": write.paragraph(1, keys[n]),
                "sources": [keys[n]],
            }
            for n in range(3)
        ],
        "quotes": [
            {
                "key": f"q{n}",
                "text": write.paragraph(1),
                "speaker": speakers[n % len(speakers)][0],
                "role": write.line(2),
                "entity": speakers[n % len(speakers)][1],
                "source": keys[n],
                "said_on": days[n],
            }
            for n in range(1, 4)
        ],
        "sources": [cited(write, name, number, at) for name in keys],
        "entities": [
            {"slug": slug, "name": name, "role": write.line(3), "prominence": place}
            for place, (name, slug) in enumerate(speakers, 1)
        ],
    } | dated_parts(write, at, days)


def dated_parts(write, at, days):
    """What happened, and what should happen next."""
    return {
        "timeline": [
            {"date": day, "precision": "day", "text": write.paragraph(1, "s2")}
            for day in reversed(days)
        ],
        "expectations": [
            {
                "text": write.paragraph(1, "s4"),
                "due": (at + dt.timedelta(days=20 + n)).date().isoformat(),
            }
            for n in range(2)
        ],
    }


def outlet(number):
    return f"The {numeral(number % OUTLETS).capitalize()} Post"


def cited(write, name, number, at):
    """A source; every two stories in turn share theirs."""
    return {
        "key": name,
        "kind": "report",
        "title": write.line(7),
        "url": address(name, number),
        "outlet": outlet(number + int(name[1:]) * 3),
        "published": (at - dt.timedelta(days=2)).date().isoformat(),
    }


def address(name, number):
    return f"https://paper.example/{number // 2}/{name}"


def pointers(write, number, size):
    """What a story names of questions, other stories and pictures."""
    asked = number // TO_A_QUESTION
    made = {
        "questions": [
            {"slug": f"question-{n}", "title": question_title(n)}
            for n in dict.fromkeys((asked, 0))
        ],
        "related": [
            {"slug": f"story-{n}", "kind": kind, "label": write.line(5)}
            for n, kind in ((number + 1, "follows"), (number + 9, "background"))
            if n < size
        ],
    }
    if number % 20 == 8 and number + 1 < size:
        made["translation_of"] = f"story-{number + 1}"
    if has_picture(number):
        said = {"alt": write.line(8), "credit": write.line(2), "licence": "CC BY 4.0"}
        made["image"] = {"src": picture(number), "width": 1600, "height": 900} | said
        made["image"] |= {"caption": write.paragraph(1), "focal": [50, 40]}
    return made


def question_title(number):
    return f"What of {numeral(number)} and the {COMMON}?"


def question(number, seed, now):
    """The one edition of a question."""
    write = Writer(f"{seed}-question", number)
    at = moment(number * TO_A_QUESTION, now) - 40 * APART
    made = {
        "format": "question/1",
        "id": str(key("question", number, seed)),
        "slug": f"question-{number}",
        "title": question_title(number),
        "intro": write.paragraph(2, "s1"),
        "status": ("open", "partly", "answered")[number % 3],
        "answers": [
            {"question": f"{write.line(4)}?", "answer": write.text(1, ["s1"])}
            for _n in range(2)
        ],
        "sources": [cited(write, "s1", number * TO_A_QUESTION, at)],
    }
    return [Draft("first", at, with_uids(made))]


def with_uids(document):
    """Every part of a list under the uid that it keeps from edition to edition."""
    for name, items in document.items():
        for place, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                item["uid"] = str(uuid.uuid5(UIDS, f"{document['id']}-{name}-{place}"))
    return document


UIDS = uuid.uuid5(uuid.NAMESPACE_URL, "benchmarks")
