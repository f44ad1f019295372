"""Pages about the paper, as readers meet them."""

import json
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from pages import menu
from pages.models import FlatPage
from pages.reserved_slugs import is_taken
from tests import make
from tests.support.reader import get, read

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _blank(request):
    """A paper that has no pages yet."""
    if "client" in request.fixturenames:
        FlatPage.objects.all().delete()


def graph(client, address):
    found = re.search(r"ld\+json[^>]*>(.*?)</script>", get(client, address), re.S)
    return json.loads(found[1])["@graph"] if found else []


def test_a_page_has_its_words_and_the_day_they_changed(client):
    make.page(slug="ethics", title="Ethics", body="## Names\n\nWe name *sources*.")

    page = read(client, "/ethics/")

    assert page.headings == [(1, "Ethics"), (2, "Names")]
    assert "We name sources." in page.text
    assert "Last changed" in page.text
    assert "names" in page.ids


def test_a_page_that_is_not_published_is_not_there(client):
    make.page(slug="ethics", published=False, menu="footer", policy="ethics")

    assert client.get("/ethics/").status_code == 404
    assert "/ethics/" not in get(client, "/")


@pytest.mark.once(False)
def test_an_old_address_leads_to_where_the_page_is_now(client):
    page = make.page(slug="ethics")
    for slug in ("standards", "code"):
        page.slug = slug
        page.save()

    for old in ("/ethics/", "/standards/"):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/code/")


@pytest.mark.once(False)
def test_a_page_can_go_back_to_its_old_address(client):
    page = make.page(slug="ethics")
    for slug in ("standards", "ethics"):
        page.slug = slug
        page.full_clean()
        page.save()

    assert client.get("/ethics/").status_code == 200
    assert client.get("/standards/").headers["Location"] == "/ethics/"


@pytest.mark.once(False)
def test_the_old_address_of_a_page_is_not_given_to_another(client):
    page = make.page(slug="ethics")
    page.slug = "standards"
    page.save()

    with pytest.raises(ValidationError, match="still leads there"):
        FlatPage(title="New", slug="ethics", body="x").full_clean()


@pytest.mark.parametrize(
    "slug",
    ["stories", "topics", "admin", "static", "search", "healthz", "schema", "images"],
)
def test_no_page_takes_an_address_of_the_paper(slug):
    page = make.page()
    page.slug = slug

    with pytest.raises(ValidationError, match="needs this address"):
        page.full_clean()


@pytest.mark.parametrize("slug", ["Ethics", "a b", "-a", "a/b", "ünï", "a\n", ""])
def test_an_address_is_plain(slug):
    with pytest.raises(ValidationError):
        FlatPage(title="New", slug=slug, body="x").full_clean()


def test_the_letter_box_stays_where_it_is(client):
    page = make.page(slug="contact")
    page.slug = "write"

    with pytest.raises(ValidationError, match="it stays"):
        page.full_clean()


@given(st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True))
def test_whatever_address_is_free_leads_nowhere_else(slug):
    assert is_taken(slug) is (slug in TAKEN)


TAKEN = {
    *("stories", "questions", "topics", "desks", "tags", "authors", "outlets"),
    *("images", "search", "schema", "archive", "corrections", "settings", "admin"),
    *("offline", "feeds", "static", "media", "healthz", "readyz"),
}


@pytest.mark.once(False)
def test_the_footer_lists_the_pages_in_their_order(client):
    make.page(slug="b", title="Second", menu="footer", position=2)
    make.page(slug="a", title="First", menu="footer", position=1)
    make.page(slug="c", title="Nowhere")

    foot = get(client, "/").partition("<footer")[2]

    assert foot.index("/a/") < foot.index("/b/")
    assert "/c/" not in foot
    assert "/contact/" in foot


def test_the_menu_is_read_once_and_again_when_a_page_changes(client):
    page = make.page(menu="footer", title="Before")
    with time_machine.travel(timezone.now(), tick=False):
        get(client, "/")
        with CaptureQueriesContext(connection) as asked:
            get(client, "/")
    assert not [q for q in asked if "flatpage" in q["sql"]]

    page.title = "After"
    page.save()

    assert ">After</a>" in get(client, "/")
    page.delete()
    assert ">After</a>" not in get(client, "/")


def test_what_another_process_changes_in_the_menu_shows_within_a_second(
    client, monkeypatch
):
    make.page(menu="footer", title="Before")
    story = make.published_story()
    addresses = ["/", story.get_absolute_url()]
    menu.expire()
    assert [">Before</a>" in get(client, a) for a in addresses] == [True, True]

    # A queryset's update forgets nothing in this process, as if it were made elsewhere.
    FlatPage.objects.filter(title="Before").update(title="After")

    later = menu.monotonic() + 1.01
    monkeypatch.setattr(menu, "monotonic", lambda: later)
    assert [">After</a>" in get(client, a) for a in addresses] == [True, True]


def test_a_kept_story_page_gets_the_new_menu(client):
    story = make.published_story()
    get(client, story.get_absolute_url())

    make.page(slug="ethics", title="Our ethics", menu="footer", policy="ethics")

    html = get(client, story.get_absolute_url())
    assert ">Our ethics</a>" in html
    assert '"publishingPrinciples":"http://testserver/ethics/"' in html


def test_the_page_about_the_paper_names_the_policies_that_there_are(client):
    make.first_pages()

    about, paper = graph(client, "/about/")

    assert about["@type"] == "AboutPage"
    assert about["mainEntity"]["@id"] == paper["@id"]
    assert paper["@type"] == "NewsMediaOrganization"
    assert paper["correctionsPolicy"] == "http://testserver/how-we-correct/"
    assert paper["publishingPrinciples"] == "http://testserver/ethics/"
    assert "diversityPolicy" not in paper
    page, publisher = graph(client, "/ethics/")
    assert (page["@type"], page["name"]) == ("AboutPage", "Ethics and standards")
    assert page["publisher"]["@id"] == publisher["@id"] == paper["@id"]


def test_without_pages_the_paper_still_reads(client):
    assert "/about/" not in get(client, "/")
    assert client.get("/about/").status_code == 404
    assert client.get("/contact/").status_code == 200


def test_the_first_pages_are_whole(client):
    make.first_pages()

    for page in FlatPage.objects.all():
        page.full_clean()
        assert "came with the software" in get(client, page.get_absolute_url())


@pytest.mark.once(False)
def test_a_wrong_address_is_met_with_pages_that_are_close(client):
    make.page(slug="ethics", title="Our ethics")

    answer = client.get("/ethic/")

    assert answer.status_code == 404
    assert 'href="/ethics/" dir="auto">Our ethics</a>' in answer.content.decode()
    assert 'content="noindex"' in answer.content.decode()
    assert 'value="ethic"' in answer.content.decode()
