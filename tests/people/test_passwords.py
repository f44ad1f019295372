"""A new password by mail, where there is mail."""

import re
import threading

import pytest
from django.core import mail

from people import throttle
from people.models import AuditEvent
from tests import make
from tests.support import door

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ASK = "/admin/password-reset/"


@pytest.fixture
def _with_mail(settings):
    settings.MAIL_IS_SET_UP = True


@pytest.fixture
def ana():
    return door.with_password(make.person("editor", email="ana@news.example"))


def ask(client, email):
    page = client.post(ASK, {"email": email}, follow=True)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(5)
    return page


def link():
    return re.search(r"http://testserver(/admin/\S+)", mail.outbox[0].body)[1]


@pytest.mark.parametrize("address", [ASK, f"{ASK}sent/", f"{ASK}MQ/abc-def/"])
def test_without_mail_there_is_no_such_page(client, address):
    assert client.get(address).status_code == 404


def test_without_mail_the_door_does_not_offer_it(client):
    assert ASK not in client.get(door.LOGIN).content.decode()


@pytest.mark.usefixtures("_with_mail")
def test_the_door_offers_it(client):
    assert ASK in client.get(door.LOGIN).content.decode()


@pytest.mark.once(False)
@pytest.mark.usefixtures("_with_mail")
def test_a_link_by_mail_sets_a_new_password_once(client, ana):
    ask(client, "ana@news.example")
    first = client.get(link())
    new = {"new_password1": "nine lanterns at dusk"}
    new["new_password2"] = new["new_password1"]

    response = client.post(first.url, new)

    ana.refresh_from_db()
    assert response.url == door.LOGIN
    assert ana.check_password("nine lanterns at dusk")
    assert AuditEvent.objects.get().verb == "password-reset"
    assert "used already" in client.get(link()).content.decode()


@pytest.mark.usefixtures("_with_mail")
def test_a_new_password_does_not_open_the_second_lock(client, ana):
    door.with_phone(ana)
    ask(client, "ana@news.example")
    new = {"new_password1": "nine lanterns at dusk"}
    new["new_password2"] = new["new_password1"]
    client.post(client.get(link()).url, new)

    assert not door.is_in(client)
    response = door.sign_in(client, ana, "nine lanterns at dusk")
    assert response.url == door.CODE


@pytest.mark.usefixtures("_with_mail")
def test_nobody_learns_who_has_an_account(client, ana):
    known, unknown = (
        ask(client, email) for email in ("ana@news.example", "no@news.example")
    )

    assert known.content == unknown.content
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("_with_mail")
def test_the_link_leads_to_the_paper_whatever_the_request_says(client, ana):
    client.post(ASK, {"email": "ana@news.example"}, headers={"Host": "localhost"})
    ask(client, "no@news.example")

    assert "http://testserver/admin/" in mail.outbox[0].body


@pytest.mark.usefixtures("_with_mail")
def test_links_cannot_be_asked_for_without_end(client, ana):
    statuses = [
        ask(client, "ana@news.example").status_code
        for _ in range(throttle.HERE.free + 1)
    ]

    assert statuses == [200] * throttle.HERE.free + [429]


@pytest.mark.once(False)
@pytest.mark.usefixtures("_with_mail")
@pytest.mark.parametrize(
    "address", ["MQ/abc-def/", "a/b/", "%00/x/", "MQ/set-password/"]
)
def test_a_made_up_link_is_no_way_in(client, address):
    page = client.get(f"{ASK}{address}", follow=True)

    assert "Ask for another one" in page.content.decode()


@pytest.mark.usefixtures("_with_mail")
def test_each_page_of_the_door_has_the_whole_of_its_form(client, ana):
    ask(client, "ana@news.example")
    pages = [client.get(place, follow=True) for place in (door.LOGIN, ASK, link())]
    door.with_phone(ana)
    pages.append(door.sign_in(client, ana, follow=True))

    asked = [[*page.context["form"].fields] for page in pages]

    assert [len(names) for names in asked] == [2, 1, 2, 1]
    for page, names in zip(pages, asked, strict=True):
        form = re.search(r"<form\b.*?</form>", page.content.decode(), re.DOTALL)[0]
        sent = {"csrfmiddlewaretoken", *names}
        assert sent <= {*re.findall(r'name="(\w+)"', form)}
        assert 'type="submit"' in form
