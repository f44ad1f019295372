"""A topic's page gathers what live stories say of it, each thing once."""

import datetime as dt
import re

import pytest

from paper.topics.topic import site
from tests import make
from tests.support.reader import get, publish, read

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TOPIC = "/topics/ana/"


@pytest.fixture
def ana():
    return make.entity(
        slug="ana", name="Ana Ruiz", kind="person", public_figure=True, open=True
    )


def quoting(slug="ports", *, text="We will open.", on="2026-01-15", **said):
    """Publish a story that quotes Ana Ruiz."""
    quote = {"text": text, "speaker": "Ana Ruiz", "entity": "ana", "said_on": on}
    telling(slug, quotes=[quote | said])


def telling(slug="ports", *, about=(), **keys):
    """Publish a story; `about` are its topics, the first as the most prominent."""
    listed = [
        {"slug": name, "name": name, "prominence": place}
        for place, name in enumerate(about, 1)
    ]
    story = {"format": "explainer/1", "slug": slug, "headline": slug.title()}
    publish(story | {"summary": "It is so.", "entities": listed} | keys)


def event(text, on="2025-03-01", **more):
    return {"text": text, "date": on} | more


def section(client, name, address=TOPIC):
    """The words of one section of a page."""
    found = re.search(
        rf'<section[^>]* id="{name}">(.*?)</section>', get(client, address), re.DOTALL
    )
    return " ".join(re.sub("<[^>]+>", " ", found[1]).split()) if found else ""


def test_the_newest_words_come_first(client, ana):
    quoting("older", text="We will open.", on="2025-01-15")
    quoting("newer", text="We have opened.", on="2026-01-15")

    said = section(client, "said")

    assert said.index("We have opened.") < said.index("We will open.")


def test_a_quote_has_its_day_its_context_and_where_it_was_told(client, ana):
    url = "https://a.example/1"
    quote = {"text": "No.", "entity": "ana", "source": "paper", "key": "no"}
    telling(
        sources=[{"key": "paper", "title": "The interview", "url": url}],
        quotes=[quote | {"context": "to the council", "said_on": "2026-01-15"}],
    )

    page = get(client, TOPIC)

    assert "15 January 2026 to the council" in section(client, "said")
    assert f'<a href="{url}" rel="external">The interview</a>' in page
    assert 'href="/stories/ports/#quote-no"' in page


def test_the_role_is_that_of_the_day(client, ana):
    ana.roles.create(title="Mayor", since="2016-01-01", until="2025-12-31")
    ana.roles.create(title="Minister", since="2026-01-01")
    quoting(on="2025-06-01")

    assert "1 June 2025 Mayor" in section(client, "said")


def test_the_role_that_a_story_printed_goes_first(client, ana):
    ana.roles.create(title="Minister", since="2016-01-01")
    quoting(role="acting head of the port")

    assert "acting head of the port" in section(client, "said")
    assert "Minister" not in section(client, "said")


def test_reported_words_have_no_quotation_marks(client, ana):
    quoting(text="She would open it", paraphrase=True)

    said = section(client, "said")

    assert "reported words" in said
    assert not {"“", "”"} & {*said}


def test_the_original_is_in_its_language(client, ana):
    quoting(original="سنفتح.", original_language="ar")

    page = get(client, TOPIC)

    assert '<p lang="ar" dir="rtl">سنفتح.</p>' in page
    assert "Translated from Arabic" in page


def test_words_told_by_two_stories_are_listed_once_with_both(client, ana):
    quoting("one")
    quoting("two")

    said = section(client, "said")

    assert said.count("We will open.") == 1
    assert "Two · One" in said


def test_an_event_is_of_the_topic_by_its_mention_its_name_or_the_whole_story(
    client, ana
):
    ana.aliases.create(name="Ruiz")
    telling("a", timeline=[event("@[She](ana) is elected.", "2024-01-01")])
    telling(
        "b",
        about=["other", "ana"],
        timeline=[
            event("Ruiz opens the port.", "2024-02-01"),
            event("The tide turns in Ruizville.", "2024-03-01"),
        ],
    )
    telling("c", about=["ana"], timeline=[event("The port closes.", "2024-04-01")])
    telling("d", timeline=[event("Ruiz of another story.", "2024-05-01")])

    told = section(client, "timeline")

    assert "She is elected." in told
    assert "Ruiz opens the port." in told
    assert "The port closes." in told
    assert "Ruizville" not in told
    assert "another story" not in told


def test_an_event_is_dated_as_precisely_as_it_is_known(client, ana):
    told = [
        event("One.", "2024-03-01", precision="month"),
        event("Two.", "2023-01-01", precision="year"),
        event("Three.", "2022-05-06"),
        {"text": "Four.", "label": "Long ago"},
    ]
    telling(about=["ana"], timeline=told)

    words = section(client, "timeline")

    order = ["March 2024", "2023", "6 May 2022", "Long ago"]
    assert [*map(words.index, order)] == sorted(map(words.index, order))


def test_the_citations_of_an_event_are_plain_words(client, ana):
    source = {"key": "paper", "title": "The port reopens", "outlet": "Gazette"}
    telling(
        about=["ana"], sources=[source], timeline=[event("The port opens.[^paper]")]
    )

    words = section(client, "timeline")

    assert "The port opens. Source: The port reopens, Gazette" in words
    assert "[^" not in words


@pytest.mark.parametrize(
    ("other", "times"),
    [
        ("The first ship of the year enters the port", 1),
        ("A strike begins", 2),
    ],
)
def test_one_event_told_by_two_stories_is_listed_once(client, ana, other, times):
    telling("a", about=["ana"], timeline=[event("The first ship enters the port")])
    telling("b", about=["ana"], timeline=[event(other)])

    assert section(client, "timeline").count("1 Mar 2025") == times


def test_alike_events_of_two_days_are_two(client, ana):
    days = ["2025-03-01", "2025-03-02"]
    told = [event("The port is shut.", on=day) for day in days]
    telling(about=["ana"], timeline=told)

    assert section(client, "timeline").count("The port is shut.") == 2


def test_stories_come_by_prominence_with_their_last_new_fact(client, ana):
    telling("passing", about=["other", "ana"])
    telling("main", about=["ana"])
    story = {"format": "explainer/1", "slug": "passing", "headline": "Passing"}
    listed = [{"slug": "other"}, {"slug": "ana", "prominence": 2}]
    changed = story | {"summary": "It was so.", "entities": listed}
    publish(changed, kind="development", note="New: a date is named.")
    publish(changed | {"summary": "It has been so."}, kind="wording")

    words = section(client, "stories")

    assert words.index("Main") < words.index("Passing")
    assert "New: a date is named." in words


def test_often_with_says_how_many_stories_are_shared(client, ana):
    for slug in ("most", "often", "once"):
        make.entity(slug=slug, name=slug.title())
    telling("a", about=["ana", "often", "most"])
    telling("b", about=["ana", "often", "most"])
    telling("c", about=["ana", "most", "once"])

    words = section(client, "often-with")

    assert words == "Often with Most 3 stories together Often 2 stories together"


@pytest.mark.parametrize("public_figure", [True, False])
def test_nobody_private_is_named_beside_a_topic(client, ana, public_figure):
    witness = {"slug": "witness", "name": "A Witness", "kind": "person"}
    make.entity(public_figure=public_figure, **witness)
    for slug in ("a", "b"):
        telling(slug, about=["ana", "witness"])

    assert ("A Witness" in get(client, TOPIC)) is public_figure


def test_a_merged_topic_brings_its_words_and_events_along(client, ana):
    old = make.entity(slug="mayor-ruiz", name="Mayor Ruiz", kind="person")
    telling(
        quotes=[{"text": "It is done.", "entity": "mayor-ruiz"}],
        timeline=[event("@[Mayor Ruiz](mayor-ruiz) is elected.")],
    )
    old.merge_into(ana)

    assert "It is done." in section(client, "said")
    assert "is elected." in section(client, "timeline")
    assert "Mayor Ruiz" in section(client, "also")


def test_another_topic_is_met_under_its_survivors_name(client, ana):
    old, new = make.entity(slug="old", name="Old"), make.entity(slug="new", name="New")
    telling("a", about=["ana", "old"])
    telling("b", about=["ana", "new"])
    old.merge_into(new)

    words = section(client, "often-with")

    assert "New 2 stories together" in words
    assert "Old" not in words


def test_long_lists_are_cut_and_all_of_them_are_a_link_away(client, ana):
    days = [dt.date(2025, 1, day) for day in range(1, 31)]
    telling(
        about=["ana"],
        quotes=[
            {"text": f"Word {d.day}.", "entity": "ana", "said_on": f"{d}"} for d in days
        ],
        timeline=[event(f"Day number {d.day}.", f"{d}") for d in days],
    )

    said, timeline = section(client, "said"), section(client, "timeline")
    everything = section(client, "said", f"{TOPIC}?all=1")

    assert "(30)" in said
    assert "Word 19." in said
    assert "Word 18." not in said
    assert "Day number 11." in timeline
    assert "Day number 10." not in timeline
    assert "Word 1." in everything


def test_what_a_withdrawn_story_told_is_gone(client, ana):
    story = make.story(
        slug="gone", parts={"quotes": [{"text": "Unsaid.", "entity": ana}]}
    )
    make.edition(story)
    assert "Unsaid." in get(client, TOPIC)

    story.withdraw(note="It was wrong.")

    assert "Unsaid." not in get(client, TOPIC)


def test_what_waits_is_told_by_nothing(client, ana):
    parts = {"quotes": [{"text": "Embargoed.", "entity": ana}]}
    make.edition(make.story(parts), at=make.soon(seconds=30))

    response = client.get(TOPIC)

    assert "Embargoed." not in response.content.decode()
    assert response["X-Accel-Expires"] == "29"


@pytest.mark.parametrize("stories", [1, 4])
def test_a_topic_takes_eight_queries(client, django_assert_num_queries, ana, stories):
    make.entity(slug="mayor-ruiz").merge_into(ana)
    ana.roles.create(title="Minister", since="2016-01-01")
    for number in range(stories):
        make.entity(slug=f"with-{number}")
        telling(
            f"story-{number}",
            about=["ana", "mayor-ruiz", f"with-{number}"],
            timeline=[event(f"Event of story {number}.")],
            quotes=[{"text": f"Word {number}.", "entity": "ana"}],
            byline=[{"name": "Ana Ruiz", "entity": "ana"}],
        )

    with django_assert_num_queries(8):
        client.get(TOPIC)


@pytest.mark.parametrize(
    "query", ["?all=%00", "?all=" + "9" * 400, "?page=-1", "?all=1&all=%ff"]
)
def test_no_query_breaks_a_topic(client, ana, query):
    assert client.get(TOPIC + query).status_code == 200


def test_a_person_is_a_profile_and_anything_else_a_collection(client, ana):
    make.entity(slug="port", kind="place", open=True)
    telling(about=["ana", "port"])

    assert '"@type":"ProfilePage"' in get(client, TOPIC)
    assert '"@type":"CollectionPage"' in get(client, "/topics/port/")


def test_one_heading_for_each_section(client, ana):
    quoting()

    levels = [level for level, _text in read(client, TOPIC).headings]

    assert levels.count(1) == 1
    assert levels.count(2) >= 2


@pytest.mark.parametrize(
    ("link", "called"),
    [
        ("https://en.wikipedia.org/wiki/Kaja_Kallas", "Wikipedia (en)"),
        ("https://de.m.wikipedia.org/wiki/Kaja_Kallas", "Wikipedia (de)"),
        ("https://www.wikidata.org/wiki/Q1", "wikidata.org"),
        ("http://[", "http://["),
    ],
)
def test_a_page_elsewhere_is_called_by_its_site(link, called):
    assert site(link) == called


def test_a_story_and_its_translation_are_one(client, ana):
    make.entity(slug="port", name="Port", open=True)
    telling("ports", about=["ana", "port"])
    telling("haefen", about=["ana", "port"], translation_of="ports", language="de")

    page = read(client, TOPIC).text

    assert "together" not in page
    assert "Ports" in section(client, "stories")
    assert "Haefen" not in section(client, "stories")
    assert "Ana Ruiz 1 story" in read(client, "/topics/").text

    telling("rivers", about=["ana", "port"])
    assert "2 stories together" in read(client, TOPIC).text


def test_a_translation_stands_for_an_original_that_is_not_live(client, ana):
    telling("haefen", about=["ana"], translation_of="ports", language="de")

    assert "Haefen" in section(client, "stories")


def test_a_private_person_merged_into_something_else_stays_without_a_name(client):
    board = make.entity(slug="board", name="Harbour board", open=True)
    person = make.entity(slug="someone", name="Jo Private", kind="person")
    person.aliases.create(name="J. P.")
    old = make.entity(slug="old-board", name="Port board")
    for entity in (person, old):
        entity.merge_into(board)

    page = get(client, "/topics/board/")

    assert "Port board" in page
    assert "Jo Private" not in page
    assert "J. P." not in page
