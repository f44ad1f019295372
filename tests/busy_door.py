"""The door of the desk, one's own account, and the pages of what went wrong."""

import re

from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory, override_settings
from django.urls import resolve
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from newsroom import outage
from tests import make
from tests.support import desk, door


def pass_through(person):
    """A person without a role and with a phone, from the forgotten password on."""
    client, found = Client(), {}
    number = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    with override_settings(MAIL_IS_SET_UP=True):
        ask = "/admin/password-reset/"
        found["login"] = client.get(door.LOGIN)
        found["reset"] = client.get(ask)
        found["reset-wrong"] = client.post(ask, {"email": "x"})
        found["reset-sent"] = client.get(f"{ask}sent/")
        found["reset-choose"] = client.get(f"{ask}{number}/{token}/", follow=True)
        found["reset-old"] = client.get(f"{ask}{number}/abc-def/", follow=True)
    door.with_password(person)
    client.force_login(person)
    with override_settings(REQUIRE_SECOND_FACTOR=True):
        found["enrol"] = client.get("/admin/second-factor/", follow=True)
    found["enrol-wrong"] = client.post("/admin/second-factor/", {"code": "x"})
    page = client.get("/admin/second-factor/")
    sent = {"code": door.shown_code(page)}
    page = found["codes"] = client.post("/admin/second-factor/", sent)
    page.content = re.sub(rb"<code>[^<]*", b"<code>Of ten", page.content)
    found["factor"] = client.get("/admin/second-factor/")
    found["factor-wrong"] = client.post("/admin/second-factor/codes/", {"code": "x"})
    found["account"] = client.get("/admin/account/")
    found["account-wrong"] = client.post("/admin/account/", {"email": "x"})
    found["signed-out"] = client.post("/admin/logout/")
    found["code"] = door.sign_in(client, person, follow=True)
    found["code-wrong"] = door.give(client, "x")
    return found


def look_after(editor, person):
    """What an administrator sees of an account that has done a few things."""
    account = f"/admin/auth/user/{person.pk}"
    found = {"reset-factor": editor.get(f"{account}/second-factor/")}
    found["account-history"] = editor.get(f"{account}/history/")
    return found


def refused(person):
    """Texts that came back: signed out, from an old page, by one who may not."""
    story = make.story(headline="Refused")
    address, sent = desk.address("change", story), {"headline": "Lost"}
    picture = SimpleUploadedFile("a.png", b"x")
    out, strict, other = Client(), Client(enforce_csrf_checks=True), Client()
    other.force_login(person)
    headers = {"Origin": "http://testserver"}
    return {
        "returned": out.post(address, sent | {"picture": picture}),
        "returned-denied": other.post(address, sent),
        "returned-old": strict.post(address, sent, headers=headers),
        "returned-strange": strict.post(address, sent),
    }


def wrong():
    """Pages for faults of ours and of others, with a text and without."""
    story = make.story()
    address = desk.address("change", story)
    sent = {"headline": "Lost", "picture": SimpleUploadedFile("a.png", b"x")}
    posted = RequestFactory().post(address, sent)
    posted.resolver_match = resolve(address)
    return {
        "fault": outage.fault_page(RequestFactory().get("/"), "The title", 500),
        "fault-of-desk": outage.fault_page(posted, "The title", 503),
        "received": Client().get("/contact/received/AAAAA-AAAAA/"),
        "bad-request": Client().get("/", headers={"Host": "else.example"}),
    }


def pages(editor):
    """The answers to all of them, by a name."""
    person = make.person("contributor", username="cem", first_name="Cem")
    person.email = "cem@news.example"
    person.save()
    found = pass_through(person) | look_after(editor, person)
    return found | refused(make.viewer()) | wrong()
