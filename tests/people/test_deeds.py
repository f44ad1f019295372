"""What is done to an account is done and noted, or neither."""

import datetime as dt

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import factor, roles
from people.models import AuditEvent, Pause
from people.throttle import Attempt
from people.triggers import LOG, Guard, Guards, refusal
from tests import make
from tests.support import door

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LOG_TABLE = "people_auditevent"
CODES = "/admin/second-factor/codes/"
REMOVE = "/admin/second-factor/remove/"
NEW = "nine lanterns at dusk"


@pytest.fixture
def ana(client):
    made = door.with_password(make.person("editor", username="ana"))
    Client().force_login(made)  # elsewhere
    client.force_login(made)
    return made


def forbid(event, table=LOG_TABLE):
    Guards("", "", [refusal("not_now", table, event)]).put_up(connection)


def everything(person):
    """Whatever a database has of somebody's account, and the log."""
    return [
        [*type(person).objects.filter(pk=person.pk).values()],
        [*TOTPDevice.objects.filter(user=person).values_list("key")],
        [*StaticToken.objects.order_by("pk").values_list("token")],
        [*Session.objects.order_by("pk").values_list("pk")],
        AuditEvent.objects.count(),
    ]


def nothing_comes_of(deed, person):
    before = everything(person)
    with pytest.raises(DatabaseError, match="not_now"):
        deed()
    assert everything(person) == before


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/admin/account/", {"first_name": "Ana"}),
        ("/admin/account/sign-out/", {}),
    ],
)
def test_what_is_not_noted_changes_no_account(client, ana, address, sent):
    forbid("INSERT")

    nothing_comes_of(lambda: client.post(address, sent), ana)


@pytest.mark.parametrize("address", [CODES, REMOVE])
def test_what_is_not_noted_changes_no_second_factor(client, ana, address):
    key, _codes = door.with_phone(ana)
    forbid("INSERT")

    nothing_comes_of(lambda: client.post(address, {"code": door.code_of(key)}), ana)


def test_what_is_not_noted_takes_no_phone(client, ana):
    page = client.get("/admin/second-factor/")
    code = {"code": door.shown_code(page)}
    forbid("INSERT")

    nothing_comes_of(lambda: client.post("/admin/second-factor/", code), ana)


def test_what_is_not_noted_resets_nobodys_second_factor(client, ana):
    door.with_phone(ana)
    client.force_login(make.person("admin"))
    forbid("INSERT")

    address = f"/admin/auth/user/{ana.pk}/second-factor/"
    nothing_comes_of(lambda: client.post(address), ana)


def test_who_comes_in_without_a_note_has_not_come_in(ana):
    key, _codes = door.with_phone(ana)
    visitor = Client()
    door.sign_in(visitor, ana)
    old = timezone.now() - dt.timedelta(days=1)
    Session.objects.create(session_key="old", expire_date=old)
    forbid("INSERT")

    nothing_comes_of(lambda: door.give(visitor, door.code_of(key)), ana)


def test_a_password_that_is_not_changed_is_not_noted(client, ana):
    sent = {"old_password": door.PASSWORD, "new_password1": NEW, "new_password2": NEW}
    forbid("UPDATE", "auth_user")

    nothing_comes_of(lambda: client.post("/admin/password_change/", sent), ana)


def test_a_password_that_is_not_reset_is_not_noted(client, ana, settings):
    settings.MAIL_IS_SET_UP = True
    name = urlsafe_base64_encode(str(ana.pk).encode())
    token = default_token_generator.make_token(ana)
    page = client.get(f"/admin/password-reset/{name}/{token}/")
    sent = {"new_password1": NEW, "new_password2": NEW}
    forbid("UPDATE", "auth_user")

    nothing_comes_of(lambda: client.post(page.url, sent), ana)


def test_of_many_that_are_deleted_none_is_noted_if_one_stays(client, ana):
    client.force_login(make.editor())
    keys = [make.desk().pk, make.desk().pk]
    sent = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    forbid("DELETE", "people_desk")

    nothing_comes_of(lambda: client.post("/admin/people/desk/", sent), ana)


@pytest.mark.parametrize(
    ("event", "model", "change"),
    [
        ("INSERT", TOTPDevice, lambda ana, key: take_again(ana, key)),
        ("INSERT", StaticToken, lambda ana, _key: factor.new_codes(ana)),
        ("DELETE", StaticDevice, lambda ana, _key: factor.forget(ana)),
    ],
)
def test_a_second_factor_changes_as_a_whole(ana, event, model, change):
    key, _codes = door.with_phone(ana)
    forbid(event, model._meta.db_table)

    nothing_comes_of(lambda: change(ana, key), ana)


def take_again(ana, key):
    factor.enrol(ana, key, door.code_of(key))


def test_a_right_answer_is_taken_back_from_all_counts_or_none():
    attempt, told = Attempt("password", "ana", "192.0.2.7"), []
    before = [*Pause.objects.order_by("pk").values()]

    def full(execute, sql, params, many, context):
        told.append(sql.startswith("UPDATE"))
        if told[-1] and sum(told) > 1:
            raise DatabaseError("not_now")
        return execute(sql, params, many, context)

    with pytest.raises(DatabaseError), connection.execute_wrapper(full):
        attempt.succeeded()

    assert [*Pause.objects.order_by("pk").values()] == before


def test_the_roles_are_granted_all_or_none():
    may = roles.Group.objects.get(name="contributor").permissions
    roles.Group.objects.get(name="admin").permissions.clear()
    may.clear()
    admin = roles.Group.objects.get(name="admin").pk
    test = f"WHEN NEW.group_id = {admin} BEGIN SELECT RAISE(ABORT, 'not_now'); END"
    guard = Guard("not_now", "auth_group_permissions", "INSERT", sqlite=test)
    Guards("", "", [guard]).put_up(connection)

    with pytest.raises(DatabaseError, match="not_now"):
        roles.grant()

    assert not may.exists()


def test_guards_stay_where_others_cannot_be_put_up():
    nowhere = Guard("of_nothing", "no_table", "DELETE", sqlite="BEGIN SELECT 1; END")

    with pytest.raises(DatabaseError):
        Guards("", "", [*LOG.guards, nowhere]).put_up(connection)

    assert LOG.missing(connection) == []
