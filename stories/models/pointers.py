"""What a text points at: other stories and questions, which readers may not have.

A stored text keeps every pointer, and its hash; what is served leaves out those to
what isn't public at the moment.
"""

from django.db.models import Exists, OuterRef

from people.compiled_query import MOMENT, TEXT, Many, compile_once
from stories.models.record import Kind
from stories.models.showing import Showing

# Lists of parts that point, and the one field that does.
LISTS = {"related": "stories", "questions": "questions"}
ORIGINAL = "translation_of"


def pointers(*documents):
    """(kind, slug) of everything that some documents point at."""
    found = set()
    for document in documents:
        for part, kind in LISTS.items():
            slugs = (item.get("slug") for item in document.get(part, ()))
            found |= {(kind, slug) for slug in slugs if slug}
        if original := document.get(ORIGINAL):
            found.add(("stories", original))
        found.discard(("stories", document.get("slug")))
    return found


def find_hidden(*documents, at):
    """Those that readers don't have at a moment, under that slug or a later one."""
    named = pointers(*documents)
    slugs = [slug for _kind, slug in named]
    return named - kinds(known_at(slugs=slugs, at=at) if named else ())


@compile_once(slugs=Many(TEXT), at=MOMENT)
def known_at(slugs, at):
    was = Showing.objects.filter(live_from__lte=at)
    return still_there(slugs, was, Showing.objects.live(at, at))


def find_unreachable(document, now):
    """Those that readers don't have, nor are about to get."""
    return without_reach(pointers(document), now)


def without_reach(named, now):
    """The same of what some documents point at."""
    ahead = Showing.objects.filter(live_until__gt=now).exclude(kind=Kind.WITHDRAWAL)
    slugs = [slug for _kind, slug in named]
    rows = still_there(slugs, Showing.objects.all(), ahead) if named else ()
    return named - kinds(rows)


def still_there(slugs, rows, there):
    """(slug, question) of the rows with some slugs whose owner is there still."""
    story = there.filter(story_id=OuterRef("story_id"))
    question = there.filter(question_id=OuterRef("question_id"))
    rows = rows.filter(Exists(story) | Exists(question), slug__among=slugs)
    return rows.values_list("slug", "question_id").distinct()


def kinds(found):
    """What was found, as pointers name it."""
    return {("questions" if key else "stories", slug) for slug, key in found}


def serve(*documents, at):
    """Documents without their pointers to what readers don't have: one query."""
    gone = find_hidden(*documents, at=at)
    return [leave_out(document, gone) for document in documents]


def leave_out(document, gone):
    """The same document where nothing of it is gone."""
    if not gone & pointers(document):
        return document
    made = dict(document)
    for part in LISTS.keys() & made.keys():
        made[part] = [i for i in made[part] if (LISTS[part], i.get("slug")) not in gone]
    if ("stories", made.get(ORIGINAL)) in gone:
        del made[ORIGINAL]
    return {key: value for key, value in made.items() if value != []}
