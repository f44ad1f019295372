"""What the settings promise for every page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone

from newsroom import settings
from newsroom.environment import is_formed
from pages import stamps
from tests import make
from tests.support import door

ROOT = Path(__file__).parents[2]
NEW = "another-key-" * 5
AGE = """
import sys, django
django.setup()
from django.utils import timezone
from pages import stamps
print(stamps.age(sys.argv[1], timezone.now()) is not None)
"""
ASK = "from newsroom import settings; print(settings.ALLOWED_HOSTS[0])"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/admin/login/"])
def test_nobody_may_frame_a_page(client, path):
    page = client.get(path)

    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("url", "host"),
    [("http://[::1]:8000", "[::1]"), ("https://news.example:8443", "news.example")],
)
def test_host_of_the_site_is_answered_as_a_request_names_it(url, host):
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={"ENV_FILE": "/dev/null", "DEBUG": "1", "SITE_URL": url},
        capture_output=True,
        text=True,
    )

    assert asked.stdout == f"{host}\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"FOLLOW_BY_MAIL": "1"}, "newsroom: FOLLOW_BY_MAIL needs EMAIL_URL.\n"),
        ({"FOLLOW_BY_MAIL": "1", "EMAIL_URL": "smtp://mx"}, ""),
        ({"BOUNCE_EMAIL": "a"}, "newsroom: BOUNCE_EMAIL is no e-mail address: 'a'.\n"),
    ],
)
def test_letters_need_a_mail_server(more, said):
    asked = subprocess.run(
        [sys.executable, "-c", "from newsroom import settings"],
        cwd=ROOT,
        env={"ENV_FILE": "/dev/null", "DEBUG": "1", **more},
        capture_output=True,
        text=True,
    )

    assert (asked.stderr, asked.returncode) == (said, 1 if said else 0)


@pytest.fixture(params=[True, False], ids=["kept", "forgotten"])
def is_kept(request):
    """Whether the key of before is among those that count still."""
    return request.param


@pytest.fixture
def rotate(settings, is_kept):
    def begin():
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] * is_kept
        settings.SECRET_KEY = NEW

    return begin


@pytest.mark.django_db
@pytest.mark.once
def test_who_is_signed_in_stays_so_under_a_new_key(client, rotate, is_kept):
    client.force_login(make.person("editor"))
    rotate()

    assert [door.is_in(client) for _ in range(2)] == [is_kept, is_kept]


@pytest.mark.django_db
@pytest.mark.once
def test_a_link_for_a_new_password_works_under_a_new_key(rotate, is_kept):
    ana = make.person("editor")
    token = default_token_generator.make_token(ana)
    rotate()

    assert default_token_generator.check_token(ana, token) is is_kept


@pytest.mark.django_db
@pytest.mark.once
def test_a_recovery_code_opens_once_under_a_new_key(client, rotate, is_kept):
    ana = door.with_password(make.person("editor"))
    _key, codes = door.with_phone(ana)
    rotate()

    for works in (is_kept, False):
        door.sign_in(client, ana)
        door.give(client, codes[0])
        assert door.is_in(client) is works
        client.logout()


def test_what_was_signed_is_known_under_a_new_key(tmp_path, is_kept):
    """A contact form that is open while the paper starts with the new key."""
    keys = {"SECRET_KEY": NEW}
    if is_kept:
        (tmp_path / "keys").write_text(os.environ["SECRET_KEY"])
        keys["SECRET_KEY_FALLBACKS_FILE"] = str(tmp_path / "keys")
    asked = subprocess.run(
        [sys.executable, "-c", AGE, stamps.stamp(timezone.now())],
        cwd=ROOT,
        env=os.environ | keys,
        capture_output=True,
        text=True,
    )

    assert (asked.stdout, asked.stderr) == (f"{is_kept}\n", "")


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        (settings.LONG, "t" * 20, ["t" * 19, f"{'t' * 20} t"]),
        (
            settings.DSN,
            "https://abc@errors.example/sentry/12",
            ["errors.example", "https://abc@errors.example/x", "https://a.example/1"],
        ),
        (
            settings.WEB,
            "http://collector:4318",
            ["collector:4318", "http://", "grpc://a"],
        ),
    ],
)
def test_what_a_library_would_stumble_over_is_refused_before(form, right, wrong):
    pattern, _said = form

    assert is_formed(pattern, right)
    assert not any(is_formed(pattern, each) for each in wrong)
