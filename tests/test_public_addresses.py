"""What every public address answers, however it is asked and however it is written."""

import datetime as dt
from itertools import cycle
from urllib.parse import quote, unquote

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from pages.models import ReaderMessage
from stories.models import Edition, Tag
from tests import archive, make
from tests.test_cost import MORE_PUBLIC, PUBLIC

pytestmark = pytest.mark.once
ADDRESSES = {**PUBLIC, **MORE_PUBLIC}
REFUSED = ("POST", "PUT", "PATCH", "DELETE")
# Readers write to us here, and nowhere else.
FORMS = {"contact"}
LISTS = (
    *("/questions/?status=open", "/outlets/", "/outlets/outlet-0/", "/desks/d0/"),
    *("/tags/tag-0/", "/authors/ana-ruiz/", "/corrections/", "/search/?q=harbour"),
    *("/archive/{day:%Y}/{day.month}/{day.day}/", "/since/{day:%Y-%m-%d}/"),
)
# They show all that they have, whatever is asked.
WHOLE = ("/", "/questions/", "/topics/", "/archive/", "/stories/story-2/editions/")


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        make.first_pages()
        archive.build(12)
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def reader(paper, db):
    cache.clear()
    return Client(enforce_csrf_checks=True)


def address(name):
    day = timezone.localdate() - dt.timedelta(days=1)
    return ADDRESSES[name].format(day=day)


def pathless(name):
    return address(name).partition("?")[0]


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_public_page_says_what_may_be_asked_of_it(reader, name):
    allowed = "GET, HEAD, OPTIONS" + (", POST" if name in FORMS else "")
    before = Edition.objects.count(), ReaderMessage.objects.count()

    for method in REFUSED:
        if method in allowed:
            continue
        answer = reader.generic(method, address(name), b"{}")
        assert (answer.status_code, answer["Allow"]) == (405, allowed), method
        assert answer["Cache-Control"] == "private"
    asked = reader.options(address(name))
    assert (asked.status_code, asked["Allow"], asked.content) == (204, allowed, b"")
    assert (Edition.objects.count(), ReaderMessage.objects.count()) == before


def test_the_desk_still_asks_for_a_token(reader):
    reader.force_login(make.editor())

    assert reader.post("/admin/people/desk/add/", {"name": "A"}).status_code == 403


# One that is for programs says nothing without what it is asked about.
SPELT = [name for name in PUBLIC if name not in ("flat", "oembed")]
BEHIND = (",", ")", ".", ";", "’", '"', "%22", "&quot;", "،", "。", "/,", ").", "%20")


def leads(reader, path):
    """The status of an answer, and where it leads, if it does."""
    answer = reader.get(quote(path, safe="/%?=&"))
    return answer.status_code, answer.headers.get("Location")


@pytest.mark.parametrize(("name", "behind"), [*zip(SPELT, cycle(BEHIND))])
def test_an_address_in_capitals_or_at_a_sentences_end_leads_to_the_page(
    reader, name, behind
):
    right = pathless(name)
    wrong = right.upper() if right != "/" else ""

    assert leads(reader, f"{wrong}{behind}?since=1") == (301, f"{right}?since=1")


@pytest.mark.parametrize("behind", BEHIND)
def test_whatever_a_sentence_ends_with(reader, behind):
    assert leads(reader, f"/robots.txt{behind}") == (301, "/robots.txt")
    assert leads(reader, f"/offline{behind}") == (301, "/offline/")
    assert leads(reader, f"/offline/{behind}") == (301, "/offline/")


@pytest.mark.parametrize("end", ["КИЇВ/", "Киї\u0432", "Київ。", "киі\u0308в/"])
def test_addresses_of_any_script_are_in_small_letters(reader, end):
    story = make.story()
    tag = Tag.objects.create(name="Київ", slug="київ")
    story.tags.add(tag)
    make.edition(story)

    status, to = leads(reader, f"/tags/{end}")

    assert (status, unquote(to)) == (301, "/tags/київ/")
    assert leads(reader, "/tags/КИЇВА/")[0] == 404


@pytest.mark.parametrize("where", ["", "/stories", "/questions"])
@pytest.mark.parametrize("end", ["Coming", "Coming/", "coming,", "Coming.json", "No,"])
def test_what_readers_do_not_have_is_not_found_in_any_writing(reader, where, end):
    make.edition(make.story(slug="coming"), at=make.soon())
    make.edition(make.question(slug="coming"), at=make.soon())
    make.page(slug="coming", published=False)

    path = f"{where}/{end}"
    status, to = leads(reader, path)
    assert status == 404 or (status, to) == (301, f"{path}/")
    assert leads(reader, f"{path}/".replace("//", "/"))[0] == 404


@pytest.mark.parametrize("end", ["", ",", ").", "%22", "/"])
def test_what_no_program_finds_is_missing_in_its_own_form(reader, end):
    answer = reader.get(f"/stories/nope.json{end}", follow=True)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer.json() == {"status": 404}
    page = reader.get(f"/stories/nope{end}", follow=True)
    assert page["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "path",
    [
        *("/Admin/", "/ADMIN/login/", "/admin,", "/Static/site.css"),
        *("//Evil.example/", "//evil.example/offline,", "/\\Evil.example/Offline/"),
        *("/https://Evil.example/", "/offline/%0d%0aX: y,", "/,", "/%C3%28,"),
    ],
)
def test_no_writing_leads_to_the_desk_or_away(reader, path):
    answer = reader.generic("GET", "/", PATH_INFO=path)

    assert answer.headers.get("Location", "/")[:2] not in ("//", "ht", "/a", "/s")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_ends_where_it_ends(reader, path):
    path = path.format(day=timezone.localdate() - dt.timedelta(days=1))
    path += "&page={}" if "?" in path else "?page={}"

    found = [reader.get(path.format(page)).status_code for page in (1, 2, 999)]

    assert found == [200, 404, 404]


@pytest.mark.parametrize("path", WHOLE)
def test_a_list_without_pages_has_one_address(reader, path):
    answer = reader.get(f"{path}?page=999")

    canonical = f'<link rel="canonical" href="{settings.SITE_URL}{path}">'
    assert answer.status_code == 200
    assert canonical in answer.content.decode()
