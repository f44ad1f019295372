"""Pages of what stories have in common: only what is live, only what is named."""

import pytest

from stories.models import Outlet, Source, Tag
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
