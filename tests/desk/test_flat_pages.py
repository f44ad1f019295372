"""The desk writes the pages about the paper, and answers what readers send."""

import pytest
from django.urls import reverse

from pages.models import FlatPage, ReaderMessage
from people.models import AuditEvent
from tests import make
from tests.support import desk
from tests.support.reader import get

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def chief(client):
    FlatPage.objects.all().delete()
    made = make.person("chief", make.desk())
    client.force_login(made)
    return made


def at(row, page="change"):
    return reverse(f"admin:pages_{row._meta.model_name}_{page}", args=[row.pk])


def save(client, row, **fields):
    form = f"{row._meta.model_name}_form"
    sent = desk.fields(client.get(at(row)), form)
    return client.post(at(row), sent | fields)


@pytest.mark.once(False)
def test_a_page_is_live_as_soon_as_it_is_saved(client, chief):
    add = reverse("admin:pages_flatpage_add")
    sent = desk.fields(client.get(add), "flatpage_form")

    client.post(
        add, sent | {"title": "Ethics", "slug": "ethics", "body": "So.", "published": 1}
    )

    assert "<p>So.</p>" in get(client, "/ethics/")


def test_a_change_is_in_the_log_with_what_it_said_before(client, chief):
    page = make.page(body="Before.")

    save(client, page, body="After.")

    event = AuditEvent.objects.about(page).get()
    assert (event.before["Text"], event.after["Text"]) == ("Before.", "After.")
    assert "Before." in client.get(at(page, "earlier")).content.decode()


def test_the_day_moves_when_the_words_do(client, chief):
    page = make.page()
    before = page.changed_at

    save(client, page, position="7")
    page.refresh_from_db()
    assert (page.position, page.changed_at) == (7, before)

    save(client, page, body="Others.")
    page.refresh_from_db()
    assert page.changed_at > before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("As [^key] says.", "A page cites no sources"),
        ("@[EU](eu)", "A page mentions nobody"),
        ("::figure map", "take out ::figure map"),
        ("# Big", "Line 1: a heading starts with"),
        ("[There](/stories/none/)", "/stories/none/ leads to no page"),
        ("[There](/none/)", "/none/ leads to no page"),
        ("[There](http://testserver/a/b/c/)", "/a/b/c/ leads to no page"),
    ],
)
def test_a_text_with_faults_is_not_saved(client, chief, body, said):
    page = make.page()

    told = save(client, page, body=body).content.decode()

    assert said in told
    page.refresh_from_db()
    assert page.body == "Words."


def test_a_text_may_lead_to_what_readers_have(client, chief):
    story, hidden = make.published_story(), make.page(published=False)
    page = make.page()
    links = [story.get_absolute_url(), f"/{hidden.slug}/", "/corrections/", "/#x"]

    save(client, page, body=" ".join(f"[Here]({link})" for link in links))

    page.refresh_from_db()
    assert page.body.startswith("[Here]")


def test_an_editor_previews_what_nobody_else_sees(client, chief):
    page = make.page(published=False)
    client.force_login(make.person("editor", make.desk()))

    shown = client.post(at(page, "preview"), {"title": "T", "body": "*Typed*."})

    assert "<em>Typed</em>" in shown.content.decode()
    assert 'content="noindex"' in shown.content.decode()
    page.refresh_from_db()
    assert page.body == "Words."


@pytest.mark.once(False)
def test_an_editor_sees_the_messages_of_the_own_desk(client):
    own, foreign = make.desk(), make.desk()
    for to in (own, foreign):
        make.message(text=f"For {to.slug}.", story=make.story(desk=to))
    make.message(text="For nobody.")
    client.force_login(make.person("editor", own))

    page = get(client, reverse("admin:pages_readermessage_changelist"))

    assert f"For {own.slug}." in page
    assert "For nobody." in page
    assert f"For {foreign.slug}." not in page
    theirs = ReaderMessage.objects.get(story__desk=foreign)
    assert client.get(at(theirs)).status_code in (302, 403, 404)


def test_a_chief_sees_every_message_and_may_delete_it(client, chief):
    message = make.message(story=make.story(desk=make.desk()))

    client.post(at(message, "delete"), {"post": "yes"})

    assert not ReaderMessage.objects.exists()


def test_who_answered_is_kept_and_no_private_word_is_in_the_log(client, chief):
    message = make.message(text="Between us.", email="ana@place.example")

    save(client, message, state="answered", note="Rang Ana.")

    message.refresh_from_db()
    assert (message.state, message.answered_by) == ("answered", chief)
    logged = repr([*AuditEvent.objects.about(message).values()])
    assert message.number in logged
    assert not any(word in logged for word in ("Between us", "ana@", "Rang"))


def test_a_mistake_leads_to_where_it_is_put_right(client, chief):
    own = make.published_story(desk=chief.memberships.get().desk)
    for_all = make.published_story()  # which is for who may publish at every desk

    pages = {
        story: client.get(at(make.message(story=story))).content.decode()
        for story in (own, for_all)
    }

    correct = [reverse("admin:stories_story_correct", args=[s.pk]) for s in pages]
    led = [
        address in page for address, page in zip(correct, pages.values(), strict=True)
    ]
    assert led == [True, False]


def test_what_waits_is_on_the_first_page_of_whoever_may_answer(client):
    story = make.story(headline="Ports close", desk=make.desk())
    make.message(story=story, text="Wrong <day>.")
    make.message(kind="tip")
    make.message(state="held")
    client.force_login(make.person("editor", story.desk))

    page = get(client, reverse("dashboard"))

    assert "A reader reports a mistake" in page
    assert "Wrong &lt;day&gt;." in page
    assert "1 waits" in page
    client.force_login(make.person("contributor", story.desk))
    assert "A reader reports" not in get(client, reverse("dashboard"))


@pytest.mark.once(False)
def test_the_inbox_opens_on_what_is_new(client, chief):
    for state in ("new", "answered", "held"):
        make.message(state=state, text=f"Is {state}.")
    inbox = reverse("admin:pages_readermessage_changelist")

    assert "Is held." not in get(client, inbox)
    assert "Is held." in get(client, f"{inbox}?state=held")
    assert "Is new." in get(client, f"{inbox}?state=all")
    assert client.get(f"{inbox}?state=%00&q=%00").status_code in (200, 302)
