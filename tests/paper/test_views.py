"""Readers' pages: what answers at which address, and at what cost."""

from itertools import pairwise

import pytest
from django.utils import timezone

from images.models import Image
from paper import views
from stories.models import Story
from tests import make
from tests.support.folio import barrier, canteens
from tests.support.reader import Read, get, picture, publish, read

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
def test_front_takes_five_queries(client, django_assert_num_queries, stories):
    picture(make.published_story())
    for _ in range(stories):
        make.published_story()

    with django_assert_num_queries(5):
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
    answer = client.get("/schema/explainer-1.json")

    assert answer.json()["title"] == "explainer/1"
    assert answer["Content-Type"] == "application/schema+json"
    assert answer.content.startswith(b'{\n "')


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

    answer = client.get("/stories/old/")
    assert (answer.status_code, answer["Location"]) == (301, "/stories/new/")
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


def test_questions_of_one_status_have_pages_and_no_other_status(client, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 2)
    for number in range(3):
        make.published_question(title=f"No. {number}?", status="open")
    make.published_question(status="partly")

    def listed(address):
        context = client.get(address).context
        groups = [
            (one.status, [row.headline for row in one.rows], one.more)
            for one in context["groups"]
        ]
        return groups, context["page"] and context["page"].number

    assert listed("/questions/?status=open") == (
        [("open", ["No. 2?", "No. 1?"], True)],
        1,
    )
    second = ([("open", ["No. 0?"], False)], 2)
    assert listed("/questions/?status=open&page=2") == second
    groups, page = listed("/questions/")
    assert ([status for status, *_rest in groups], page) == (["open", "partly"], None)
    assert client.get("/questions/?status=open&page=3").status_code == 404


def test_what_is_missing_is_asked_about_in_its_own_words(client):
    make.published_story(slug="ports", headline="Ports")

    def asked(address):
        answer = client.get(address)
        assert answer.status_code == 404
        return answer.context["asked"], answer.context["close"]

    assert asked("/stories/the-portz/x.html/") == ("x", [])
    assert asked("/stories/the-great_portz/") == ("the great_portz", [])
    assert asked("/stories/portz/") == ("portz", [("Ports", "/stories/ports/")])
    assert len(asked(f"/stories/{'a-' * 60}/")[0]) == 80
    moved = client.get("/STORIES/PORTS/", query_params={"depth": "brief"})
    assert (moved.status_code, moved["Location"]) == (
        *(301, "/stories/ports/?depth=brief"),
    )


def test_who_read_an_edition_gets_the_page_with_marks_and_others_one_without(client):
    story = make.published_story(slug="ports", brief="B.", report="One.")
    story.report = "Two."
    story.save()
    make.edition(story, kind="development", note="New: two.")

    since = client.get("/stories/ports/?since=1&depth=brief").context["page"]
    only = client.get("/stories/ports/?since=1&only=new").context["page"]

    read = since.around.since
    assert (read.number, since.only_new, only.only_new) == (1, False, True)
    assert since.depth == "brief"
