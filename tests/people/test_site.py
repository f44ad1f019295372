"""Where a second factor is asked for, nothing of the desk works without it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import factor
from tests import make
from tests.people import door

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
