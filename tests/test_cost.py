"""No page costs more in a large paper than in a small one.

Both show the same: the large one is the small one with more stories behind it. What is
counted is work, not time, on a database that was only just migrated.
"""

import datetime as dt
import re

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse, reverse_lazy
from django.utils import timezone

from entities.models import Entity
from pages import menu
from paper.discovery import site_map_texts
from paper.fediverse.fediverse_routes import routes as fediverse_routes
from paper.outputs.alternates import FEEDS
from paper.search import meaning
from stories.models import Showing, freezing
from stories.transfer.story_import import PublishOptions
from tests import archive, make
from tests.support.files import take
from tests.support.reader import picture
from tests.support.wire import settle
from tests.work import counted

SMALL, LARGE = archive.NEWEST, 400
NAMES = 50
PART = 100
# PostgreSQL may take another plan for a larger table.
MORE = 1.15 if connection.vendor == "sqlite" else 1.3
# What PostgreSQL does for tables of a few pages alone is off; each row is dear.
AS_IF_LARGE = """
    SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;
    SET LOCAL enable_mergejoin = off; SET LOCAL enable_material = off;
    SET LOCAL cpu_tuple_cost = 1; SET LOCAL cpu_index_tuple_cost = 1;
"""
# Work that no size of a paper explains, such as a page of a table being split.
ALWAYS = 400

DAY = "{day:%Y}/{day.month}/{day.day}/"
PUBLIC = {
    "front": "/",
    "story": "/stories/story-2/?depth=brief",
    "story_json": "/stories/story-2.json",
    "story_md": "/stories/story-2.md",
    "story_ninjs": "/stories/story-2.ninjs.json",
    "story_edition_json": "/stories/story-2/editions/1.json",
    "story_edition_md": "/stories/story-2/editions/1.md",
    "story_edition_ninjs": "/stories/story-2/editions/1.ninjs.json",
    "question_json": "/questions/question-0.json",
    "question_md": "/questions/question-0.md",
    "question_ninjs": "/questions/question-0.ninjs.json",
    "question_edition_json": "/questions/question-0/editions/1.json",
    "question_edition_md": "/questions/question-0/editions/1.md",
    "question_edition_ninjs": "/questions/question-0/editions/1.ninjs.json",
    "questions": "/questions/",
    "question": "/questions/question-0/",
    "search": '/search/?q="piece3"',
    "suggestions": "/search/suggestions/?q=piece",
    "story_editions": "/stories/story-2/editions/",
    "story_edition": "/stories/story-2/editions/1/",
    "story_changes": "/stories/story-2/changes/1..2/",
    "question_editions": "/questions/question-0/editions/",
    "question_edition": "/questions/question-0/editions/1/",
    "story_embed": "/stories/story-2/embed/",
    "story_edition_embed": "/stories/story-2/editions/1/embed/?block=full-1",
    "story_passages": "/stories/story-2/editions/1/passages/",
    "question_embed": "/questions/question-0/embed/",
    "question_edition_embed": "/questions/question-0/editions/1/embed/",
    "oembed": "/oembed?url=http://testserver/stories/story-2/",
    "corrections": "/corrections/",
    "archive": "/archive/",
    "archive_month": "/archive/{day.year}/{day.month}/",
    "archive_day": "/archive/" + DAY,
    "since": "/since/{day:%Y}-{day.month}-{day.day}/",
    "desk": "/desks/d0/",
    "tag": "/tags/tag-0/",
    "author": "/authors/ana-ruiz/",
    "outlets": "/outlets/",
    "outlet": "/outlets/outlet-0/",
    "story_cite": "/stories/story-2/editions/2/cite.bib",
    "question_cite": "/questions/question-0/editions/1/cite.ris",
    "front_rss": "/rss.xml",
    "questions_atom": "/questions/atom.xml",
    "corrections_atom": "/corrections/atom.xml",
    "desk_rss": "/desks/d0/rss.xml",
    "entity_jsonfeed": "/topics/name-0/feed.v1.json",
    "tag_atom": "/tags/tag-0/atom.xml",
    "author_atom": "/authors/ana-ruiz/atom.xml",
    "story_atom": "/stories/story-2/atom.xml",
    "question_rss": "/questions/question-0/rss.xml",
    "manifest": "/site.webmanifest",
    "worker": "/offline.js",
    "offline": "/offline/",
    "entities": "/topics/",
    "entity": "/topics/name-0/",
    "entity_json": "/topics/name-0.json",
    "entity_md": "/topics/name-0.md",
    "entity_ninjs": "/topics/name-0.ninjs.json",
    "settings": "/settings/",
    "robots": "/robots.txt",
    "llms": "/llms.txt",
    "sitemap_pages": "/sitemap-pages.xml",
    "news_sitemap": "/news-sitemap.xml",
    "calendar": "/calendar.ics",
    "story_ics": "/stories/story-2.ics",
    "entity_ics": "/topics/name-0.ics",
    "desk_ics": "/desks/d0.ics",
    "opensearch": "/opensearch.xml",
    "suggestions_json": "/search/suggestions.json?q=piece",
    "api": "/api/",
    "api_description": "/api/openapi.json",
    "api_stories": "/api/stories/",
    "api_story": "/api/stories/story-2/",
    "api_story_editions": "/api/stories/story-2/editions/",
    "api_story_edition": "/api/stories/story-2/editions/1/",
    "api_questions": "/api/questions/?status=open",
    "api_question": "/api/questions/question-0/",
    "api_question_editions": "/api/questions/question-0/editions/",
    "api_question_edition": "/api/questions/question-0/editions/1/",
    "api_topics": "/api/topics/",
    "api_topic": "/api/topics/name-0/",
    "api_outlets": "/api/outlets/",
    "api_outlet": "/api/outlets/outlet-0/",
    "api_corrections": "/api/corrections/",
    "api_editions": "/api/editions/?limit=20",
    "api_search": '/api/search/?q="piece3"',
    "about": "/about/",
    "flat": "/no-such-page/",
    "contact": "/contact/",
}
MORE_PUBLIC = {
    "an older page of a tag": "/tags/tag-0/?page=2",
    "questions of a status": "/questions/?status=open",
    "a story for who has read it": "/stories/story-2/?since=1",
    "a story that is gone": "/stories/story-5/",
    "a translation": "/stories/story-8/",
    "what isn't there": "/stories/story-x/",
    "a name of a byline": "/authors/ben-1/",
    "stories narrowed": "/api/stories/?outlet=outlet-0&since=2020-01-01",
    "what has come that was committed before": "/api/editions/"
    "?cursor=9999999999999-1-1700000000000000-0",
}
DESK = {
    "the dashboard": "/admin/",
    "a new story": "/admin/stories/story/add/",
    "the form of a story": "/admin/stories/story/{story}/change/",
    "stories with a text that waits": "/admin/stories/story/?state=waiting",
    "live stories in nobody's hands": "/admin/stories/story/?state=live&with=-",
} | {
    f"the list of {model._meta.verbose_name_plural}": reverse_lazy(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    )
    for model in admin.site._registry
}
# How much SQL these may build anew each time; every other page of readers builds none.
BUILT = {"search": 2, "api_search": 2, "contact": 1, "an older page of a tag": 1}
# The index of topics reads a name of each, to say how many begin with a letter.
COUNTED = ("entities",)
MENU, CARD = "what every page leads to", "the share card of a tag"
SITE_MAP = "a part of a site map"
VERBS = ("publishing", "saving and publishing what was edited", "importing a story")
LISTS = ("desk", "entity", "tag", "author")
# Addresses that need no place in the table, and why.
EXEMPT = {
    "schema": "is made from the code alone",
    "sitemap": "has a line for each part: see tests/paper/discovery",
    "sitemap_part": "is asked for below, by the keys that its texts have",
    "security": "is made from settings alone",
    "change_password": "leads to the desk",
    "faq": "is about, under another name",
    "api_tools": "takes what is posted to it: see tests/paper/api",
    "image": "is asked for below, with a picture",
    "card": "is asked for as the page that it is of",
    "rendition": "is asked for below, with a picture",
    "fediverse_node_info": "is made from the code alone",
    **{
        one.name: "is there in the fediverse alone: see tests/paper/fediverse"
        for one in fediverse_routes()
    },
    "follow": "is there where letters are sent, and looks up one page by its address",
    "follow_received": "says the same to everybody",
    "contact_received": "shows the number that stands in its address",
    "question_passages": "is story_passages, of a question",
    "question_changes": "is story_changes, of a question",
} | {
    f"{page}_{end}": "is the same feed in another form"
    for page in (*("front", "questions", "corrections", "story", "question"), *LISTS)
    for end in FEEDS
    if f"{page}_{end}" not in PUBLIC
}


@pytest.fixture(scope="module")
def work(django_db_setup, django_db_blocker):
    """By the name of a page its work in a small paper and in a large one."""
    with django_db_blocker.unblock():
        sizes = [measured(size) for size in (SMALL, LARGE)]
    return {name: (sizes[0][name], sizes[1][name]) for name in sizes[0]}


def measured(size):
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        # How many names are looked through for a misspelt one has a limit.
        patch.setattr(meaning, "NAMES", NAMES)
        # The parts of a site map are as large in any paper of more than one.
        patch.setattr(site_map_texts, "STRETCH", PART)
        make.first_pages()  # Tests that commit have emptied every table.
        archive.build(size)
        settle()
        as_if_large()
        found = asked(size)
        transaction.set_rollback(True)
    cache.clear()
    return found


def as_if_large():
    """PostgreSQL reads small tables whole, which is right. Plan as for large ones."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute(AS_IF_LARGE)


def asked(size):
    """The work of every page, asked for by who has asked for others before."""
    pages = {**PUBLIC, **MORE_PUBLIC, **DESK}
    story = Showing.objects.filter(slug="story-2").first()
    words = {
        "day": timezone.localdate() - dt.timedelta(days=2),
        "story": story.story_id,
    }
    reader, editor = Client(), Client()
    editor.force_login(make.editor())
    found = {}
    for name, address in pages.items():
        client = editor if name in DESK else reader
        client.get(str(address).format(**words))
        cache.clear()
        menu.KNOWN.menu = menu.Menu()
        with counted() as found[name]:
            response = client.get(str(address).format(**words))
        assert response.status_code in expected(name), (name, response.status_code)
    card = re.search(r'/cards/[^"]+', reader.get("/tags/tag-0/").content.decode())[0]
    with counted() as found[CARD]:
        assert reader.get(card).status_code == 200
    first = Showing.objects.stories().order_by("pk").values_list("pk", flat=True)[0]
    part = f"/sitemap-stories-{first // PART + 1}.xml"  # the first one is not full
    reader.get(part)
    with counted() as found[SITE_MAP]:
        assert reader.get(part).status_code == 200
    with counted() as found[MENU]:
        menu.read_menu()
    return found | written()


def written():
    """The work of publishing, of an edit, and of an import, each done once before."""
    drafts = [story_to_publish(number) for number in range(2)]
    revisions = [draft.save_revision() for draft in drafts]
    edits = [freezing.freeze(d) | {"standfirst": "Other words."} for d in drafts]
    files = [edit | {"slug": f"file-{n}", "id": None} for n, edit in enumerate(edits)]
    found = {}
    for draft, revision, edit, told in zip(
        drafts, revisions, edits, files, strict=True
    ):
        with counted() as found[VERBS[0]]:
            draft.publish(revision=revision, desk_rules=False)
        with counted() as found[VERBS[1]]:
            revision = draft.save_revision(document=edit)
            draft.publish(revision=revision, kind="wording", desk_rules=False)
        with counted() as found[VERBS[2]]:
            take({n: v for n, v in told.items() if v}, publishing=PublishOptions())
    return found


def story_to_publish(number):
    source = {"key": "k1", "url": f"https://paper.example/to-publish-{number}"}
    names = ["name-0", "name-1"]
    named = [{"entity": Entity.objects.get(slug=s), "name": s} for s in names]
    return make.story(
        {"sources": [source], "entities": named},
        slug=f"to-publish-{number}",
        report="So it is.[^k1]",
    )


def expected(name):
    gone = {"a story that is gone": 410, "what isn't there": 404, "flat": 404}
    return [gone.get(name, 200)]


WHOLE = [*PUBLIC, *MORE_PUBLIC, *DESK, MENU, CARD, SITE_MAP, *VERBS]


@pytest.mark.parametrize("name", WHOLE)
def test_a_page_costs_the_same_in_a_paper_of_any_size(work, name):
    small, large = work[name]

    if name not in COUNTED:
        assert large.steps <= MORE * small.steps + ALWAYS, (small, large)
    assert large.rows <= MORE * small.rows, (small, large)
    assert large.queries == small.queries, (small, large)


@pytest.mark.parametrize("name", [*PUBLIC, *MORE_PUBLIC, MENU, SITE_MAP])
def test_a_page_builds_no_sql_that_it_has_asked_before(work, name):
    """What stands in the table looks through the whole archive, in words of a reader's,
    or counts failures of a form; an address by its number counts from the beginning."""
    assert work[name][1].built <= BUILT.get(name, 0)


@pytest.mark.django_db
def test_a_row_of_a_form_renders_two_templates(client):
    def form_of(rows):
        point = {"lead_in": "So", "text": "It is."}
        story = make.story({"key_points": [point] * rows, "byline": [{"name": "A"}]})
        address = reverse("admin:stories_story_change", args=[story.pk])
        return work_of(client, address)

    client.force_login(make.editor())
    short, long = form_of(2), form_of(12)

    assert long.templates - short.templates == 10 * 2
    assert long.queries == short.queries


@pytest.mark.django_db
def test_a_source_of_a_story_is_one_part_of_its_page(client):
    def page_of(number):
        keys = [f"s{n}" for n in range(number)]
        sources = [{"key": key, "title": f"Source {key}"} for key in keys]
        cited = "".join(f"So says {key}.[^{key}]\n\n" for key in keys)
        story = make.story({"sources": sources}, report=cited)
        make.edition(story)
        return work_of(client, story.get_absolute_url())

    short, long = page_of(2), page_of(12)

    # A passage for each paragraph, and a line in the list.
    assert long.parts - short.parts == 10 * 2
    assert short.parts < 40
    assert long.queries == short.queries


@pytest.mark.django_db
def test_a_picture_costs_the_same_however_many_stories_show_it(client):
    held = picture(make.story(), size=(640, 360))
    address = held.get_absolute_url()
    few = [work_of(client, address + more) for more in ("", "/640.avif")]
    shown = {"image": held, "alt": "A", "credit": "B", "licence": "C"}
    for _number in range(40):
        make.edition(make.story({"image": [shown]}))
    many = [work_of(client, address + more) for more in ("", "/640.avif")]

    for one, other in zip(few, many, strict=True):
        assert other.steps <= MORE * one.steps + ALWAYS, (one, other)
        assert (other.rows, other.queries) == (one.rows, one.queries)


def work_of(client, address):
    as_if_large()
    client.get(address)
    with counted() as work:
        assert client.get(address).status_code == 200
    return work


def test_every_public_address_has_its_place_in_the_table():
    names = {
        pattern.name
        for pattern in get_resolver().url_patterns
        if not str(pattern.pattern).startswith(("admin/", "^letters/", "^shared/"))
    }

    assert names == {*PUBLIC, *EXEMPT}
