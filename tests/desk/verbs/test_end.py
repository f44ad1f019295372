"""The end of a story: it is closed, or goes on as a new one."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from sources.models import Source
from stories.models import Showing, Story
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def parts():
    source = Source.objects.create(title="A report")
    return {
        "sources": [{"key": "report", "source": source, "title": "As cited"}],
        "entities": [{"entity": make.entity(slug="council"), "name": "Council"}],
        "key_points": [{"text": "Old news."}],
    }


def test_a_closed_story_says_so_from_its_next_edition_on(client, editor):
    story = make.story(developing_until=make.soon())
    other = make.published_story()
    make.edition(story)
    version, saved_at = story.lock_version, story.saved_at
    mine = desk.open_form(client, story)

    client.post(desk.address("close", story))
    too_late = client.post(desk.address("change", story), mine | {"headline": "Mine"})

    story.refresh_from_db()
    assert story.closed_at <= timezone.now()
    assert story.developing_until is None
    assert story.lock_version == version + 1
    assert story.saved_at >= story.closed_at > saved_at
    assert story.revisions.head().created_by == editor
    assert Story.objects.get(pk=other.pk).closed_at is None
    assert story.revisions.head().content["closed_at"]
    assert (
        "closed_at"
        not in Showing.objects.get(story_id=story.pk).edition.revision.content
    )
    assert too_late.status_code == 200


def test_a_story_goes_on_as_a_new_one(client, editor):
    told = {"kicker": "Rivers", "language": "fr"}
    old = make.story(parts(), slug="old", headline="Old", desk=make.desk(), **told)
    old.tags.add("river")
    make.edition(old)
    before = old.revisions.head()

    saved = client.post(
        desk.address("continue", old), {"headline": "The river falls at last"}
    )

    new = Story.objects.exclude(pk=old.pk).get()
    said = new.revisions.head().content
    assert saved.url == desk.address("change", new)
    assert (new.kicker, new.language) == ("Rivers", "fr")
    assert (new.slug, new.desk, new.revisions.head().created_by) == (
        "river-falls-last",
        old.desk,
        editor,
    )
    assert [(s["key"], s["title"]) for s in said["sources"]] == [("report", "As cited")]
    assert [entity["slug"] for entity in said["entities"]] == ["council"]
    follows = said["related"][0]
    assert (follows["kind"], follows["slug"], follows["label"]) == (
        "follows",
        "old",
        "Old",
    )
    assert said["tags"] == ["river"]
    assert "key_points" not in said
    assert new.storysource_set.get().source == old.storysource_set.get().source
    assert new.storysource_set.get().uid != old.storysource_set.get().uid
    assert Story.objects.get(pk=old.pk).revisions.head() == before


@pytest.mark.once(False)
@pytest.mark.parametrize("headline", ["", "\x00", "x" * 301])
def test_a_new_story_needs_a_headline_that_fits(client, editor, headline):
    story = make.published_story()

    page = client.post(desk.address("continue", story), {"headline": headline})

    assert page.status_code == 200
    assert Story.objects.count() == 1


def test_what_never_went_out_has_no_end(client, editor):
    draft, live = make.story(), make.published_story()

    before = client.get(desk.address("change", draft)).content.decode()
    page = client.get(desk.address("change", live)).content.decode()

    for verb in ("close", "continue"):
        assert desk.address(verb, draft) not in before
        assert desk.address(verb, live) in page


@pytest.mark.parametrize("verb", ["close", "continue"])
def test_who_may_only_look_ends_nothing(client, verb):
    story = make.published_story()
    reader = make.editor(is_superuser=False)
    reader.user_permissions.set(Permission.objects.filter(codename="view_story"))
    client.force_login(reader)

    assert client.get(desk.address(verb, story)).status_code == 403
    sent = {"headline": "A new story"}
    assert client.post(desk.address(verb, story), sent).status_code == 403
    assert Story.objects.get().closed_at is None
