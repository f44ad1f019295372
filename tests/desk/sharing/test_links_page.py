"""The page of a story's share links: made, shown once, counted, taken back."""

import re

import pytest
from django.test import Client

from desk.models import Comment, ShareLink
from people.models import AuditEvent
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADDRESS = re.compile(r"http[^<]*/shared/([-\w]+)/")


@pytest.fixture
def ana(client):
    made = make.editor(username="ana")
    client.force_login(made)
    return made


def page_of(client, story):
    return client.get(desk.address("sharing", story)).content.decode()


def sent(client, story, **changes):
    """What a browser sends of the form as the page has it."""
    page = client.get(desk.address("sharing", story))
    fields = re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"',
        (page.content.decode().rpartition("Show it to somebody outside")[2]),
    )
    return dict(fields) | {"label": "Ruth", "shows": "text", "last": "7"} | changes


def share(client, story, **changes):
    said = sent(client, story, **changes)
    return client.post(desk.address("sharing", story), said).content.decode()


@pytest.mark.parametrize("kind", ["story", "question"])
def test_an_address_is_shown_once_and_opens_the_text(client, ana, kind):
    owner = getattr(make, kind)()
    owner.save_revision()
    said = sent(client, owner, takes_comments="on")

    made = client.post(desk.address("sharing", owner), said).content.decode()

    (secret,) = {*ADDRESS.findall(made)}
    assert Client().get(f"/shared/{secret}/").status_code == 200
    again = client.post(desk.address("sharing", owner), said).content.decode()
    assert "its address is shown only once" in again
    for page in (again, page_of(client, owner)):
        assert secret not in page
        assert "<strong>Ruth</strong>" in page
    assert "opened 1 time, last" in page_of(client, owner)
    link = ShareLink.objects.get()
    assert (link.revision, link.takes_comments) == (owner.revisions.head(), True)
    logged = AuditEvent.objects.about(owner).get()
    assert (logged.verb, logged.by) == ("share", ana)
    assert logged.note.startswith("Ruth, ")
    assert secret not in str(AuditEvent.objects.values())


def test_a_link_is_taken_back_with_one_press(client, ana):
    story = make.story()
    link, secret = make.share_link(story)
    _bystander, other = make.share_link(story, label="Bo")
    end = desk.address("end_sharing", story, link.pk)
    assert f'action="{end}"' in page_of(client, story)

    page = client.post(end, follow=True).content.decode()

    assert "Taken back: The lawyer sees nothing any more." in page
    assert f'action="{end}"' not in page
    assert "taken back by ana" in page
    assert Client().get(f"/shared/{secret}/").status_code == 404
    assert Client().get(f"/shared/{other}/").status_code == 200
    client.post(end)
    logged = AuditEvent.objects.about(story).filter(verb="unshare")
    assert logged.count() == 1
    elsewhere = desk.address("end_sharing", make.story(), _bystander.pk)
    page = client.post(elsewhere, follow=True).content.decode()
    assert "Somebody has removed this meanwhile." in page
    assert Client().get(f"/shared/{other}/").status_code == 200


def test_the_text_that_was_looked_at_is_shown_or_the_draft(client, ana):
    story = make.story()
    old = make.rewrite(story, headline="Old")
    said = sent(client, story)
    make.rewrite(story, headline="New")

    client.post(desk.address("sharing", story), said)
    share(client, story, shows="draft")

    assert {link.revision for link in ShareLink.objects.all()} == {old, None}
    save = client.get(desk.address("revision", story, old.pk)).content.decode()
    way = f"{desk.address('sharing', story)}?revision={old.pk}"
    assert f'href="{way}"' in save
    assert f'name="revision" value="{old.pk}"' in client.get(way).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"label": "x" * 121},
        {"last": "31"},
        {"last": ""},
        {"shows": "all"},
        {"revision": "999999"},
        {"revision": "x"},
        {"mark": "x"},
    ],
)
def test_what_is_asked_wrongly_makes_no_link(client, ana, wrong):
    story = make.story()
    story.save_revision()

    page = share(client, story, **wrong)

    assert 'class="errornote"' in page
    assert not ADDRESS.search(page)
    assert not ShareLink.objects.exists()
    assert not AuditEvent.objects.exists()


def test_nothing_is_shared_that_was_never_saved_or_is_under_embargo(client, ana):
    story = make.story()
    assert "there is nothing to show yet" in share(client, story, shows="draft")
    assert 'class="errornote"' in share(client, story)
    source = make.source(title="The report", embargoed_until=make.soon())
    make.add_parts(story, {"sources": [{"key": "r", "source": source}]})
    story.save_revision()

    page = share(client, story)

    assert "The source “" in page
    assert "Until then no link opens." in page
    assert not ShareLink.objects.exists()


def test_a_contributor_sees_who_was_shown_it_and_makes_no_link(client):
    desk_of = make.desk()
    story = make.story(desk=desk_of)
    link, _secret = make.share_link(story)
    client.force_login(make.person("contributor", desk_of))

    page = page_of(client, story)

    assert "<strong>The lawyer</strong>" in page
    assert "Make the link" not in page
    assert "Take back" not in page
    address = desk.address("sharing", story)
    assert client.post(address, {"label": "Me"}).status_code == 403
    end = desk.address("end_sharing", story, link.pk)
    assert client.post(end).status_code == 403
    assert ShareLink.objects.get().ended_at is None


def test_an_outsiders_words_are_marked_and_the_desk_answers_to_them_or_not(client, ana):
    story = make.story(summary="So.")
    story.save_revision()
    link, secret = make.share_link(story, by=ana, takes_comments=True)
    said = Comment.objects.say(
        link, guest="R<b>", body="<i>No</i>", field="summary", quote="So."
    )
    internal = make.comment(story, body="Ours.")
    talk = client.get(desk.address("talk", story)).content.decode()

    assert "<strong>R&lt;b&gt;</strong>" in talk
    assert "from outside, by the link for The lawyer" in talk
    assert "&lt;i&gt;No&lt;/i&gt;" in talk
    assert talk.count("may read this reply") == 1
    dashboard = client.get("/admin/").content.decode()
    assert "R&lt;b&gt;" in dashboard
    assert "The lawyer, until" in dashboard
    for thread, body, told in (
        (said, "Why?", "on"),
        (said, "Hm.", ""),
        (internal, "Oh.", "on"),
    ):
        address = desk.address("deed_on", story, "reply", thread.pk)
        sent = {"body": body} | ({"is_for_guest": told} if told else {})
        client.post(address, sent)
    seen = Client().get(f"/shared/{secret}/").content.decode()
    assert "Why?" in seen
    assert not {"Hm.", "Oh.", "Ours."} & {*re.findall(r">([^<>]+)<", seen)}
    assert not Comment.objects.get(body="Oh.").is_for_guest
