"""Which kept texts a form offers, and what the page of one tells of it."""

import uuid

import pytest
from django.utils import timezone

from desk.form.work import moment
from desk.models import Buffer, Presence
from desk.unsaved.views import offers
from stories.models import Story
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]

KEPT = "/admin/stories/story/kept/"


def offered(user, owner=None, tab=None, restored=None):
    found = offers(user, Story, owner, tab, restored)
    return {item.pk for item in found["kept"]}, found["open_tabs"]


def test_a_form_offers_its_own_texts_and_none_that_it_has(ana):
    story, other = make.story(), make.story()
    one, two, three = (make.buffer(story, user=ana) for _ in range(3))
    make.buffer(other, user=ana)
    make.buffer(story)
    make.buffer(story, user=ana, data="")
    new = make.buffer(user=ana)
    make.buffer(user=ana, kind="question")
    make.buffer()

    assert offered(ana, story) == ({one.pk, two.pk, three.pk}, set())
    assert offered(ana, story, tab=one.tab) == ({two.pk, three.pk}, set())
    assert offered(ana, story, one.tab, two.pk) == ({three.pk}, set())
    assert offered(ana) == ({new.pk}, set())
    assert offered(ana, tab=new.tab) == (set(), set())


def test_a_text_that_is_open_in_another_window_is_known(ana):
    story, tab = make.story(), uuid.uuid4()
    Presence.objects.seen(ana, tab, story, timezone.now())

    assert offered(ana, story) == (set(), set())
    kept = make.buffer(story, user=ana)
    assert offered(ana, story) == ({kept.pk}, {tab})


def told(client, kept):
    context = client.get(kept.page).context
    names = ("title", "kept", "compared", "may_restore", "kept_address")
    return [context[name] for name in names], context


def test_the_page_of_a_text_tells_it_and_what_differs(client, ana):
    story = make.story(headline="Ports", slug="ports")
    story.save_revision()
    pairs = [["headline", "Ports open"], ["slug", "ports"], ["language", "en"]]
    kept = make.buffer(story, user=ana, pairs=pairs)

    found, context = told(client, kept)

    assert found == ["Text that was kept", kept, True, True, KEPT]
    assert [*context["changes"]] != []
    assert "Ports open" in repr(context["texts"])


def test_a_text_of_a_new_draft_is_restored_by_who_may_begin_one(client, ana):
    kept = make.buffer(user=ana)
    found, context = told(client, kept)
    reader = make.viewer()
    theirs = make.buffer(make.story(), user=reader), make.buffer(user=reader)
    client.force_login(reader)

    locked = [told(client, each)[0][2:4] for each in theirs]

    assert found[2:4] == [False, True]
    assert context["changes"] == ()
    assert locked == [[False, False]] * 2


def test_all_that_is_kept_says_when_and_a_script_gets_the_rows_alone(client, ana):
    older, newer = make.buffer(user=ana), make.buffer(make.question(), user=ana)
    make.buffer()

    page, rows = client.get(KEPT), client.get(KEPT, {"list": "1"})

    now = timezone.now()
    assert [*page.context["kept"]] == [newer, older]
    at = [each.at for each in page.context["kept"]]
    assert at == [moment(each.saved_at, now) for each in (newer, older)]
    assert page.context["title"] == "Text that was kept"
    names = [each.template_name for each in (page, rows)]
    assert names == [f"desk/unsaved/{n}" for n in ("kept_list.html", "_kept_rows.html")]


def test_what_was_discarded_is_told_and_what_grew_is_not(client, ana):
    kept, other = (make.buffer(user=ana) for _ in range(2))
    old = f"{kept.pk}.9"

    grown = client.post(kept.page, {"_discard": old}, follow=True)
    nothing = client.post(kept.page, {}, follow=True)
    done = client.post(kept.page, {"_discard": kept.mark}, follow=True)

    levels = [
        [each.level_tag for each in page.context["messages"]]
        for page in (grown, nothing, done)
    ]
    assert levels == [["warning"], ["warning"], ["success"]]
    ends = [page.redirect_chain[-1][0] for page in (grown, nothing, done)]
    assert ends == [kept.page, kept.page, KEPT]
    assert [*Buffer.objects.unsaved()] == [other]


def test_a_form_begins_with_a_tab_of_its_own_and_nothing_kept(client, ana):
    story = make.story()

    context = client.get(desk.address("change", story)).context

    names = ("sequence", "restored", "grown_from", "kept_address", "is_unsaved", "kept")
    said = {name: context[name] for name in names}
    assert isinstance(context["tab"], uuid.UUID)
    assert said == {
        "sequence": 0,
        "restored": None,
        "grown_from": "",
        "kept_address": KEPT,
        "is_unsaved": False,
        "kept": [],
    }


def test_a_refused_form_keeps_its_tab_and_how_far_it_was(client, ana):
    tab = str(uuid.uuid4())
    sent = {"_tab": tab, "_sequence": "7", "_kept": "3.4", "loaded_version": "1"}

    context = client.post(desk.address("change", make.story()), sent).context

    names = ("sequence", "grown_from", "is_unsaved")
    assert [context[name] for name in names] == [7, "3.4", True]
    assert str(context["tab"]) == tab
