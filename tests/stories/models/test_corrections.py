"""Corrections by the verb itself, whatever is asked of it, and by two at once."""

import html
import os
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone

from explainer import blocks, file
from explainer.blocks import Change
from people.refusals import RefusedError
from stories.models import Edition, Revision, Showing, Story, demands
from stories.models.verb_refusals import NotReadyError
from stories.transfer.extracts import Live
from stories.transfer.story_export import file_of
from tests import make
from tests.support import desk
from tests.support.files import take
from tests.support.folio import barrier
from tests.support.reader import publish

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("EXAMPLES", "30"))
NOTE = {"note": "Because."}
VALUES = [
    *("", " ", "One", "one", "x" * 90, "Two words.", "Two.\n\nBlocks.", "\0", "\ud800"),
    *("2026-02-31", "2026-02-03", "2026-02-03T10:00:00+01:00", "de", "nobody"),
    *("[^nobody]", "@[No](nobody)", "https://paper.example/", "http://", "worst"),
    *(0, -1, 2.5, True, None, [], ["one"], [1], {}, {"a": 1}, [50, 101]),
]


def everything():
    rows = [[*m.objects.order_by("pk").values()] for m in (Edition, Revision, Showing)]
    live = Story.objects.order_by("pk").values()
    return rows, [{k: v for k, v in row.items() if k != "saved_at"} for row in live]


def places(document):
    """(uid, field) of every value that a document has or could have."""
    yield from (("", name) for name in named(blocks.fields_of(document)))
    for _path, items, fields in blocks.lists(document):
        for item in items:
            yield item["uid"], ""
            yield from ((item["uid"], name) for name in named(fields))


def named(fields):
    for name, field in fields.items():
        yield name
        if field.kind == "object":
            yield from (f"{name}.{key}" for key in field.items)


def anything(chance, document):
    """A change that somebody's program may ask for."""
    uid, field = chance.choice([*places(document)])
    op = chance.choice(["remove", "remove", "replace", "replace", "add"])
    index = chance.choice([None, None, 0, 1, 99])
    new = "" if op == "remove" else chance.choice(VALUES)
    return Change(op, uid, field, index, new=new)


def test_any_correction_gives_a_text_that_files_can_hold_or_is_refused():
    publish(barrier())
    story, other = Story.objects.get(), make.published_story()
    had, chance, made = story.revisions.head().content, Random(7), []
    for _example in range(EXAMPLES):
        asked = [anything(chance, had) for _ in range(chance.choice([1, 1, 3]))]
        with transaction.atomic():
            made.append(corrected(story, asked))
            transaction.set_rollback(True)
    assert 2 < sum(made) < EXAMPLES - 3
    assert other.editions.count() == 1


def corrected(story, asked):
    """Whether it was done; if so the text can be taken out and in again."""
    before = everything()
    try:
        edition = story.correct(changes=asked, **NOTE).edition
    except RefusedError:
        assert everything() == before
        return False
    document = edition.revision.content
    assert file.format_faults(document) == []
    outcome = take(file_of(document, Live()))
    assert (outcome.changed, outcome.unchanged) == ([], [document["slug"]])
    return True


TEXTS = {
    "summary": "Ash one. Ash two.\n\nBirch one. Birch two.\n\n- cedar\n- elm",
    "brief": "Fir one.\n\nFir one.",
    "background": "Gorse.",
}
PARTS = {"key_points": [{"lead_in": "Hazel.", "text": "Ivy one.\n\nIvy two."}]}


def edited(chance, text):
    """A block as somebody leaves it: changed, parted, longer, gone, or as it was."""
    word = f"new{chance.randrange(10**6)}"
    words = text.split(" ")
    at = chance.randrange(len(words) + 1)
    return chance.choice(
        [
            *[text] * 6,
            " ".join([*words[:at], word, *words[at:]]),
            f"{text}\n\nAnd {word}.",
            text.replace(". ", ".\n\n", 1),
            f"## {word}\n\n{text}",
            "\n\n".join([text, text]),
            f"{word}.",
            "",
        ]
    )


def typed_by(chance, form):
    """What somebody changes of the form, by the names of its inputs."""
    blocks_of = {n: t for n, t in form.items() if n.startswith("text-") and t}
    made = {name: edited(chance, text) for name, text in blocks_of.items()}
    return {n: text for n, text in made.items() if text != blocks_of[n]}


def sent(client, story, form):
    return client.post(desk.address("correct", story), form | NOTE | KIND)


KIND = {"kind": "correction"}


def meet(client, chance):
    """Two who open one form, and send it one after the other; the second goes on."""
    story = make.published_story(parts=PARTS, headline="Hazel", **TEXTS)
    form = desk.fields(client.get(desk.address("correct", story)), None)
    theirs, mine = typed_by(chance, form), typed_by(chance, form)
    first = sent(client, story, form | theirs)
    count = story.editions.count()
    assert (first.status_code, count) in [(302, 2), (200, 1)]
    before = live_text(story)
    second = sent(client, story, form | mine)
    if second.status_code == 200:  # Nothing was done, and nothing typed is lost.
        assert live_text(story) == before
        page = line(html.unescape(second.content.decode().replace("<br>", " ")))
        assert [text for text in mine.values() if line(text) not in page] == []
    else:
        assert story.editions.count() == count + 1
        assert [
            text for text in mine.values() if line(text) not in live_text(story)
        ] == []


def live_text(story):
    document = Showing.objects.live(timezone.now()).get(story_id=story.pk)
    return line(document.edition.revision.document.replace("\\n", " "))


def line(text):
    """A text on one line, as a headline takes it."""
    return " ".join(text.split())


def test_two_who_correct_at_once_never_lose_a_word_nor_meet_an_error(client):
    client.force_login(make.editor())
    for example in range(max(EXAMPLES // 3, 8)):
        with transaction.atomic():
            meet(client, Random(example))
            transaction.set_rollback(True)


def test_a_correction_may_add_a_link_and_has_to_call_it_something():
    entity = make.entity(slug="board")
    old = make.edition(make.story()).revision.content

    demands.no_worse(old | {"entities": [{"slug": entity.slug, "name": "B"}]}, old)
    with pytest.raises(NotReadyError):
        demands.no_worse(old | {"entities": [{"slug": entity.slug, "name": ""}]}, old)
