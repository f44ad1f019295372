"""A key that is gone, and nobody to look after accounts."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore

from tests import make
from tests.support import door, ward

pytestmark = pytest.mark.django_db
NEW = "another-key-" * 5


def sign_in():
    SessionStore().create()


@pytest.mark.parametrize(("after", "count"), [(0, "2 of 2"), (1, "2 of 3")])
def test_a_key_that_was_changed_without_the_one_of_before(well, settings, after, count):
    sign_in()
    sign_in()
    settings.SECRET_KEY = NEW
    for _time in range(after):
        sign_in()

    ((check, fault),) = ward.look()

    assert check == "secret key"
    assert fault.startswith(f"{count} sessions can't be read with SECRET_KEY")


def test_a_key_of_before_that_is_known_still(well, settings):
    sign_in()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = NEW

    assert ward.look() == []


@pytest.mark.parametrize("left", [{"is_active": False}, {"is_superuser": False}])
def test_nobody_may_look_after_accounts(well, left):
    get_user_model().objects.update(**left)

    said = "Nobody may look after accounts: there is no active administrator."
    assert ward.look() == [("administrator", said)]


def test_an_administrator_by_role_is_one(well):
    get_user_model().objects.update(is_superuser=False)
    make.person("admin")

    assert ward.look() == []


@pytest.mark.parametrize("is_safe", [True, False])
def test_administrators_with_a_password_alone(well, settings, secure_proxy, is_safe):
    ward.use_site(settings, secure_proxy)
    door.with_phone(make.editor())
    if is_safe:
        door.with_phone(get_user_model().objects.earliest("pk"))

    said = "1 of 2 administrators sign in with a password alone."
    found = ward.look(proxy=secure_proxy.place)
    assert found == ([] if is_safe else [("second factor", said)])
