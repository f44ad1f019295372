"""Settings that can't be right together, and files that weren't collected."""

import json

import pytest

from tests.support import ward

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_debug_at_a_public_address(well, settings, secure_proxy):
    ward.use_site(settings, secure_proxy)
    settings.DEBUG, settings.REQUIRE_SECOND_FACTOR = True, True

    ((check, fault),) = ward.look(proxy=secure_proxy.place)

    assert check == "settings"
    assert fault.startswith("DEBUG is 1 at a public address")


def test_the_paper_s_own_name_is_not_answered(well, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    said = "ALLOWED_HOSTS lacks localhost, the host of SITE_URL: every page is an error"
    assert ward.look() == [("settings", f"{said} 400.")]


def test_a_static_file_that_was_not_collected(well, settings):
    listed = settings.STATIC_ROOT / "staticfiles.json"
    files = json.loads(listed.read_text())
    del files["paths"]["site.css"]
    listed.write_text(json.dumps(files))

    said = "Not in STATIC_ROOT: 1 static file, such as site.css. The web server won't "
    assert ward.look() == [("static files", f"{said}start.")]
