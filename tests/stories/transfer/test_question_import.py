"""The questions that files list: each found or made once, and written with care."""

import uuid

import pytest

from stories.models import Question
from stories.transfer.question_import import (
    Questions,
    bare,
    cited_sources,
    line,
    own_id,
    words,
)
from stories.transfer.shared_import import SharedRows
from tests import make

pytestmark = pytest.mark.django_db

STORY = {"format": "explainer/1", "slug": "ports", "headline": "Ports"}
KEY = "11111111-1111-4111-8111-111111111111"


def importing(*files, **options):
    shared = SharedRows([], **options)
    shared.place = "a file"
    return Questions(shared, files)


def listing(*parts, **more):
    return STORY | {"questions": [*parts]} | more


def brought(*parts, sources=(), **options):
    """Import questions that one story lists."""
    item = listing(*parts, sources=[*sources])
    questions = importing(item, **options)
    document = {"questions": [{**part} for part in parts]}
    questions.list_in(document, item, "a file")
    questions.write(item)
    return questions, document["questions"]


def text_of(slug):
    return Question.objects.get(slug=slug).revisions.head().content


def test_a_question_is_found_by_id_slug_an_older_address_or_its_made_id():
    by_id = make.question(pk=uuid.UUID(KEY), slug="what")
    by_slug = make.question(slug="who")
    renamed = make.published_question(slug="why")
    renamed.slug = "wherefore"
    renamed.save()
    make.edition(renamed)
    of_a_file = make.question(pk=own_id("when"), slug="at-what-time")
    questions = importing(listing({"slug": "how", "id": KEY}, {"slug": "who"}))

    found = [questions.find(slug) for slug in ("how", "who", "why", "when", "x")]

    assert found == [by_id, by_slug, renamed, of_a_file, None]


def test_a_question_is_made_once_with_the_title_and_id_of_its_file():
    first = {"slug": "why", "title": "Why, in this story?", "own_title": "Why?"}
    first |= {"id": KEY, "intro": "Because.", "status": "partly"}
    questions, labels = brought(
        first, {"slug": "why", "title": "Why?"}, {"slug": "when", "title": "When?"}
    )

    why, when = Question.objects.get(slug="why"), Question.objects.get(slug="when")
    assert (why.pk, when.pk) == (uuid.UUID(KEY), own_id("when"))
    assert (why.title, why.intro, why.status) == ("Why?", "Because.", "partly")
    assert [label["title"] for label in labels] == [first["title"], "Why?", "When?"]
    assert Question.objects.count() == 2
    assert {
        one.row.slug: (one.place, one.before, one.wrote)
        for one in questions.asked.values()
    } == {
        "why": ("a file.questions[0]", None, True),
        "when": ("a file.questions[2]", None, True),
    }
    assert [str(one) for one in questions.asked.values()] == ["“Why?”", "“When?”"]


def test_a_label_without_a_slug_is_no_question_and_one_that_is_there_lends_its_title():
    make.question(slug="why", title="Why?")

    questions, labels = brought({"title": "No page"}, {"slug": "why"})

    assert labels == [{"title": "No page"}, {"slug": "why", "title": "Why?"}]
    assert [*questions.asked] == ["why"]


def test_what_somebody_typed_is_kept_before_a_file_writes():
    saved, typed = make.question(slug="saved"), make.question(slug="typed")
    for row in (saved, typed):
        row.save_revision()
    typed.intro = "Typed."
    typed.save()

    questions, _labels = brought({"slug": "saved"}, {"slug": "typed", "status": "open"})

    asked = questions.asked
    assert (asked["saved"].typed, asked["typed"].typed) == (False, True)
    assert asked["saved"].before == saved.revisions.head().pk
    assert text_of("typed")["intro"] == "Typed."
    assert (asked["saved"].wrote, asked["typed"].wrote) == (False, False)


def test_an_id_that_is_another_ones_is_reported():
    row = make.question(slug="why", title="Why?")

    questions, _labels = brought({"slug": "why", "id": KEY})

    assert questions.shared.notices == [
        f"a file: question “Why?” keeps its own id: “{row.pk}”, not “{KEY}”"
    ]


def test_files_say_whether_readers_have_it_and_since_when():
    item = listing({"slug": "why", "title": "Why?"}, {"slug": "who", "title": "Who?"})
    moment = "2020-01-01T00:00:00Z"
    held = listing({"slug": "why", "draft": True, "published_at": moment})
    questions = importing(item, held)
    for file in (item, held, item):
        questions.list_in({"questions": [{**p} for p in file["questions"]]}, file, "f")
    for file in (held, item):
        questions.write(file)

    said = {slug: (one.held, one.published_at) for slug, one in questions.asked.items()}
    assert said == {"why": (True, moment), "who": (False, "")}


ANSWERED = {
    "slug": "why",
    "title": "Why?",
    "intro": "So.[^wire]",
    "answers": [{"question": "How?", "answer": "Thus."}, {"question": "When?"}],
}
WIRE = {"key": "wire", "title": "The interview", "kind": "report", "author": "Ana"}


def test_a_new_question_has_its_answers_and_the_sources_that_it_cites():
    brought(ANSWERED, sources=[WIRE, {"key": "other", "title": "Not cited"}])

    text = text_of("why")
    answers = [(one["question"], one.get("answer", "")) for one in text["answers"]]
    assert answers == [("How?", "Thus."), ("When?", "")]
    assert [(one["key"], one["title"]) for one in text["sources"]] == [
        ("wire", "The interview")
    ]
    row = Question.objects.get()
    assert row.questionsource_set.get().source.title == "The interview"
    uids = [one["uid"] for one in (*text["answers"], *text["sources"])]
    made = [uuid.uuid5(row.pk, name) for name in ("answer:0", "answer:1", "wire")]
    assert uids == [*map(str, made)]


def test_answers_that_are_there_stay_and_the_same_ones_are_no_news():
    brought(ANSWERED, sources=[WIRE])
    before = text_of("why")
    same, _labels = brought(ANSWERED, sources=[WIRE])
    other = ANSWERED | {"answers": [{"question": "How much?", "answer": "A lot."}]}

    kept, _labels = brought(other, sources=[WIRE | {"title": "Another"}])

    assert (same.shared.notices, same.asked["why"].wrote) == ([], False)
    assert text_of("why") == before
    assert kept.shared.notices == [
        "a file.questions[0]: question “Why?” keeps its own answers: "
        "“How? Thus.; When?”, not “How much? A lot.”"
    ]
    brought(other, sources=[WIRE | {"title": "Another"}], overwrite=True)
    after = text_of("why")
    assert [one["question"] for one in after["answers"]] == ["How much?"]
    assert [one["title"] for one in after["sources"]] == ["Another"]


def test_one_key_is_one_source_and_new_ones_are_added():
    brought(ANSWERED, sources=[WIRE])
    more = ANSWERED | {"sources": [WIRE | {"title": "Another"}, {"key": "new"}]}

    questions, _labels = brought(more | {"intro": "Other."}, overwrite=False)

    assert [one.partition(" keeps ")[2] for one in questions.shared.notices] == [
        "its own intro: “So.[^wire]”, not “Other.”"
    ]
    assert [one["key"] for one in text_of("why")["sources"]] == ["wire"]
    row = Question.objects.get()
    row.intro = ""
    row.save()
    questions, _labels = brought(more | {"intro": "Other."})
    assert [one["key"] for one in text_of("why")["sources"]] == ["wire", "new"]
    assert [one.partition(" keeps ")[2] for one in questions.shared.notices] == [
        "its own source “wire”: “report, The interview, Ana”, "
        "not “report, Another, Ana”"
    ]


def test_what_a_question_cites_is_cited_by_its_intro_or_its_answers():
    sources = [{"key": key, "title": key, "author": "A", "note": "x"} for key in "abcd"]
    part = {"intro": "So.[^a]", "answers": [{"answer": "Thus.[^b p. 3]"}, {}]}
    part["answers"][1] |= {"sources": ["c"]}

    found = cited_sources(part, [*sources, {"title": "No key"}])

    assert [source["key"] for source in found] == ["a", "b", "c"]
    assert "note" not in found[0]
    assert cited_sources({}, sources) == []


def test_items_are_compared_and_told_in_words():
    assert bare([{"uid": "1", "answer": "So.", "as_of": ""}]) == [{"answer": "So."}]
    assert line(WIRE) == "report, The interview, Ana"
    assert words([{"question": "A?", "answer": "B."}, {"question": "C?"}, {}]) == (
        "A? B.; C?; "
    )
