"""Pages of what stories have in common: only what is live, only what is named."""

import pytest
from django.utils import timezone

from pages import menu
from paper.lists import queries as lists
from paper.lists.views import office, roles_in
from paper.queries.keyset import START
from paper.topics.topic import find
from sources.models import Outlet, Source
from stories.models import Showing, Tag
from tests import make

pytestmark = pytest.mark.django_db


def text(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def tagged(*names, **fields):
    story = make.story(**fields)
    story.tags.add(*names)
    make.edition(story)
    return story


def cite(story, outlet, **fields):
    source = Source.objects.create(outlet=outlet, **fields)
    cited = story.storysource_set.model(story=story, source=source, key=f"k{source.pk}")
    cited.fill()
    cited.save()


@pytest.fixture
def gazette():
    return Outlet.objects.create(name="Gazette", slug="gazette", country="Norway")


def test_a_desk_lists_its_live_stories_the_last_changed_first(client):
    desk = make.desk(name="World", slug="world")
    make.published_story(headline="Older", desk=desk)
    make.published_story(headline="Newer", desk=desk)
    make.published_story(headline="Elsewhere")
    make.story(headline="Only a draft", desk=desk)

    page = text(client, "/desks/world/")

    assert page.index("Newer") < page.index("Older")
    assert "Elsewhere" not in page
    assert "Only a draft" not in page


def test_the_front_page_leads_to_the_desks(client):
    desk = make.desk(name="World", slug="world")
    for _number in range(8):
        make.published_story(desk=desk)

    assert 'href="/desks/world/"' in text(client, "/")


def test_a_story_leads_to_its_tags_and_each_tag_to_its_stories(client):
    tagged("Harbour life", slug="ports", headline="Ports")

    assert 'href="/tags/harbour-life/"' in text(client, "/stories/ports/")
    assert "Ports" in text(client, "/tags/harbour-life/")


def test_a_tag_is_called_as_it_was_typed_and_anew_when_it_is_called_otherwise(client):
    tagged("EU foreign policy", slug="ports")
    assert ">EU foreign policy</a>" in text(client, "/stories/ports/")

    Tag.objects.update(name="EU Foreign Policy")

    assert ">EU Foreign Policy</a>" in text(client, "/stories/ports/")
    assert ">EU Foreign Policy</a>" in text(client, "/stories/ports/editions/1/")


def test_a_tag_that_is_gone_keeps_its_slug_in_words(client):
    tagged("EU foreign policy", slug="ports")
    Tag.objects.all().delete()

    assert ">eu foreign policy</a>" in text(client, "/stories/ports/")


def test_a_byline_leads_to_everything_under_that_name(client):
    byline = {"byline": [{"name": "Ana Ruiz"}]}
    make.edition(make.story(byline, slug="ports", headline="Ports"))

    assert 'href="/authors/ana-ruiz/"' in text(client, "/stories/ports/")
    page = text(client, "/authors/ana-ruiz/")
    assert "<h1>Ana Ruiz</h1>" in page
    assert "Ports" in page


def test_outlets_are_counted_and_never_scored(client, gazette):
    story = make.story(headline="Ports")
    cite(story, gazette, title="Port shut", url="https://gazette.example/1")
    make.edition(story)

    page = text(client, "/outlets/")

    assert "Gazette" in page
    assert "cited in 1 story" in page
    assert "Norway" in page


def test_an_outlet_shows_what_of_it_we_cite_and_where(client, gazette):
    story = make.story(headline="Ports")
    for title in ("Port shut", "Port open"):
        cite(story, gazette, title=title, published="2026-01-15")
    cite(story, Outlet.objects.create(name="Other", slug="other"), title="Not theirs")
    make.edition(story)

    page = text(client, "/outlets/gazette/")

    assert "Port shut" in page
    assert "Port open" in page
    assert "Ports" in page
    assert "Not theirs" not in page


@pytest.mark.parametrize(
    "address",
    ["/desks/world/", "/tags/none/", "/authors/nobody/", "/outlets/gazette/"],
)
def test_what_no_live_story_names_has_no_page(client, gazette, address):
    story = make.story({"byline": [{"name": "Nobody"}]}, desk=make.desk(slug="world"))
    story.tags.add("none")
    cite(story, gazette, title="Draft's")
    story.save_revision()

    assert client.get(address).status_code == 404
    assert "Gazette" not in text(client, "/outlets/")


def test_an_outlet_that_an_editor_opened_has_a_page_before_it_is_cited(client, gazette):
    gazette.open = True
    gazette.save()

    assert "Cited in 0 stories" in text(client, "/outlets/gazette/")
    assert "Gazette" in text(client, "/outlets/")


def test_a_withdrawn_story_is_in_no_list(client, gazette):
    story = tagged("sea", headline="Ports", desk=make.desk(slug="world"))
    story.withdraw(note="Gone.")

    for address in ("/tags/sea/", "/desks/world/"):
        assert client.get(address).status_code == 404


def test_long_lists_have_pages(client):
    desk = make.desk(slug="world")
    for number in range(31):
        make.published_story(headline=f"Story no. {number}.", desk=desk)

    assert "Story no. 0." not in text(client, "/desks/world/")
    assert "Story no. 0." in text(client, "/desks/world/?page=2")


@pytest.mark.parametrize("address", ["/desks/world/", "/tags/sea/", "/authors/ana/"])
def test_a_list_tells_what_changed_last_and_where_it_ends(client, address):
    byline = {"byline": [{"name": "Ana"}]}
    story = make.story(byline, headline="Ports", desk=make.desk(slug="world"))
    story.tags.add("sea")
    make.edition(story)
    story.headline = "Ports again"
    story.save()
    make.edition(story, kind="correction", note="It is 9, not 12.")

    page = text(client, address)

    assert "It is 9, not 12." in page
    assert "That is all" in page


def test_a_list_ends_on_its_last_page(client):
    desk = make.desk(slug="world")
    for _number in range(31):
        make.published_story(desk=desk)

    assert "That is all" not in text(client, "/desks/world/")
    assert "31 stories." in text(client, "/desks/world/?page=2")


def test_an_author_page_says_what_part_they_had_in_each_story(client):
    for role, headline in (("by", "Ports"), ("edited by", "Rivers")):
        byline = {"byline": [{"name": "Ana Ruiz", "role": role}, {"name": "Ben"}]}
        make.edition(make.story(byline, headline=headline))

    rivers, ports = (
        text(client, "/authors/ana-ruiz/").split("Rivers</a>")[1].split("Ports</a>")
    )

    assert "Editor" in rivers
    assert "Author" in ports


def test_an_authors_page_has_what_went_out_under_a_name_merged_into_theirs(client):
    ana = make.entity(
        name="Ana Ruiz", slug="ana", kind="person", public_figure=True, lead="Reporter."
    )
    ana.roles.create(title="Chief reporter")
    other = make.entity(name="A. Ruiz", slug="a-ruiz", kind="person")
    for person, headline in ((ana, "Ports"), (other, "Rivers")):
        byline = {"byline": [{"name": person.name, "entity": person}]}
        make.edition(make.story(byline, headline=headline))
    other.merged_into = ana
    other.save()

    page = text(client, "/authors/ana/")

    assert "Rivers" in page
    assert "Chief reporter" in page
    assert "Reporter." in page


@pytest.mark.parametrize("stories", [1, 4])
def test_an_authors_page_costs_the_same_however_much_they_wrote(
    client, django_assert_num_queries, stories
):
    for _number in range(stories):
        make.edition(make.story({"byline": [{"name": "Ana"}]}))

    with django_assert_num_queries(6):
        client.get("/authors/ana/")


@pytest.fixture
def tongues():
    """A story of one desk in three languages, the Arabic one by another translator."""
    desk = make.desk(slug="world")
    make.published_story(slug="rates", headline="Rates", language="en-GB", desk=desk)
    for slug, language, name in (("zinsen", "de", "Ana"), ("asear", "ar", "Ben")):
        byline = {"byline": [{"name": name, "role": "translated by"}]}
        fields = {"language": language, "translation_of": "rates", "desk": desk}
        story = make.story(byline, slug=slug, headline=slug, **fields)
        story.tags.add(name)
        make.edition(story)
    return desk


def test_a_story_in_three_languages_is_one_in_a_list_and_leads_to_all(client, tongues):
    page = text(client, "/desks/world/")

    assert "1 story" in page
    assert page.count("<h3") == 1
    assert '<a href="/stories/rates/">Rates</a></h3>' in page
    assert '<a href="/stories/zinsen/" hreflang="de">' in page
    assert '<a href="/stories/asear/" hreflang="ar">' in page


def test_of_a_story_from_abroad_the_list_has_the_text_in_the_papers_language(client):
    desk = make.desk(slug="world")
    german = {"slug": "zinsen", "headline": "Zinsen", "language": "de"}
    make.published_story(desk=desk, **german)
    english = make.published_story(headline="Rates", translation_of="zinsen", desk=desk)
    assert "Zinsen</a></h3>" not in text(client, "/desks/world/")

    english.withdraw(note="Gone.")

    assert "Zinsen</a></h3>" in text(client, "/desks/world/")


@pytest.mark.parametrize("address", ["/tags/ana/", "/authors/ana/"])
def test_a_translation_stands_where_its_original_does_not(client, tongues, address):
    page = text(client, address)

    assert "zinsen</a></h3>" in page
    assert '<a href="/stories/rates/" hreflang="en-GB">' in page


@pytest.mark.parametrize("stories", [1, 4])
def test_a_desk_costs_the_same_however_much_is_on_it(
    client, django_assert_num_queries, stories, tongues
):
    for _number in range(stories):
        make.published_story(desk=tongues)

    with django_assert_num_queries(4):
        client.get("/desks/world/")


def now():
    return timezone.now()


def headlines(rows):
    return [row.headline for row in rows]


def moved_on(story, headline):
    story.headline = headline
    story.save()
    make.edition(story, kind="development", note=f"New: {headline}.")


def test_a_desks_stories_come_by_their_last_change_each_with_its_note():
    desk, other = make.desk(slug="world"), make.desk()
    first = make.published_story(headline="First", desk=desk)
    make.published_story(headline="Second", desk=desk)
    make.published_story(headline="Elsewhere", desk=other)
    make.published_question()
    german = {"language": "de", "translation_of": "rates"}
    make.published_story(headline="Zinsen", slug="zinsen", desk=desk, **german)
    make.published_story(headline="Rates", slug="rates", desk=other, language="en")
    moved_on(first, "First anew")

    rows = lists.stories_of_desk(False, 99, slug="world", now=now(), **START)

    assert [(row.headline, row.news) for row in rows] == [
        *(("First anew", "New: First anew."), ("Zinsen", ""), ("Second", ""))
    ]


def test_desks_that_have_something_live_stand_in_their_own_order():
    names = ("Third", "First", "Second", "Draft", "Gone", "Ahead", "Empty")
    places = (3, 1, 2, 4, 5, 6, 7)
    desks = {
        name: make.desk(name=name, slug=name.lower(), position=place)
        for name, place in zip(names, places, strict=True)
    }
    for name in ("First", "Third", "Second", "First"):
        make.published_story(desk=desks[name])
    make.story(desk=desks["Draft"]).save_revision()
    make.published_story(desk=desks["Gone"]).withdraw(note="It was wrong.")
    make.edition(make.story(desk=desks["Ahead"]), at=make.soon())

    assert [desk.name for desk in menu.live_desks(now=now())] == [
        "First",
        "Second",
        "Third",
    ]


def test_a_story_in_other_languages_is_named_by_all_but_its_own():
    make.published_story(slug="rates", headline="Rates", language="en")
    for slug, language in (("zinsen", "de"), ("taux", "fr")):
        fields = {"language": language, "translation_of": "rates"}
        make.published_story(slug=slug, headline=slug, **fields)
    gone = {"language": "es", "translation_of": "rates"}
    make.published_story(slug="tipos", **gone).withdraw(note="It was wrong.")
    make.published_story(slug="rivers", headline="Rivers")
    rows = Showing.objects.live(now()).order_by("pk")

    with_tongues = lists.add_translations([*rows], now())

    found = {
        row.slug: [(one.address, one.language) for one in row.tongues]
        for row in with_tongues
    }
    en, de, fr = (
        ("/stories/rates/", "en"),
        ("/stories/zinsen/", "de"),
        ("/stories/taux/", "fr"),
    )
    assert found == {
        "rates": [de, fr],
        "zinsen": [en, fr],
        "taux": [en, de],
        "rivers": [],
    }


def test_of_a_tags_stories_so_many_are_listed_that_changed_last():
    first = tagged("sea", headline="First")
    tagged("sea", "salt", headline="Second")
    tagged("sea", headline="Third")
    tagged("salt", headline="Elsewhere")
    byline = {"byline": [{"name": "Sea"}]}
    make.edition(make.story(byline, headline="By Sea"))
    moved_on(first, "First anew")

    def found(most):
        return [
            (row.headline, row.news)
            for row in lists.stories_with_tag(
                False, most, slug="sea", now=now(), **START
            )
        ]

    listed = [("First anew", "New: First anew."), ("Third", ""), ("Second", "")]
    assert (found(2), found(9)) == (listed[:2], listed)


def person(name, slug, **fields):
    fields = {"kind": "person", "public_figure": True, "open": True} | fields
    return make.entity(name=name, slug=slug, **fields)


def by(*credits, **fields):
    """A live story with these credits: a name, or a name and whose it is."""
    made = [one if isinstance(one, dict) else {"name": one} for one in credits]
    return make.published_story(parts={"byline": made}, **fields)


def written_by(slug, most=9):
    writer = lists.writer_at(slug, find(slug, now()))
    return headlines(stories_under(writer, most))


def stories_under(writer, most):
    slugs = lists.credit_slugs(writer)
    count = len(slugs["slugs"])
    return lists.stories_under(False, most, count, **slugs, now=now(), **START)


def test_under_a_name_stands_what_was_printed_with_it_the_last_changed_first():
    first = by("Ana Ruiz", headline="First")
    by("Ana Ruiz", "Ben", headline="Second")
    by("Ben", headline="Ben's")
    tagged("ana-ruiz", headline="Tagged")
    by("ANA RUIZ", headline="Third")
    moved_on(first, "First anew")

    assert written_by("ana-ruiz") == ["First anew", "Third", "Second"]
    assert written_by("ana-ruiz", 2) == ["First anew", "Third"]
    assert written_by("ben") == ["Ben's", "Second"]
    assert lists.writer_at("nobody", None) is None


def test_under_a_person_stands_what_any_of_their_names_was_printed_with():
    ana, old = person("Ana Ruiz", "ana"), person("A. Ruiz", "a-ruiz")
    ana.aliases.create(name="Anita")
    old.merge_into(ana)
    by({"name": "Ana Ruiz", "entity": ana}, headline="Hers")
    by({"name": "A. Ruiz", "entity": old}, headline="Merged")
    by({"name": "The harbour desk", "entity": ana}, headline="Under another name")
    by("Ben", headline="Ben's")

    writer = lists.writer_at("ana", find("ana", now()))

    assert written_by("ana") == ["Under another name", "Merged", "Hers"]
    assert (writer.slug, writer.name, writer.person) == ("ana", "Ana Ruiz", ana)
    assert writer.family == [ana, old]


def test_a_namesake_that_had_an_address_first_keeps_it():
    by("Ana", headline="By a stranger")
    other = person("Ana Ruiz", "ana")
    by({"name": "Ana Ruiz", "entity": other}, headline="Hers")

    writer = lists.writer_at("ana", find("ana", now()))

    assert (writer.slug, writer.name, writer.person) == ("ana", "Ana", None)
    assert (writer.family, headlines(stories_under(writer, 9))) == (
        [],
        ["By a stranger"],
    )


def test_of_two_in_one_byline_the_one_whose_name_was_printed_has_the_story():
    by("Ana", headline="By a stranger")
    other = person("Ana Ruiz", "ana")
    by("Ana", {"name": "Ana Ruiz", "entity": other}, headline="By both")

    assert written_by("ana") == ["By both", "By a stranger"]


def test_who_is_renamed_keeps_what_was_printed_with_the_old_name():
    jane = person("Jane Reo", "jane-reo")
    by({"name": "Jane Reo", "entity": jane}, headline="Before")
    jane.name = "Jane Roe"
    jane.save()
    by({"name": "Jane Roe", "entity": jane}, headline="After")

    assert written_by("jane-reo") == ["Before"]


def test_a_private_person_is_found_only_by_the_name_that_was_printed():
    jo = person("Jo Private", "jo-private", public_figure=False)
    by({"name": "The night desk", "entity": jo}, headline="Under another name")
    by({"name": "Jo Private", "entity": jo}, headline="Under the own name")

    assert written_by("jo-private") == ["Under the own name"]
    assert written_by("the-night-desk") == ["Under another name"]


def test_a_credit_says_name_and_part_of_one_person_alone():
    ana = person("Ana Ruiz", "ana-ruiz")
    parts = [
        {"name": "Ana Ruiz", "role": "edited by"},
        {"name": "A stand-in", "entity": ana},
        {"name": "Ben", "role": "by"},
    ]
    both = by(*parts)
    one = by("ana ruiz")
    writer = lists.writer_at("ana-ruiz", ana)

    found = lists.credits(Showing.objects.order_by("pk"), writer)

    rows = Showing.objects.in_bulk(field_name="pk")
    assert {rows[key].story_id: said for key, said in found.items()} == {
        both.pk: [("Ana Ruiz", "edited by"), ("A stand-in", "by")],
        one.pk: [("ana ruiz", "by")],
    }


def test_what_somebody_is_now_is_the_first_office_without_an_end():
    ana = person("Ana Ruiz", "ana")
    ana.roles.create(title="Minister", since="2020-01-01", until="2021-01-01")
    ana.roles.create(title="Mayor", since="2019-01-01")
    ana.roles.create(title="Clerk")

    assert (office(ana).title, office(None)) == ("Mayor", None)
    assert roles_in([("A", "by"), ("A", "edited by"), ("A. R.", "by")]) == [
        "by",
        "edited by",
    ]


@pytest.mark.once
def test_what_has_no_second_page_or_never_was_is_not_found(client):
    gazette = Outlet.objects.create(name="Gazette", slug="gazette", open=True)
    story = make.story({"byline": [{"name": "Ana"}]}, desk=make.desk(slug="world"))
    story.tags.add("sea")
    cite(story, gazette, title="Shut")
    make.edition(story)

    lists_of_one = ("desks/world", "tags/sea", "authors/ana", "outlets/gazette")
    for place in (*lists_of_one, "outlets"):
        assert client.get(f"/{place}/").status_code == 200, place
        assert client.get(f"/{place}/?page=2").status_code == 404, place
