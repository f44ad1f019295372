"""Many texts at once, each with what its page needs: three queries, however many.

For feeds and exports, which print whole texts. What leads on to other stories and
questions is left out; topics, pictures, authors, outlets and tags are there.
"""

from explainer.blocks import possible_entities
from paper.page import Surroundings, build
from paper.page.question_page import build as build_question
from paper.queries import page_rows
from paper.queries.row_data import row_data, with_row_data
from people.compiled_query import NUMBER, Many, compile_once
from people.routes import address
from stories.models import Showing


def pages(keys, now):
    """Key of a showing to its page in full: a `Page` of a story, else a `QuestionPage`.

    The page's `document` is the frozen one, its `showing` the row with its edition.
    """
    rows = [*texts_with_data(keys=keys)] if keys else []
    documents = {row.pk: row.edition.revision.content for row in rows}
    slugs, pictures = set(), set()
    for document in documents.values():
        slugs |= possible_entities(document)
        pictures |= pictures_of(document)
    shared = {
        "entities": page_rows.entities(slugs),
        "images": page_rows.images(pictures),
    }
    return {row.pk: page(row, documents[row.pk], shared, now) for row in rows}


@compile_once(keys=Many(NUMBER))
def texts_with_data(keys):
    rows = Showing.objects.filter(pk__among=keys).select_related("edition__revision")
    return with_row_data(rows)


def pictures_of(document):
    parts = [document.get("image", {}), *document.get("figures", [])]
    return {part["src"] for part in parts if "src" in part}


def page(row, document, shared, now):
    kind = "story" if row.story_id else "question"
    around = Surroundings(
        now=now,
        address=address(kind, row.slug),
        twin=address(f"{kind}_json", row.slug),
        showing=row,
        editions=[row],
        **shared,
        **row_data(row),
    )
    if kind == "question":
        return build_question(document, around, [])
    return build(document, "", around)
