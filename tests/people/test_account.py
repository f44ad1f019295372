"""One's own account."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from people import factor, throttle
from people.models import AuditEvent
from tests import make
from tests.support import door

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGE = "/admin/account/"


@pytest.fixture
def ana(client):
    made = door.with_password(make.person("contributor", email="ana@news.example"))
    client.force_login(made)
    return made


def send(client, **changes):
    sent = {"first_name": "", "last_name": "", "email": "ana@news.example"}
    return client.post(PAGE, sent | changes)


def test_the_name_is_changed_and_noted(client, ana):
    send(client, first_name="Ana")

    ana.refresh_from_db()
    event = AuditEvent.objects.get()
    assert ana.first_name == "Ana"
    assert (event.before, event.after) == ({"First name": ""}, {"First name": "Ana"})


def test_saving_nothing_notes_nothing(client, ana):
    send(client)

    assert not AuditEvent.objects.exists()


@pytest.mark.once(False)
@pytest.mark.parametrize("password", ["", "wrong", "nul\0"])
def test_the_mail_address_is_not_changed_without_the_password(client, ana, password):
    page = send(client, email="thief@evil.example", password=password)

    ana.refresh_from_db()
    assert page.context["form"].errors["password"]
    assert ana.email == "ana@news.example"


def test_with_the_password_it_is(client, ana):
    send(client, email="ana@other.example", password=door.PASSWORD)

    ana.refresh_from_db()
    assert ana.email == "ana@other.example"


def test_a_password_cannot_be_guessed_here_either(client, ana):
    for _ in range(throttle.HERE.free):
        send(client, email="thief@evil.example", password="wrong")

    page = send(client, email="thief@evil.example", password=door.PASSWORD)

    assert page.status_code == 429


def test_nobody_takes_a_role_or_the_desk_by_a_field_of_their_own(client, ana):
    send(client, is_superuser="on", is_staff="on", username="root", groups="1")

    ana.refresh_from_db()
    assert not ana.is_superuser
    assert ana.username != "root"
    assert not ana.groups.exists()


def test_the_roles_are_listed(client, ana):
    assert "Contributor, every desk" in client.get(PAGE).content.decode()


def test_one_can_sign_out_everywhere_else(client, ana):
    phone, colleague = Client(), Client()
    phone.force_login(ana)
    colleague.force_login(make.person("editor"))

    client.post(f"{PAGE}sign-out/")

    assert door.is_in(client)
    assert not door.is_in(phone)
    assert door.is_in(colleague)
    assert AuditEvent.objects.get().verb == "sign-out-elsewhere"


def test_asking_for_that_page_signs_nobody_out(client, ana):
    assert client.get(f"{PAGE}sign-out/").status_code == 405


def change_password(client, old, new="nine lanterns at dusk"):
    sent = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/admin/password_change/", sent)


def test_the_password_is_changed_noted_and_ends_other_sessions(client, ana):
    other = Client()
    other.force_login(ana)

    change_password(client, door.PASSWORD)

    ana.refresh_from_db()
    assert ana.check_password("nine lanterns at dusk")
    assert AuditEvent.objects.get().verb == "password-change"
    assert door.is_in(client)
    assert not door.is_in(other)


@pytest.mark.once(False)
@pytest.mark.parametrize(
    ("old", "new"), [("wrong", "nine lanterns at dusk"), (door.PASSWORD, "short")]
)
def test_a_wrong_old_or_a_weak_new_password_changes_nothing(client, ana, old, new):
    page = change_password(client, old, new)

    ana.refresh_from_db()
    assert page.status_code == 200
    assert ana.check_password(door.PASSWORD)
    assert not AuditEvent.objects.exists()


def test_no_mail_is_sent_by_any_of_this(client, ana):
    change_password(client, door.PASSWORD)

    assert mail.outbox == []


def test_the_page_shows_what_one_has(client, ana):
    world = make.desk(name="World")
    ana.memberships.create(group=Group.objects.get(name="editor"), desk=world)
    door.with_phone(make.person("editor"))
    bare = client.get(PAGE)
    door.with_phone(ana)
    context = client.get(PAGE).context

    assert bare.status_code == 200
    assert (bare.context["device"], bare.context["left"]) == (None, 0)
    assert (context["device"], context["left"]) == (factor.device_of(ana), 10)
    assert context["title"] == "Your account"
    assert [str(each) for each in context["memberships"]] == [
        "Contributor, every desk",
        "Editor, World",
    ]
    assert not context["form"].is_bound
    assert "no-store" in bare["Cache-Control"]


def test_what_is_saved_is_said_and_noted_with_who_and_from_where(client, ana):
    page = send(client, first_name="Ana", last_name="Ruiz")

    event = AuditEvent.objects.get()
    assert page.url == PAGE
    said = client.get(PAGE).context["messages"]
    assert [str(message) for message in said] == ["Saved."]
    assert (event.verb, event.by, event.key) == ("change", ana, str(ana.pk))
    assert event.kind == "auth.user"
    assert event.address
    assert event.after == {"First name": "Ana", "Last name": "Ruiz"}


def test_a_wrong_password_is_named_so(client, ana):
    for password in ("", "wrong"):
        page = send(client, email="thief@evil.example", password=password)
        errors = page.context["form"].errors.as_data()["password"]
        assert [(error.code, *error.messages) for error in errors] == [
            ("wrong", "That is not your password.")
        ]


def test_signing_out_elsewhere_is_said_and_noted(client, ana):
    page = client.post(f"{PAGE}sign-out/")

    event = AuditEvent.objects.get()
    assert page.url == PAGE
    said = client.get(PAGE).context["messages"]
    assert [str(message) for message in said] == ["You are signed out everywhere else."]
    assert (event.by, event.label, bool(event.address)) == (ana, str(ana), True)


def test_a_new_password_is_said_noted_and_asked_for_in_sentences(client, ana):
    form = client.get("/admin/password_change/").context["form"]
    page = change_password(client, door.PASSWORD)

    event = AuditEvent.objects.get()
    assert "at least" in form.fields["new_password1"].help_text
    assert "<ul>" not in form.fields["new_password1"].help_text
    assert page.url == PAGE
    said = client.get(PAGE).context["messages"]
    assert [str(message) for message in said] == ["Your password is changed."]
    assert (event.by, event.label, bool(event.address)) == (ana, str(ana), True)


def test_the_old_password_cannot_be_guessed_and_a_right_one_ends_the_counting(
    client, ana
):
    for _ in range(throttle.HERE.free - 1):
        change_password(client, "wrong")
    change_password(client, door.PASSWORD, "short")  # right, but no good
    statuses = [
        change_password(client, "wrong").status_code
        for _ in range(throttle.HERE.free + 1)
    ]

    assert statuses == [200] * throttle.HERE.free + [429]
