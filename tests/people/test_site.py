"""Where a second factor is asked for, nothing of the desk works without it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import factor
from tests import make
from tests.support import door

pytestmark = pytest.mark.django_db

ENROL = "/admin/second-factor/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/stories/story/", "/admin/account/"]
)
def test_whoever_may_publish_is_sent_to_enrol(client, address):
    client.force_login(make.person("editor"))

    assert client.get(address).url == ENROL
    assert client.post(address, {"first_name": "X"}).url == ENROL


def test_a_superuser_is_no_exception(client):
    client.force_login(make.editor())

    assert client.get("/admin/").url == ENROL


@pytest.mark.parametrize(
    "name", ["add_user", "change_user", "add_membership", "change_membership"]
)
def test_whoever_may_give_roles_is_sent_to_enrol(client, name):
    chief = make.person()
    chief.user_permissions.add(Permission.objects.get(codename=name))
    client.force_login(chief)

    assert client.get("/admin/").url == ENROL


@pytest.mark.parametrize("name", ["second_factor", "password_change"])
def test_enrolling_and_the_password_work_before(client, name):
    client.force_login(make.person("editor"))

    assert client.get(reverse(f"admin:{name}")).status_code == 200


def test_signing_out_works_before(client):
    client.force_login(make.person("editor"))

    assert "signed out" in client.post("/admin/logout/").content.decode()


def test_the_desk_opens_as_soon_as_they_have_enrolled(client):
    client.force_login(make.person("editor"))
    page = client.get(ENROL)

    client.post(ENROL, {"code": door.shown_code(page)})

    assert client.get("/admin/").status_code == 200


def test_whoever_cannot_publish_needs_none(client):
    client.force_login(make.person("contributor"))

    assert client.get("/admin/").status_code == 200


def test_a_session_without_the_code_is_ended(client):
    ana = make.person("editor")
    client.force_login(ana)
    door.with_phone(ana)

    response = client.get("/admin/stories/story/")

    assert response.url == "/admin/login/?next=/admin/stories/story/"
    assert "_auth_user_id" not in client.session


def test_a_session_whose_factor_was_reset_is_sent_to_enrol_again(client):
    ana = door.with_password(make.person("editor"))
    key, _codes = door.with_phone(ana)
    door.sign_in(client, ana)
    door.give(client, door.code_of(key))
    before = client.get("/admin/").status_code

    factor.forget(ana)

    assert before == 200
    assert client.get("/admin/").url == ENROL


def test_no_page_of_the_desk_shows_keys_or_codes():
    shown = {*admin.site._registry}

    assert not shown & {TOTPDevice, StaticDevice, StaticToken}


SECRETS = {
    "/admin/account/": ("password",),
    "/admin/second-factor/": "__ALL__",
    "/admin/second-factor/codes/": "__ALL__",
    "/admin/second-factor/remove/": "__ALL__",
    "/admin/password_change/": "__ALL__",
    "/admin/login/": "__ALL__",
    "/admin/login/code/": "__ALL__",
}


@pytest.mark.once
@pytest.mark.parametrize("address", SECRETS)
def test_no_report_of_an_error_has_a_password_or_a_code(client, address, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(make.person("editor"))

    asked = client.post(address, {"password": "x", "code": "x"}).wsgi_request

    assert asked.sensitive_post_parameters == SECRETS[address]


@pytest.mark.once
@pytest.mark.parametrize(
    "address",
    [
        *(address for address in SECRETS if "password_change" not in address),
        *("/admin/password-reset/", "/admin/password-reset/MQ/a-b/"),
    ],
)
def test_no_cache_keeps_a_page_of_the_door(client, address, settings):
    settings.REQUIRE_SECOND_FACTOR, settings.MAIL_IS_SET_UP = False, True
    client.force_login(make.person("editor"))

    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.once
def test_what_somebody_without_their_second_factor_may_still_do(client):
    client.force_login(make.person("editor"))
    names = [
        *("account", "account_sign_out", "index", "password_change_done"),
        *("password_change", "second_factor_codes", "second_factor_remove"),
        *("second_factor", "stories_story_changelist"),
    ]

    asked = {name: client.get(reverse(f"admin:{name}")) for name in names}

    sent = {n for n, page in asked.items() if page.get("Location") == ENROL}
    assert sent == {"account", "account_sign_out", "index", "stories_story_changelist"}


@pytest.mark.once
def test_the_door_says_what_it_is(client, settings):
    settings.MAIL_IS_SET_UP = False
    context = client.get("/admin/login/?next=/admin/account/").context

    shown = {name: context[name] for name in ("title", "subtitle", "next", "app_path")}
    assert shown == {
        "title": "Sign in",
        "subtitle": None,
        "next": "/admin/account/",
        "app_path": "/admin/login/?next=/admin/account/",
    }
    assert context["mail_is_set_up"] is False
