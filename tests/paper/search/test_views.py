"""Readers find what is live by its words, the same on every database."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from pages import menu
from paper.search import results, views
from stories import record_audit
from stories.index import word_index
from stories.models import Showing
from stories.models.rebuild import rebuild
from tests import make
from tests.support.files import empty_index

pytestmark = pytest.mark.django_db


def found(client, query="", **narrowed):
    """Headlines in the order in which they are found."""
    page = client.get("/search/", {"q": query} | narrowed)
    assert page.status_code == 200
    return [hit.showing.headline for hit in page.context["hits"]]


def publish(headline, **fields):
    return make.edition(make.story(headline=headline, **fields))


def test_a_word_is_found_wherever_it_stands(client):
    point = {"key_points": [{"lead_in": "Boats.", "text": "Ferries *stopped*[^k]."}]}
    story = make.story(point, headline="Ports", report="A **harbour** froze.")
    story.storysource_set.create(key="k", title="Ice bulletin")
    make.edition(story)

    for word in ("ports", "harbour", "FERRIES", "bulletin", "stopped"):
        assert found(client, word) == ["Ports"], word
    assert found(client, "k") == []


def test_all_words_have_to_be_there_if_any_text_has_them(client):
    publish("Ports close", summary="Ice.")
    publish("Airports close", summary="Fog.")
    publish("Ferries")

    assert found(client, "ice ports") == ["Ports close"]
    assert found(client, "closed ice airports") == ["Airports close", "Ports close"]
    assert found(client, "strike") == []


def test_a_page_says_that_no_text_has_all_words(client):
    publish("Ports close", summary="Ice.")

    assert said(client.get("/search/?q=ice+ports")).startswith("1 page found. Ports")
    assert said(client.get("/search/?q=ice+in+tunnels")).startswith(
        "1 page found. No story has all words; these have most. Ports"
    )


def test_the_last_word_may_go_on(client):
    publish("Harbours")

    assert found(client, "harb") == ["Harbours"]
    assert found(client, "harb now") == []


def test_a_phrase_is_found_as_it_stands(client):
    publish("One", summary="A dead end, they said.")
    publish("Two", summary="The end of a dead sea.")

    assert found(client, '"dead end"') == ["One"]


def test_case_and_marks_make_no_difference(client):
    publish("Maroš Šefčovič in Київ")

    assert found(client, "sefcovic") == found(client, "КИЇВ") != []


def test_titles_count_more_than_texts_and_then_the_newest(client):
    publish("Old ice")
    publish("Ice new")
    publish("Ports", summary="Ice.")

    assert found(client, "ice") == ["Ice new", "Old ice", "Ports"]


def test_a_search_can_be_narrowed(client):
    world = make.desk(name="World", slug="world")
    publish("Ice one", desk=world)
    publish("Ice two")
    make.edition(make.question(title="Ice?"))
    today = dt.datetime.now(dt.UTC).date()
    menu.expire()

    assert found(client, "ice", desk="world") == ["Ice one"]
    assert found(client, "ice", kind="question") == ["Ice?"]
    assert len(found(client, "ice", since=today)) == 3
    assert found(client, "ice", until=today - dt.timedelta(days=2)) == []
    assert found(client, desk="world") == ["Ice one"]


def test_a_search_can_keep_to_a_topic_or_an_outlet(client):
    entity = make.entity(slug="icebreaker")
    story = make.story(headline="Ice one")
    story.storyentity_set.create(entity=entity)
    story.storysource_set.create(key="k", outlet="Gazette")
    make.edition(story)
    publish("Ice two")

    assert found(client, "ice", topic="icebreaker") == ["Ice one"]
    assert found(client, "ice", outlet="gazette") == ["Ice one"]


def test_only_what_is_live_is_found(client):
    story = make.story(headline="Ice", summary="Frost.")
    make.edition(story)
    story.summary = "Thaw."
    story.save()
    story.save_revision()
    make.edition(make.story(headline="Ice tomorrow"), at=make.soon())

    assert found(client, "thaw") == []
    assert found(client, "ice") == ["Ice"]


def test_what_an_edition_no_longer_says_is_no_longer_found(client):
    story = make.story(headline="Ice", summary="Frost.")
    make.edition(story)
    story.summary = "Thaw."
    story.save()
    make.edition(story, kind="correction", note="It was a thaw.")

    assert found(client, "frost") == []
    assert found(client, "thaw") == ["Ice"]


def test_what_is_withdrawn_is_not_found(client):
    publish("Ice").story.withdraw(note="Gone.")

    assert found(client, "ice") == []


def test_a_scheduled_edition_is_found_from_its_time_on(client, unguarded):
    story = publish("Ice").story
    story.headline = "Thaw"
    story.save()
    edition = make.edition(story, kind="development", at=make.soon())
    assert found(client, "thaw") == []

    type(edition.showing).objects.filter(story_id=story.pk, number=1).update(
        live_until=dt.datetime.now(dt.UTC)
    )
    type(edition.showing).objects.filter(pk=edition.pk).update(
        live_from=dt.datetime.now(dt.UTC)
    )

    assert found(client, "thaw") == ["Thaw"]
    assert found(client, "ice") == []


def test_cancelling_takes_the_words_back(client):
    story = make.story(headline="Ice")
    make.edition(story, at=make.soon())
    story.cancel()

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {word_index.TABLE}")
        assert cursor.fetchone() == (0,)


def test_a_rebuild_finds_the_same(client):
    publish("Ice", summary="Frost.")
    empty_index()
    assert found(client, "frost") == []

    rebuild()

    assert found(client, "frost") == ["Ice"]


def rows_of_the_index():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, * FROM {word_index.TABLE}")
        found = [*cursor.fetchall()]
        if word_index.is_sqlite():
            cursor.execute(f"SELECT rowid, * FROM {word_index.TITLES}")
            found = [*zip(sorted(found), sorted(cursor.fetchall()), strict=True)]
        return {*found}


def test_a_rebuild_makes_the_index_that_publishing_made():
    publish("Ice", summary="Frost on 3 March 2026.", language="de")
    make.edition(make.question(title="Why ice?"))
    published = rows_of_the_index()

    rebuild()

    assert rows_of_the_index() == published
    assert len(published) == 2


def test_an_upgrade_that_changes_the_form_of_the_index_fills_the_new_one():
    publish("Ice", summary="Frost.")
    publish("Fog")
    published = rows_of_the_index()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {word_index.TABLE}")
        if word_index.is_sqlite():
            cursor.execute(f"DELETE FROM {word_index.TITLES}")
            cursor.execute(f"DELETE FROM {word_index.PLACES}")
            cursor.execute("CREATE TABLE stories_search_3_places (key integer)")
            cursor.execute("CREATE VIEW stories_search_3_texts AS SELECT 1 AS key")
        cursor.execute("CREATE TABLE stories_search (title text)")
        cursor.execute("CREATE TABLE stories_search_3 (title text)")

    call_command("migrate", verbosity=0)

    assert rows_of_the_index() == published
    names = connection.introspection.table_names(include_views=True)
    found = {name for name in names if name.startswith("stories_search")}
    assert all(name.startswith(word_index.TABLE) for name in found)


def test_after_such_an_upgrade_lists_say_what_the_record_says():
    made = publish("Treaty", summary="3. March: a draft.\n5. April: a vote.").showing
    beside = publish("Fog").showing
    Showing.objects.filter(pk=made.pk).update(summary="March: a draft. April: a vote.")
    empty_index()

    call_command("migrate", verbosity=0)

    assert [*record_audit.faults()] == []
    summary = Showing.objects.get(edition=made.edition).summary
    assert summary == "3. March: a draft.\n\n5. April: a vote."
    assert Showing.objects.filter(edition=beside.edition).exists()


def court(name="International Criminal Court", *aliases, **fields):
    made = make.entity(name=name, open=True, **fields)
    for alias in aliases:
        made.aliases.create(name=alias)
    return made


@pytest.mark.parametrize("typed", ["ICC", "icc", "I.C.C.", "the ICC", "Kriminalhof"])
def test_another_name_of_a_topic_leads_to_it_and_to_its_stories(client, typed):
    court("International Criminal Court", "ICC", "Kriminalhof")
    court("Court of Appeal", "CoA")
    publish("Warrant", summary="Says the International Criminal Court.")
    publish("Berths", summary="Says the Court of Appeal.")

    page = client.get("/search/", {"q": typed})

    assert [topic.name for topic in page.context["named"]] == [
        "International Criminal Court"
    ]
    assert found(client, typed) == ["Warrant"]
    assert found(client, f"{typed} warrant") == ["Warrant"]


def test_a_topic_stands_first_only_where_nothing_else_was_asked_for(client):
    court("International Criminal Court", "ICC", slug="icc")
    publish("Warrant", summary="Says the International Criminal Court.")

    alone = client.get("/search/?q=ICC").content.decode()
    beside = client.get("/search/?q=ICC+warrant").content.decode()

    assert alone.index("/topics/icc/") < alone.index("Warrant")
    assert beside.index("/topics/icc/") > beside.index("<mark>Warrant</mark>")


def test_of_many_topics_with_one_name_five_are_offered(client):
    for number in range(6):
        court(f"Court {number}", "ICC")

    page = client.get("/search/?q=ICC")

    assert [topic.name for topic in page.context["named"]] == [
        f"Court {number}" for number in range(5)
    ]


def test_names_of_an_absorbed_entry_lead_to_the_one_that_stands(client):
    union, other = court("European Union", "EU"), court("Brussels bloc", "EC")
    other.merge_into(union)

    page = client.get("/search/?q=EC")

    assert page.context["named"] == [union]


def test_a_name_of_nobody_public_leads_nowhere(client):
    private = court("Ada Private", "Nightingale", kind="person", public_figure=False)
    publish("Concert", summary="Ada Private sang.")

    page = client.get("/search/?q=Nightingale")

    assert page.context["named"] == page.context["topics"] == []
    assert found(client, "Nightingale") == []
    assert private.aliases.count() == 1


def test_a_name_that_is_a_common_word_finds_no_common_words(client):
    court("United States", "US", "the States")
    publish("Letters", summary="They told us so. All states agree.")
    publish("Tariffs", summary="The United States raised them.")

    assert found(client, "US") == ["Tariffs"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("en", "The tunnel opens", "tunnels"),
        ("en", "Strikes spread", "strike"),
        ("de", "Die Häuser stehen leer", "Haus"),
        ("de", "Neue Gesetze", "gesetz"),
        ("fr", "Les grèves continuent", "grève"),
        ("es", "Las elecciones", "elección"),
        ("uk", "Нові тунелі", "тунель"),
        ("ar", "أعلنت الحكومة", "حكومة"),
    ],
)
def test_a_word_is_found_in_its_other_forms(client, language, text, typed):
    publish(text, language=language)
    publish("Elsewhere", language=language)

    assert found(client, typed) == [text]


def test_a_question_is_asked_for_what_it_is_about(client):
    publish("Power cut", summary="The lights were off for a day.")
    publish("Elsewhere", summary="Why did the boat go out?")

    assert found(client, "why did the lights go out") == ["Power cut"]
    assert found(client, "Why did the") == ["Elsewhere"]


def test_a_common_word_of_one_language_is_a_word_in_another(client):
    publish("Es war kalt", language="de", summary="Das war so.")
    publish("War", summary="There is war.")

    assert found(client, "war in winter") == ["War"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "headlines"),
    [
        ("3 March", ["Strike", "Treaty"]),
        ("3. März", ["Strike", "Treaty"]),
        ("March 2026", ["Strike"]),
        ("3.3.2026", ["Strike"]),
        ("2026-03-03", ["Strike"]),
        ("treaty 3 March", ["Treaty"]),
        ("mars 2026 strike", ["Strike"]),
    ],
)
def test_a_day_is_found_as_papers_and_readers_write_it(client, typed, headlines):
    publish("Strike", summary="It began on 3 March 2026.")
    event = {"timeline": [{"date": "1918-03-03", "precision": "day", "text": "Peace."}]}
    make.edition(make.story(event, headline="Treaty"))
    publish("Neither", summary="It began on 4 April 2025.")

    assert {*found(client, typed)} == {*headlines}


def test_what_came_out_in_a_month_is_found_by_it(client):
    with time_machine.travel(dt.datetime(2025, 2, 7, 12, tzinfo=dt.UTC)):
        publish("Old")
    publish("New")

    assert found(client, "February 2025") == ["Old"]


def test_stories_stand_before_questions(client):
    publish("Boats", summary="Ice.")
    make.edition(make.question(title="Ice?"))

    assert found(client, "ice") == ["Boats", "Ice?"]


def test_words_count_more_than_what_they_begin(client):
    publish("Boats", summary="War.")
    publish("Warm days")

    assert found(client, "war") == ["Boats", "Warm days"]


@pytest.mark.once
def test_no_more_than_so_many_are_found_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(results, "MOST", 2)
    for number in range(3):
        publish(f"Ice {number}")

    assert found(client, "ice") == ["Ice 2", "Ice 1"]
    assert "2 pages and more found." in said(client.get("/search/?q=ice"))


@pytest.mark.once
def test_words_sought_are_marked(client):
    publish("Ports", report="Long before.\n\nA harbour froze.")

    page = client.get("/search/?q=harbour").content.decode()

    assert "<mark>harbour</mark>" in page


def test_a_misspelt_name_suggests_the_topic(client):
    make.entity(name="Kaja Kallas", slug="kaja-kallas", open=True)

    page = client.get("/search/?q=Kalas").content.decode()

    assert "Did you mean" in page
    assert "/topics/kaja-kallas/" in page


def said(page):
    """What the page says in words, without its markup."""
    found = page.content.decode().partition('id="found"')[2].partition(">")[2]
    return " ".join(re.sub("<[^>]*>", "", found.partition("</div>")[0]).split())


def test_a_misspelt_word_suggests_one_that_live_texts_have(client):
    publish("Talks", report="Who would be the envoy?")
    publish("More talks", summary="No envoy yet.")

    page = client.get("/search/?q=envoi&kind=story")

    assert said(page) == "Nothing for “envoi”. Did you mean envoy?"
    assert 'href="/search/?q=envoy&amp;kind=story"' in page.content.decode()


def test_every_strange_word_of_several_is_replaced(client):
    publish("Talks", report="Who would be the special envoy?")

    assert "Did you mean special envoy?" in said(client.get("/search/?q=speciel+envoi"))


def test_words_that_are_not_live_are_never_suggested(client):
    story = make.story(headline="Talks", summary="An envoy goes.")
    make.edition(story, at=make.soon())
    publish("Ice")

    page = client.get("/search/?q=envoi")

    assert said(page) == "Nothing for “envoi”."


@pytest.mark.once
def test_a_narrowing_that_means_nothing_is_named(client):
    publish("Ice")

    page = client.get("/search/?q=ice&kind=zzz&since=yesterday").content.decode()

    assert "“zzz” is not known; not used." in page
    assert "“yesterday” is not known; not used." in page
    assert "Kind:" not in page


@pytest.mark.once
def test_texts_found_run_their_own_way_in_a_paper_that_runs_the_other(client):
    publish("Ice.", standfirst="It froze.", language="")

    with translation.override("ar"):
        page = client.get("/search/?q=ice").content.decode()

    assert '<h2 dir="auto"><a' in page
    assert '<p class="note"><bdi>' in page


@pytest.mark.once
def test_while_typing_only_what_was_found_is_sent(client):
    publish("Ice")

    page = client.get("/search/?q=ice&part=1").content.decode()

    assert "<mark>Ice</mark>" in page
    assert "<html" not in page


@pytest.mark.parametrize(
    "query",
    [
        *("", " ", '"', '""', "AND", "NOT x", "a*", "x^2", "title:ice", "(", ")'--"),
        *(
            "\0",
            "%00",
            "& | ! <->",
            ":*",
            "x" * 5000,
            "ice " * 400,
            "\ud83d",
            "\U0001d54f",
        ),
    ],
)
def test_nonsense_is_no_error(client, query):
    publish("Ice")

    for part in ("", "1"):
        page = client.get(
            "/search/", {"q": query.encode("utf-8", "replace"), "part": part}
        )
        assert page.status_code == 200


@pytest.mark.parametrize(
    "narrowed",
    [
        {"kind": "x"},
        {"desk": "none"},
        {"since": "x"},
        {"until": "9999-12-31"},
        {"since": "0001-01-01"},
        {"topic": "%"},
    ],
)
def test_a_narrowing_that_makes_no_sense_is_no_error(client, narrowed):
    publish("Ice")

    assert client.get("/search/", {"q": "ice"} | narrowed).status_code == 200


def test_a_search_takes_few_queries(client, django_assert_max_num_queries):
    for number in range(5):
        publish(f"Ice {number}", report=f"Frost {number}.")

    with django_assert_max_num_queries(11):
        client.get("/search/?q=frost")


@pytest.mark.parametrize("query", ["3.5%", "3,5 %", "price 3.5"])
def test_a_number_with_a_part_is_one_number(client, query):
    publish("Prices rise", summary="Up by 3.5% in May.")
    publish("Prices fall", summary="Between 3 and 5 of them.")

    assert found(client, query) == ["Prices rise"]


@pytest.mark.once
def test_a_topic_stands_above_the_first_page_alone(client, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 1)
    icc = court("Criminal Court", "ICC")
    for number in range(2):
        publish(f"No. {number}", summary="The ICC says.")

    pages = [f"/search/?q=ICC&kind=story&page={number}" for number in (1, 2)]
    first, second = (client.get(page).context for page in pages)

    assert (first["named"], second["named"]) == ([icc], [])
    shown = [[hit.showing.headline for hit in page["hits"]] for page in (first, second)]
    assert shown == [["No. 1"], ["No. 0"]]
    assert first["query"] == "q=ICC&kind=story"
    assert len(first["found"].keys) == 2


def test_a_desk_can_be_chosen_while_it_has_something_live(client):
    publish("Ice", desk=make.desk(name="World", slug="world"))
    make.desk(name="Empty", slug="empty")
    menu.expire()

    form = client.get("/search/?desk=world").context["form"]

    assert form.fields["desk"].choices[1:] == [("world", "World")]
    assert form.said == {"desk": "world"}
