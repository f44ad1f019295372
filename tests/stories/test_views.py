"""Readers' pages: what answers at which address, and at what cost."""

from itertools import pairwise

import pytest
from django.utils import timezone

from stories.models import Image, Story
from tests import make
from tests.stories.folio import barrier, canteens
from tests.stories.reader import Read, get, picture, publish, read

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STORY = "/stories/maren-tidal-barrier/"
EVERYWHERE = [
    *("/", "/questions/", "/topics/", "/about/", "/faq/", "/contact/"),
    *(STORY, f"{STORY}?depth=brief", f"{STORY}?depth=glance"),
    *("/stories/school-canteens/", "/questions/can-a-barrier-be-mended/"),
    *("/topics/port-maren/", "/stories/nowhere/"),
]


@pytest.fixture
def paper():
    """Two stories, one with every block, and a question."""
    publish(barrier())
    publish(canteens())
    make.first_pages()


@pytest.mark.parametrize("stories", [1, 4])
def test_front_takes_six_queries(client, django_assert_num_queries, stories):
    picture(make.published_story())
    for _ in range(stories):
        make.published_story()

    with django_assert_num_queries(6):
        client.get("/")


def test_question_page_takes_five_queries_at_most(
    client, paper, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):
        client.get("/questions/can-a-barrier-be-mended/")


def test_public_pages_know_no_visitor(client, paper):
    for address in EVERYWHERE:
        response = client.get(address)

        assert not response.cookies, address
        assert "csrf" not in response.content.decode(), address
        assert "Cookie" not in response.get("Vary", ""), address


def test_a_page_has_one_title_and_skips_no_heading(client, paper):
    for address in EVERYWHERE:
        levels = [level for level, _text in read(client, address).headings]

        assert levels.count(1) == 1, address
        assert all(below - above <= 1 for above, below in pairwise(levels)), address


def test_ids_are_unique_and_links_within_a_page_lead_somewhere(client, paper):
    for address in EVERYWHERE:
        page = read(client, address)

        assert len(page.ids) == len({*page.ids}), address
        assert {*page.links} <= {*page.ids}, address


@pytest.mark.parametrize("address", [a for a in EVERYWHERE if a != "/contact/"])
def test_only_reading_is_allowed(client, address):
    assert client.post(address).status_code in (405, 404)


def test_the_schema_is_served(client):
    assert client.get("/schema/explainer-1.json").json()["title"] == "explainer/1"


def test_a_paper_that_is_not_public_yet_asks_not_to_be_found(client, settings):
    settings.PUBLIC_INDEXING = False

    assert 'name="robots" content="noindex, nofollow"' in get(client, "/")


def test_what_is_scheduled_is_nowhere(client):
    make.edition(make.story(slug="later", headline="Later"), at=make.soon())

    assert client.get("/stories/later/").status_code == 404
    assert "Later" not in get(client, "/")


def test_an_old_address_leads_to_the_new_one(client):
    story = make.published_story(slug="old")
    Story.objects.filter(pk=story.pk).update(slug="new")
    make.edition(Story.objects.get(pk=story.pk))

    assert client.get("/stories/old/").headers["Location"] == "/stories/new/"
    assert client.get("/stories/old.json").headers["Location"] == "/stories/new.json"


def test_a_withdrawn_story_says_why(client):
    make.published_story(slug="gone", headline="Gone").withdraw(note="It was wrong.")

    response = client.get("/stories/gone/")

    assert response.status_code == 410
    assert "It was wrong." in response.content.decode()
    assert "Gone<" not in response.content.decode()


def test_a_wrong_address_is_met_with_close_ones(client, paper):
    response = client.get("/stories/maren-tidal-bariers/")

    assert response.status_code == 404
    assert f'href="{STORY}"' in response.content.decode()


def test_a_wrong_address_is_met_with_close_topics_that_are_public(client):
    make.entity(name="Kaja Kallas", slug="kaja-kallas", open=True)
    make.entity(name="Kaja Kalla", slug="kaja-kalla")

    page = client.get("/topics/kaja-kalas/").content.decode()

    assert 'href="/topics/kaja-kallas/"' in page
    assert "/topics/kaja-kalla/" not in page


@pytest.mark.parametrize(
    "address", ["/nowhere", "/stories/%00/", "/stories//", "/?a=%"]
)
def test_odd_addresses_are_no_errors_of_ours(client, address):
    assert client.get(address).status_code < 500


def test_a_picture_is_served_while_a_story_shows_it(client):
    story = make.published_story()
    image = picture(story)

    response = client.get(image.get_absolute_url())
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")

    story.withdraw(note="Taken down.")
    assert client.get(image.get_absolute_url()).status_code == 404


def test_a_picture_without_rights_is_gone(client):
    image = picture(make.published_story())
    image.killed_at = timezone.now()
    image.save()

    assert client.get(image.get_absolute_url()).status_code == 410


def test_a_picture_that_no_edition_shows_is_not_found(client):
    assert client.get(f"/images/{'0' * 64}.png").status_code == 404


def test_a_question_shows_the_stories_that_ask_it(client, paper):
    page = read(client, "/questions/can-a-barrier-be-mended/")

    assert barrier()["headline"] in page.text


def test_front_names_desks_and_the_note_of_the_last_change(client):
    desk = make.desk(name="Harbour")
    for number in range(6):
        make.published_story(headline=f"Story {number}", desk=desk)
    story = Story.objects.get(headline="Story 5")
    story.headline = "Story five"
    story.save()
    make.edition(story, kind="development", note="New: a date is named.")

    page = read(client, "/")

    assert page.text.index("Story five") < page.text.index("Story 4")
    assert "New: a date is named." in page.text
    assert "Harbour" in [text for level, text in page.headings]


def test_a_new_paper_has_a_front_page(client):
    assert "Nothing has been published yet." in Read(get(client, "/")).text


def test_contact_shows_the_address_from_the_settings(client, settings):
    settings.CONTACT_EMAIL = "desk@news.example"

    assert 'href="mailto:desk@news.example"' in get(client, "/contact/")


def test_the_last_days_that_a_text_may_name_break_no_page(client):
    story = make.story(parts={"expectations": [{"text": "x", "due": "2999-12-31"}]})
    make.edition(story)
    picture(story)
    Image.objects.update(rights_until="9999-12-31")

    assert client.get(story.get_absolute_url()).status_code == 200


def test_a_picture_whose_file_is_lost_is_not_found(client):
    story = make.story()
    picture(story)
    image = Image.objects.get()
    image.file.storage.delete(image.name)

    assert client.get(image.get_absolute_url()).status_code == 404
