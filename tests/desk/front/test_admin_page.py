"""The page that arranges the front page: all that it has to show, and to whom."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from desk.form.state import State
from desk.front.forms import MOST
from desk.verbs.views import public_page
from stories.models import Pick
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ARRANGE = "/admin/stories/pick/"


@pytest.fixture(autouse=True)
def ana(client):
    made = make.person("editor", username="ana")
    client.force_login(made)
    return made


def titles(stories):
    return [story.title for story in stories]


def test_the_page_has_rows_what_is_over_and_what_is_saved(client, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    over, first, second = (make.published_story(headline=h) for h in "ABC")
    ended = make.pick(over, shown_until=timezone.now())
    for story in (first, second):
        make.pick(story)

    page = client.get(ARRANGE).context

    rows = [(story.title, said) for _form, story, said in page["rows"]]
    now = "On the front page now."
    assert rows == [("B", now), ("C", now)]
    assert [(pick, story.title) for pick, story in page["ended"]] == [(ended, "A")]
    assert titles(page["theirs"]) == ["B", "C"]
    names = ("title", "full", "may", "zone", "is_sought", "words", "found", "at")
    assert {name: page[name] for name in names} == {
        "title": "Arrange the front page",
        "full": False,
        "may": True,
        "zone": "Asia/Tokyo",
        "is_sought": False,
        "words": "",
        "found": [],
        "at": None,
    }
    assert page["front"].lead.showing.headline == "B"
    assert page["look"].is_bound is False


def sent(client, count=0, **more):
    key = make.published_story().pk
    columns = {name: [""] * count for name in ("pick", "shown_from", "shown_until")}
    data = columns | {"story": [str(key)] * count, "loaded": "x"} | more
    return client.post(ARRANGE, data)


@pytest.mark.parametrize(("count", "full"), [(MOST - 1, False), (MOST, True)])
def test_the_page_says_when_it_is_full(client, count, full):
    assert sent(client, count, find="1").context["full"] is full


def test_words_are_sought_as_far_as_they_may_be_long(client):
    make.published_story(headline="Ports")

    found = sent(client, find="1", q=f"  {'p' * 999}").context
    none = sent(client, q="Ports").context

    assert (found["is_sought"], found["found"]) == (True, [])
    assert 0 < len(found["words"]) < 999
    assert (none["is_sought"], none["words"], none["found"]) == (False, "Ports", [])


def test_a_row_that_says_nothing_that_can_be_is_shown_and_the_front_as_saved(client):
    make.pick(make.published_story(headline="Saved"))

    page = sent(client, 1, shown_from=["then"], save="1")

    assert page.status_code == 200
    ((_form, _story, said),) = page.context["rows"]
    assert said == "On the front page now."
    assert page.context["front"].lead.showing.headline == "Saved"
    assert Pick.objects.count() == 1


def test_a_save_is_told_and_leads_back(client):
    story = make.published_story()
    version = client.get(ARRANGE).context["arranged"].loaded
    row = {"pick": "", "story": str(story.pk), "shown_from": "", "shown_until": ""}

    done = client.post(ARRANGE, row | {"loaded": version, "save": "1"}, follow=True)

    assert done.redirect_chain == [(ARRANGE, 302)]
    told = [(each.level_tag, str(each)) for each in done.context["messages"]]
    assert told == [("success", "Saved. Readers see it now.")]


def test_a_look_ahead_is_for_no_search_engine_and_for_who_may_see_picks(client):
    preview = reverse("admin:stories_pick_preview")

    assert client.get(preview)["X-Robots-Tag"] == "noindex, nofollow"
    client.force_login(make.editor(is_superuser=False))
    assert client.get(preview).status_code == 403
    assert client.get(ARRANGE).status_code == 403


def test_a_pick_has_no_page_of_its_own_and_is_neither_added_nor_deleted(client, ana):
    pick = make.pick(make.published_story())
    change = reverse("admin:stories_pick_change", args=[pick.pk])

    assert client.get(change).url == ARRANGE
    request = RequestFactory().get("/")
    request.user = make.editor()
    page = admin.site._registry[Pick]
    may = page.has_add_permission(request), page.has_delete_permission(request, pick)
    assert may == (False, False)


def test_the_form_leads_to_the_page_while_readers_have_it():
    live, gone, draft = make.published_story(), make.published_story(), make.story()
    address = live.get_absolute_url()
    live.slug = "moved-on"
    live.save()
    gone.withdraw(note="Gone.")

    led = [public_page(State(story)) for story in (live, gone, draft)]

    assert led == [address, None, None]


def test_a_save_goes_on_to_review_or_publishing_for_who_may(client):
    world = make.desk()
    story = make.story(desk=world)
    sent = {"headline": "A"}
    ways = [{}, {"_submit_review": "1"}, {"_publish": "1"}]

    led = {}
    for role in ("editor", "contributor"):
        client.force_login(make.person(role, world))
        led[role] = [desk.save(client, story, **sent | way).url for way in ways]

    pages = [desk.address(page, story) for page in ("change", "submit", "publish")]
    assert led == {"editor": pages, "contributor": [*pages[:2], pages[0]]}
