"""What a reader is offered who is still typing: topics and titles, all of them live."""

import re

import pytest
from django.utils import timezone

from paper.search import suggestions
from tests import make

pytestmark = pytest.mark.django_db
OPTION = re.compile(r'<a role="option".* href="([^"]*)">(.*)</a>')


def offered(client, typed):
    """(kind, name, address) of each option, in order."""
    page = client.get("/search/suggestions/", {"q": typed})
    assert page.status_code == 200
    found = OPTION.findall(page.content.decode())
    bare = [(re.sub("<.*?>", "|", text).strip("|"), at) for at, text in found]
    return [(*words.split("|"), at) for words, at in bare]


def test_half_a_word_leads_to_topics_and_to_titles(client):
    make.entity(name="Harbour Board", slug="board", open=True)
    make.entity(name="Rivers", slug="rivers", open=True)
    make.published_story(headline="The harbour froze", slug="froze")
    make.published_story(headline="Fog", slug="fog", summary="The harbour.")
    make.published_question(title="Whose harbour?", slug="whose")

    assert offered(client, "harb") == [
        ("Harbour Board", " ", "Topic", "/topics/board/"),
        ("The harbour froze", "/stories/froze/"),
        ("Whose harbour?", " ", "Question", "/questions/whose/"),
    ]
    assert offered(client, "harbour fro") == [("The harbour froze", "/stories/froze/")]
    assert offered(client, "boa") == [("Harbour Board", " ", "Topic", "/topics/board/")]
    assert offered(client, "zzz") == offered(client, "") == offered(client, "  ") == []


def names(typed):
    now = timezone.now()
    found = [*suggestions.topics(typed, now), *suggestions.titles(typed, now)]
    return [page.name for page in found]


def test_a_topic_is_met_by_any_of_its_names_once():
    union = make.entity(name="European Union", slug="eu", open=True)
    union.aliases.create(name="Union of Europe")
    other = make.entity(name="Unity", slug="unity", open=True)
    other.aliases.create(name="Bloc")
    other.merge_into(union)

    assert names("uni") == names("union of eu") == names("blo") == ["European Union"]


def test_nobody_is_offered_who_has_no_page():
    make.entity(name="Ada Private", slug="ada", kind="person", open=True)
    make.entity(name="Adalbert", slug="adalbert")
    make.entity(
        name="Ada Public", slug="ada-2", kind="person", public_figure=True, open=True
    )

    assert names("ada") == ["Ada Public"]


def test_a_topic_is_offered_while_a_live_text_names_it():
    row = make.entity(name="Harbour", slug="harbour")
    story = make.published_story(
        parts={"entities": [{"entity": row, "name": "Harbour"}]}, headline="Ice"
    )

    assert names("har") == ["Harbour"]
    story.withdraw(note="It was wrong.")
    assert names("har") == []


def test_only_titles_that_readers_have_are_offered(client):
    story = make.published_story(headline="Ice at first")
    story.headline = "Thaw"
    story.save()
    story.save_revision()
    make.edition(make.story(headline="Ice tomorrow"), at=make.soon())
    make.published_story(headline="Ice gone").withdraw(note="It was wrong.")

    assert names("ice") == ["Ice at first"]
    assert names("tha") == []


def test_the_newest_titles_come_first_and_no_more_than_so_many(monkeypatch):
    monkeypatch.setattr(suggestions, "TITLES", 2)
    monkeypatch.setattr(suggestions, "TOPICS", 1)
    for number in range(3):
        make.published_story(headline=f"Ice {number}")
        make.entity(name=f"Iceberg {number}", slug=f"ice-{number}", open=True)

    assert names("ice") == ["Iceberg 0", "Ice 2", "Ice 1"]


def test_one_letter_is_too_little_where_it_is_no_word():
    make.published_story(headline="Ice")
    make.published_story(headline="新的政策")
    make.entity(name="Ida", slug="ida", open=True)

    assert names("i") == []
    assert names("id") == ["Ida"]
    assert names("新") == names("新的") == ["新的政策"]


def test_what_is_typed_is_never_taken_for_markup_or_a_pattern(client):
    make.published_story(headline="<b>Ice</b> & snow")

    said = client.get("/search/suggestions/", {"q": "snow"}).content.decode()

    assert "&lt;b&gt;Ice&lt;/b&gt; &amp; snow" in said
    for typed in ("%", "_", "*", '"', "a%", "\0", "'; --", "x" * 500, "🙂"):
        assert offered(client, typed) == [], typed


def test_suggestions_are_everybodys_and_cost_the_same_however_many_there_are(
    client, django_assert_max_num_queries
):
    for number in range(12):
        make.published_story(headline=f"Ice {number}")
        make.entity(name=f"Iceberg {number}", slug=f"ice-{number}", open=True)

    with django_assert_max_num_queries(4):
        page = client.get("/search/suggestions/?q=ice")

    assert "public" in page["Cache-Control"]
    assert not page.cookies
    assert len(offered(client, "ice")) == suggestions.TOPICS + suggestions.TITLES


def test_a_title_in_another_language_says_so(client):
    make.published_story(headline="Häfen", language="de")

    page = client.get("/search/suggestions/?q=haf").content.decode()

    assert '<bdi lang="de">Häfen</bdi>' in page
