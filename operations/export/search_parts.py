"""The index of words of a copy: small files of JSON, of which a script fetches those
that a question needs (`static/js/copy-search.js`).

Words are those of the paper's own search, `explainer/folding.py`, so every script of
the world is found as it is there; how a word is folded is told to the script in full.
"""

import json
from collections import defaultdict

from django.conf import settings
from django.utils.text import Truncator

from explainer import prose
from explainer.folding import folding_tables, tokens
from stories.index.searchable_text import texts
from stories.models import Showing

FOLDER = "search/words"
TITLE = ("headline", "short_headline", "title")
DOCUMENTS = 200  # told of in one file
AT_ONCE = 25
LETTERS = 2  # by which words are put together in a file
SAID = 240  # letters of what a result says


def files(now):
    """(name, type, content) of each file of the index."""
    words, shelves = defaultdict(lambda: defaultdict(list)), []
    rows = Showing.objects.live(now).order_by("-updated_at", "pk")
    rows = rows.select_related("edition__revision")
    for number, showing in enumerate(rows.iterator(AT_ONCE)):
        document = showing.edition.revision.content
        shelves.append(entry(showing))
        titles = {*tokens("\n".join(document.get(name, "") for name in TITLE))}
        for word in titles | {*tokens("\n".join(texts(document)))}:
            # Twice the place of the text, and one more where the title has the word.
            words[shelf(word)][word].append(2 * number + (word in titles))
    for begun, found in sorted(words.items()):
        yield json_file(begun, {word: found[word] for word in sorted(found)})
    for first in range(0, len(shelves), DOCUMENTS):
        yield json_file(f"texts-{first}", shelves[first : first + DOCUMENTS])
    yield json_file("index", about(words, len(shelves)))


def shelf(word):
    """The name of the file that a word stands in: the numbers of its first letters. Of
    other alphabets one is enough, and some have thousands."""
    begun = word[:LETTERS] if word[:LETTERS].isascii() else word[:1]
    return "-".join(f"{ord(letter):x}" for letter in begun)


def entry(showing):
    """What a result says: address, title, what it is about, day, language, label."""
    about = showing.standfirst or prose.plain(showing.summary)
    return [
        showing.get_absolute_url(),
        showing.headline,
        Truncator(about).chars(SAID, truncate="…"),
        showing.updated_at.date().isoformat(),
        showing.language or settings.LANGUAGE_CODE,
        showing.kicker,
    ]


def about(words, count):
    """Which files there are, and how a word is brought into the form that they have."""
    return {
        "texts": count,
        "shelf": DOCUMENTS,
        "begun": sorted(words),
        **folding_tables(),
    }


def json_file(name, told):
    said = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"{FOLDER}/{name}.json", "application/json", said.encode()
