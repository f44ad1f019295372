"""Saves and editions at the desk: looked at, compared, restored."""

import pytest
from django.utils import timezone

from people.models import AuditEvent
from stories.models import Edition
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]


def test_the_history_lists_saves_and_what_became_of_them(client):
    story = make.published_story(headline="One")
    desk.save(client, story, headline="Two")
    story.withdraw(note="We have taken this page down.")

    page = client.get(desk.address("history", story)).content.decode()

    assert page.count("<time") == 4  # two saves, an edition, a withdrawal
    assert "Edition 1: First published" in page
    assert "“We have taken this page down.”" in page


def test_the_form_lists_the_newest_editions(client):
    story = make.published_story()

    page = client.get(desk.address("change", story)).content.decode()

    assert desk.address("revision", story, story.revisions.head().pk) in page


def test_the_draft_is_compared_with_what_readers_have(client):
    story = make.published_story(headline="Rates rise")
    desk.save(client, story, headline="Rates fall")

    page = client.get(desk.address("compare", story)).content.decode()

    assert "removed </span>rise<" in page
    assert "added </span>fall<" in page


def test_two_saves_are_compared(client):
    story = make.story(headline="One")
    one = story.save_revision()
    desk.save(client, story, headline="Two")
    two = story.revisions.head()
    address = desk.address("revision", story, two.pk)

    page = client.get(address, {"from": one.pk}).content.decode()

    assert "removed </span>One<" in page


def test_a_save_of_another_story_is_not_found(client):
    story, other = make.published_story(), make.published_story()

    response = client.get(desk.address("revision", story, other.revisions.head().pk))

    assert response.status_code == 404


def test_restoring_puts_an_older_text_into_the_draft_and_keeps_the_newer(client):
    story = make.story(headline="One")
    one = story.save_revision()
    desk.save(client, story, headline="Two")

    page = client.get(desk.address("revision", story, one.pk)).content.decode()
    client.post(desk.address("restore", story, one.pk))

    story.refresh_from_db()
    assert "Restore this text" in page
    assert story.headline == "One"
    assert story.revisions.count() == 3
    assert not Edition.objects.exists()


def test_restoring_is_never_done_by_a_link(client):
    story = make.published_story()

    response = client.get(desk.address("restore", story, story.revisions.head().pk))

    assert response.status_code == 405


def shown(client, page, story, *more, **asked):
    return client.get(desk.address(page, story, *more), asked).context


@pytest.fixture
def saved(editor):
    """A story that was saved three times, published and taken down twice."""
    story = make.published_story(headline="One")
    for headline in ("Two", "Three"):
        story.headline = headline
        story.save()
        story.save_revision(by=editor)
    for note in ("Gone.", "Gone again."):
        story.withdraw(note=note)
        make.edition(story, kind="development", note="Back.")
    make.published_story().withdraw(note="Another's.")
    return story


def test_the_history_has_pages_the_newest_first(client, saved, monkeypatch):
    monkeypatch.setattr("desk.verbs.history.PAGE", 2)
    one, two, three = saved.revisions.order_by("pk")

    first, second = (shown(client, "history", saved, p=page) for page in (1, 2))

    assert ([*first["saves"]], [*second["saves"]]) == ([three, two], [one])
    notes = [each.note for each in first["withdrawals"]]
    assert notes == ["Gone again.", "Gone."]


def test_the_history_costs_the_same_however_long_it_is(
    client, saved, django_assert_max_num_queries
):
    costs = []
    for times in (1, 2):
        for _time in range(times):
            saved.headline += "!"
            saved.save()
            revision = saved.save_revision(by=make.editor())
            saved.reviews.submit(
                revision=revision, by=make.editor(), reviewer=make.editor()
            )
            saved.reviews.approve(revision=revision, by=make.editor())
            saved.publish(revision=revision, by=make.editor(), note="It is new.")
            saved.withdraw(note="Gone.", by=make.editor())
        with django_assert_max_num_queries(20) as counted:
            client.get(desk.address("history", saved))
        costs.append(len(counted))

    assert costs[0] == costs[1]


def test_a_save_is_compared_with_what_one_asks_for_or_readers_have(client, saved):
    one, two, three = saved.revisions.order_by("pk")
    draft = make.story()
    only = draft.save_revision()

    def sides(story, *more, **asked):
        page = "revision" if more else "compare"
        found = shown(client, page, story, *more, **asked)
        return found["old"], found["new"], bool(found["changes"])

    assert sides(saved) == (three, three, False)
    assert sides(saved, one.pk) == (three, one, True)
    assert sides(saved, two.pk, **{"from": one.pk}) == (one, two, True)
    assert sides(draft) == (None, only, False)
    assert sides(make.story()) == (None, None, False)


@pytest.mark.parametrize("number", ["x", "0", "-1", "99999999999"])
def test_a_save_that_is_none_is_not_found(client, saved, number):
    asked = {"from": number}

    assert client.get(desk.address("compare", saved), asked).status_code == 404


def test_what_nobody_saved_is_restored_with_what_could_be(client, editor):
    council = make.entity(name="Council")
    part = {"entities": [{"entity": council, "name": "The council"}]}
    story = make.story(part, headline="Old")
    old = story.save_revision()
    story.storyentity_set.all().delete()
    council.delete()

    page = client.post(desk.address("restore", story, old.pk), follow=True)

    said = [(each.level_tag, str(each)) for each in page.context["messages"]]
    at = f"{timezone.localtime(old.created_at):%-d %b %Y, %H:%M}"
    assert said[0] == ("success", f"Restored the text that Somebody saved on {at}.")
    assert [level for level, _words in said[1:]] == ["warning"]
    assert said[1][1].startswith("Gone since, and not brought back: ")
    assert page.redirect_chain == [(desk.address("change", story), 302)]
    event = AuditEvent.objects.get(verb="restore")
    assert (event.by, event.note) == (editor, said[0][1])


def test_a_text_that_cannot_be_restored_says_why_where_it_is(client):
    story = make.story(slug="ports")
    old = story.save_revision()
    story.slug = "rivers"
    story.save()
    story.save_revision()
    make.published_story(slug="ports")

    page = client.post(desk.address("restore", story, old.pk), follow=True)

    (said,) = page.context["messages"]
    assert said.level_tag == "error"
    assert page.redirect_chain == [(desk.address("revision", story, old.pk), 302)]
    assert story.revisions.head().content["slug"] == "rivers"
    assert not AuditEvent.objects.filter(verb="restore").exists()


def test_who_may_not_publish_restores_nothing_but_may_look(client):
    story = make.story()
    old = story.save_revision()
    client.force_login(make.person("contributor"))

    assert client.post(desk.address("restore", story, old.pk)).status_code == 403
    assert client.get(desk.address("revision", story, old.pk)).status_code == 200
