"""What the settings promise for every page."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
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
