"""What somebody may mean who is still typing: topics and titles that have the words."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.shortcuts import render

from entities.models import Entity, NameStart
from entities.name_starts import LONGEST
from explainer.folding import is_dense, key, tokens
from paper.queries import page_rows
from paper.search.query import MOST, Term
from people import routes
from people.compiled_query import MOMENT, NUMBER, TEXT, Many, compile_once
from stories.index import word_index
from stories.models import Showing
from stories.models.topics import public

TOPICS, TITLES = 4, 6
# A topic may be met by several of its names, and a title not be live any more.
READ = 4
FEWEST = 2  # Of one letter alone too much begins, where it isn't a word.


@dataclass(frozen=True)
class Suggestion:
    """A page: what it is called, in which language, and of which kind it is."""

    name: str
    slug: str
    kind: str
    language: str = ""

    @property
    def address(self):
        return routes.address(self.kind, self.slug)


def suggestions(request):
    """A list for the field of a search: no frame, nothing but pages and their names."""
    asked = request.GET.get("q", "")
    found = [*topics(asked, request.now), *titles(asked, request.now)]
    request.due = page_rows.next_due(request.now)
    return render(request, "paper/search/suggestions.html", {"found": found})


def topics(asked, now):
    """Topics with a name in which a word begins with all that was typed."""
    start = key(asked)[:LONGEST]
    if not is_enough(start):
        return []
    rows = names_beginning(READ * TOPICS, start=start, now=now)
    apart = dict.fromkeys((slug, name) for _start, slug, name in rows)
    return [Suggestion(name, slug, "entity") for slug, name in [*apart][:TOPICS]]


@compile_once(start=TEXT, now=MOMENT)
def names_beginning(most, start, now):
    """(start, slug, name) of topics, the shortest names after what was typed first."""
    stands = Coalesce("entity__merged_into_id", "entity_id")
    rows = NameStart.objects.filter(start__begins=start).annotate(stands=stands)
    there = public(Entity.objects.filter(pk=OuterRef("stands")), now)
    return (
        rows.filter(Exists(there))
        .order_by("start", "pk")
        .values_list(
            "start",
            Coalesce("entity__merged_into__slug", "entity__slug"),
            Coalesce("entity__merged_into__name", "entity__name"),
        )[:most]
    )


def titles(asked, now):
    """Live texts whose titles have all words, the last of which may go on."""
    words = tokens(asked)[:MOST]
    if not words or not is_enough(words[-1]):
        return []
    terms = [Term(phrases=((word,),)) for word in words[:-1]]
    places = word_index.titles_with([*terms, Term(begun=(words[-1],))], READ * TITLES)
    keys = [place & word_index.KEY_MASK for place in places]
    rows = {row[0]: row[1:] for row in headlines(keys=keys, now=now)} if keys else {}
    shown = [rows[key] for key in keys if key in rows][:TITLES]
    return [
        Suggestion(headline, slug, "question" if asked_in else "story", language)
        for slug, headline, asked_in, language in shown
    ]


def is_enough(text):
    return len(text) >= FEWEST or is_dense(text)


@compile_once(keys=Many(NUMBER), now=MOMENT)
def headlines(keys, now):
    rows = Showing.objects.live(now, now).filter(pk__among=keys)
    return rows.values_list("pk", "slug", "headline", "question_id", "language")
