"""The way in: a password, then a code for whoever has a second factor."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone, translation

from people import factor, sessions, tallies, throttle
from people.models import AuditEvent
from people.signin import CodeForm
from tests import make
from tests.support import door

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ana():
    return door.with_password(make.person("editor", username="ana"))


def log():
    return [*AuditEvent.objects.order_by("pk").values_list("verb", "by_name", "label")]


def test_name_and_password_open_the_desk(client, ana):
    response = door.sign_in(client, ana, sent={"next": "/admin/stories/story/"})

    assert response.url == "/admin/stories/story/"
    assert door.is_in(client)
    assert log() == [("sign-in", "ana", "ana")]


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_nobody_is_sent_elsewhere_afterwards(client, ana, next_page):
    response = door.sign_in(client, ana, sent={"next": next_page})

    assert response.url == "/admin/"


def test_a_wrong_password_is_refused_and_noted(client, ana):
    page = door.sign_in(client, ana, "wrong")

    assert "don&#x27;t go together" in page.content.decode()
    assert not door.is_in(client)
    assert log() == [("sign-in-refused", "", "ana")]


def test_each_way_that_signing_in_ends_is_counted(client, ana, monkeypatch):
    told = []
    monkeypatch.setattr(tallies, "listeners", [lambda *said: told.append(said)])

    door.sign_in(client, ana)
    client.logout()
    for _time in range(throttle.HERE.free + 1):
        door.sign_in(client, ana, "wrong")

    refused = [("sign-in", "refused")] * throttle.HERE.free
    assert told == [("sign-in", "let-in"), *refused, ("sign-in", "paused")]


@pytest.mark.once(False)
def test_every_way_to_fail_reads_the_same(client, ana):
    door.with_password(make.editor(username="gone", is_active=False))
    door.with_password(make.editor(username="reader", is_staff=False))

    pages = {
        door.sign_in(client, name, password).content.decode().replace(name, "NAME")
        for name, password in [
            ("ana", "wrong"),
            ("nobody", "wrong"),
            ("gone", door.PASSWORD),
            ("reader", door.PASSWORD),
        ]
    }

    tokens = {page.split("csrfmiddlewaretoken")[1][:90] for page in pages}
    bare = {page.replace(t, "") for page in pages for t in tokens if t in page}
    assert len(bare) == 1


def test_what_was_typed_for_a_name_that_nobody_has_is_not_noted(client):
    door.sign_in(client, "my password, typed too soon", "x")

    event = AuditEvent.objects.get()
    assert (event.label, event.note, event.by_name) == ("", "", "")


@pytest.mark.once(False)
@pytest.mark.parametrize("name", ["nul\0", "ö" * 5000, "", " "])
def test_no_name_upsets_the_door(client, name):
    page = client.post(door.LOGIN, {"username": name, "password": "x"})

    assert page.status_code == 200


@pytest.mark.once(False)
def test_too_many_wrong_passwords_have_to_wait(client, ana):
    for _ in range(throttle.HERE.free):
        door.sign_in(client, ana, "wrong")

    page = door.sign_in(client, ana)

    assert page.status_code == 429
    assert "Try again in 1 minute." in page.content.decode()
    assert not door.is_in(client)


def test_a_name_that_nobody_has_waits_as_long(client):
    statuses = [
        door.sign_in(client, "nobody", "wrong").status_code
        for _ in range(throttle.HERE.free + 1)
    ]

    assert statuses == [200] * throttle.HERE.free + [429]


def test_with_a_second_factor_the_password_opens_nothing(client, ana):
    door.with_phone(ana)

    response = door.sign_in(client, ana)

    assert response.url == door.CODE
    assert not door.is_in(client)
    assert log() == []


def test_the_code_of_the_phone_opens_the_desk(client, ana):
    key, _codes = door.with_phone(ana)
    door.sign_in(client, ana, sent={"next": "/admin/stories/story/"})

    code = door.code_of(key)
    response = door.give(client, f" {code[:3]} {code[3:]}")

    assert response.url == "/admin/stories/story/"
    assert door.is_in(client)
    assert log() == [("sign-in", "ana", "ana")]


@pytest.mark.once(False)
def test_a_code_works_once(client, ana):
    key, _codes = door.with_phone(ana)
    code = door.code_of(key)
    door.sign_in(client, ana)
    door.give(client, code)
    client.logout()

    door.sign_in(client, ana)
    page = door.give(client, code)

    assert "used already" in page.content.decode()
    assert not door.is_in(client)


@pytest.mark.once(False)
def test_a_recovery_code_works_once_and_says_how_many_are_left(client, ana):
    _key, codes = door.with_phone(ana)
    door.sign_in(client, ana)
    page = door.give(client, codes[3].upper(), follow=True)
    client.logout()

    door.sign_in(client, ana)
    again = door.give(client, codes[3])

    assert "9 are left" in page.content.decode()
    assert "used already" in again.content.decode()
    assert factor.codes_left(ana) == 9


def test_the_codes_of_one_person_are_no_use_to_another(client, ana):
    door.with_phone(ana)
    _key, codes = door.with_phone(make.person("editor"))
    door.sign_in(client, ana)

    door.give(client, codes[0])

    assert not door.is_in(client)


@pytest.mark.once(False)
@pytest.mark.parametrize(
    "code", ["", "000000x", "nul\0", "\u0661" * 6, "9" * 5000, "aaaaa-aaaaa"]
)
def test_a_wrong_code_is_refused(client, ana, code):
    door.with_phone(ana)
    door.sign_in(client, ana)

    page = door.give(client, code)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not door.is_in(client)


def test_codes_cannot_be_guessed_by_giving_the_password_again(client, ana):
    door.with_phone(ana)
    for _ in range(throttle.HERE.free):
        door.sign_in(client, ana)
        door.give(client, "aaaaa-aaaaa")

    door.sign_in(client, ana)
    page = door.give(client, "aaaaa-aaaaa")

    assert page.status_code == 429
    assert AuditEvent.objects.filter(verb="code-refused").count() == throttle.HERE.free


def test_without_a_password_there_is_no_code_to_give(client, ana):
    key, _codes = door.with_phone(ana)

    assert door.give(client, door.code_of(key)).url == door.LOGIN


def test_the_password_is_good_for_ten_minutes(client, ana):
    key, _codes = door.with_phone(ana)
    door.sign_in(client, ana)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        assert door.give(client, door.code_of(key)).url == door.LOGIN


def test_a_password_that_was_changed_meanwhile_is_no_way_in(client, ana):
    key, _codes = door.with_phone(ana)
    door.sign_in(client, ana)
    ana.set_password("another one entirely")
    ana.save()

    assert door.give(client, door.code_of(key)).url == door.LOGIN


@pytest.mark.once(False)
def test_whoever_signs_in_sweeps_out_old_sessions(client, ana):
    old = timezone.now() - dt.timedelta(days=1)
    Session.objects.create(session_key="old", expire_date=old)

    door.sign_in(client, ana)

    assert not Session.objects.filter(pk="old").exists()


def test_signing_out_is_noted(client, ana):
    client.force_login(ana)

    page = client.post("/admin/logout/")

    assert "You are signed out" in page.content.decode()
    assert log() == [("sign-out", "ana", "ana")]
    assert not door.is_in(client)


def test_whoever_has_no_access_is_told_whom_to_ask(client):
    client.force_login(make.person(is_staff=False))

    page = client.get("/admin/", follow=True)

    assert "Ask an administrator for a role" in page.content.decode()


def test_the_password_is_good_to_the_end_of_the_tenth_minute(client, ana):
    door.with_phone(ana)
    with time_machine.travel(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), tick=False):
        door.sign_in(client, ana)

    for second, status in ((600, 200), (601, 302)):
        moment = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
        moment += dt.timedelta(seconds=second)
        with time_machine.travel(moment, tick=False):
            assert client.get(door.CODE).status_code == status


def test_who_is_deactivated_between_password_and_code_stays_out(client, ana):
    key, _codes = door.with_phone(ana)
    door.sign_in(client, ana)
    get_user_model().objects.filter(pk=ana.pk).update(is_active=False)

    assert door.give(client, door.code_of(key)).url == door.LOGIN


def test_the_log_says_of_each_try_who_from_where_and_how(client, ana):
    _key, codes = door.with_phone(ana)
    door.sign_in(client, ana, "wrong")
    door.sign_in(client, ana)
    door.give(client, "aaaaa-aaaaa")
    door.give(client, codes[0])

    events = AuditEvent.objects.order_by("pk")
    assert [*events.values_list("verb", "by", "label", "note")] == [
        ("sign-in-refused", None, "ana", ""),
        ("code-refused", None, "ana", ""),
        ("sign-in", ana.pk, "ana", "Signed in with a recovery code; 9 are left."),
    ]
    assert len({*events.values_list("address", flat=True)}) == 1
    assert all(event.address for event in events)


def test_a_phone_says_nothing_of_recovery_codes(client, ana):
    key, _codes = door.with_phone(ana)
    door.sign_in(client, ana)

    page = door.give(client, door.code_of(key), follow=True)

    assert AuditEvent.objects.get().note == ""
    assert [*page.context["messages"]] == []


def test_what_the_door_refuses_has_a_name(client, ana):
    door.with_phone(ana)
    door.sign_in(client, ana)
    said = []
    for _ in range(throttle.HERE.free + 1):
        errors = door.give(client, "aaaaa-aaaaa").context["form"].errors
        said.append(errors.as_data()["code"][0].code)

    assert said == ["wrong"] * throttle.HERE.free + ["paused"]


def test_whoever_is_in_goes_on_from_the_door(client, ana):
    client.force_login(ana)

    asked = [
        client.get(door.LOGIN),
        client.get(door.LOGIN, {"next": "/admin/account/"}),
    ]

    assert [page.url for page in asked] == ["/admin/", "/admin/account/"]


@pytest.mark.once(False)
def test_only_sessions_that_ran_out_are_swept(ana):
    now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    for seconds in (-1, 0, 1):
        expires = now + dt.timedelta(seconds=seconds)
        Session.objects.create(session_key=str(seconds), expire_date=expires)

    with time_machine.travel(now, tick=False):
        sessions.sweep()

    assert {*Session.objects.values_list("pk", flat=True)} == {"0", "1"}


def test_the_code_is_asked_for_in_the_language_of_the_desk():
    with translation.override("uk"):
        assert str(CodeForm.base_fields["code"].label) == "Код"
