"""Faults between a reader and the paper, each of them alone."""

import datetime as dt
import itertools
import os
import time
from email.utils import format_datetime

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from operations.doctor.visits import CLAIMED_ADDRESS, VISITS
from operations.models import Job
from tests.support import neighbours, ward

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def check_and_fault(**case):
    (found,) = ward.look(**case)
    return found


def test_a_paper_under_https_is_well(well, settings, secure_proxy):
    ward.use_site(settings, secure_proxy)

    assert ward.look(proxy=secure_proxy.place) == [
        ("second factor", "1 of 1 administrators sign in with a password alone.")
    ]
    assert secure_proxy.asked == VISITS


def test_nobody_answers(well, settings):
    settings.SITE_URL = f"http://localhost:{neighbours.closed_port()}"

    fault = f"{settings.SITE_URL} doesn't answer from here: Connection refused."
    assert check_and_fault() == ("site", fault)


def test_the_proxy_is_asked_that_was_named(well, settings, proxy):
    settings.SITE_URL = "http://localhost:1"

    assert ward.look(proxy=f"127.0.0.1:{proxy.port}") == []


def test_the_name_leads_nowhere(well, settings):
    settings.SITE_URL = "http://paper.invalid"

    fault = "SITE_URL names http://paper.invalid, and that name leads nowhere."
    assert check_and_fault() == ("site", fault)


def test_the_web_server_behind_the_proxy_is_gone(well, settings, proxy):
    proxy.answer = "502 Bad Gateway", []

    said = f"{settings.SITE_URL} answers 502: the proxy is there, the web server isn't."
    assert check_and_fault() == ("site", said)


def test_the_proxy_sends_everybody_to_https(well, settings, proxy):
    proxy.answer = "308 Permanent Redirect", [("Location", "https://localhost/")]

    fault = f"{settings.SITE_URL} sends readers elsewhere (status 308)."
    assert check_and_fault() == ("site", fault)


def test_the_web_server_has_another_key(well, settings, proxy):
    def pass_on(environ):
        settings.SECRET_KEY = "another-key-" * 5

    proxy.pass_on = pass_on

    check, fault = check_and_fault()

    assert check == "site"
    assert "doesn't know this paper's key (status 404)" in fault


def test_a_certificate_that_nobody_trusts(well, settings, secure_proxy, monkeypatch):
    ward.use_site(settings, secure_proxy)
    settings.REQUIRE_SECOND_FACTOR = True
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)

    fault = f"The certificate of {settings.SITE_URL} isn't trusted: unable to get local"
    check, said = check_and_fault(proxy=secure_proxy.place)
    assert (check, said[: len(fault)]) == ("site", fault)


def test_a_certificate_that_was_not_renewed(well, settings, secure_proxy):
    ward.use_site(settings, secure_proxy)
    settings.REQUIRE_SECOND_FACTOR = True

    with time_machine.travel(dt.datetime(2125, 12, 18, 12, tzinfo=dt.UTC)):
        Job.objects.update(began_at=timezone.now(), due_at=timezone.now())
        ward.back_up(timezone.now(), verified_at=timezone.now())
        found = check_and_fault(proxy=secure_proxy.place)

    said = f"The certificate of {settings.SITE_URL} ends on 31 December 2125, in 12.5"
    assert found == ("certificate", f"{said} days, and wasn't renewed.")


@pytest.mark.parametrize(("seconds", "which"), [(90, "ahead of"), (-90, "behind")])
def test_the_clock_of_the_server_is_wrong(well, settings, proxy, seconds, which):
    said = dt.datetime.fromtimestamp(time.time() + seconds, dt.UTC)
    proxy.date = format_datetime(said, usegmt=True)

    check, fault = check_and_fault()

    assert check == "clock of the server"
    assert which in fault


def test_the_proxy_asks_for_a_name_of_its_own(well, proxy):
    def pass_on(environ):
        proxy.faithful(environ)
        environ["HTTP_HOST"] = "web-a:8000"

    proxy.pass_on = pass_on

    fault = "The proxy asks for web-a:8000, which is not in ALLOWED_HOSTS: every page "
    assert check_and_fault() == ("host", f"{fault}is an error 400.")


def test_a_proxy_that_is_not_believed(well, settings):
    settings.BEHIND_PROXY, settings.SECURE_PROXY_SSL_HEADER = False, None

    check, fault = check_and_fault()

    assert check == "proxy"
    assert fault.startswith("A proxy stands before the paper, and BEHIND_PROXY is 0:")


def test_a_proxy_with_a_certificate_that_is_not_believed(well, settings, secure_proxy):
    ward.use_site(settings, secure_proxy)
    settings.REQUIRE_SECOND_FACTOR = True
    settings.BEHIND_PROXY, settings.SECURE_PROXY_SSL_HEADER = False, None

    check, fault = check_and_fault(proxy=secure_proxy.place)

    assert check == "settings"
    assert fault.startswith("SITE_URL is https, and BEHIND_PROXY is 0:")


def test_no_proxy_where_one_is_believed(well, proxy):
    proxy.pass_on = lambda environ: None

    check, fault = check_and_fault()

    assert check == "proxy"
    assert fault.startswith("BEHIND_PROXY is 1, and a visitor's own X-Forwarded-For")


def test_a_proxy_that_lets_visitors_say_how_they_came(well, proxy):
    def pass_on(environ):
        hops = f"{CLAIMED_ADDRESS}, 192.0.2.1"
        environ["HTTP_X_FORWARDED_FOR"] = hops

    proxy.pass_on = pass_on

    fault = "A visitor's own X-Forwarded-Proto is believed: the proxy passes it on."
    assert check_and_fault() == ("proxy", fault)


@pytest.mark.parametrize(("sent", "told"), [(None, "absent"), ("plain", "plain")])
def test_a_proxy_that_does_not_say_https(well, settings, secure_proxy, sent, told):
    def pass_on(environ):
        secure_proxy.faithful(environ)
        environ.pop("HTTP_X_FORWARDED_PROTO")
        environ |= {"HTTP_X_FORWARDED_PROTO": sent} if sent else {}

    ward.use_site(settings, secure_proxy)
    settings.REQUIRE_SECOND_FACTOR = True
    secure_proxy.pass_on = pass_on

    check, fault = check_and_fault(proxy=secure_proxy.place)

    assert check == "proxy"
    assert f"(X-Forwarded-Proto is {told})" in fault


def test_processes_that_share_no_pages(well, settings, proxy, tmp_path):
    """Each second request comes to a process with a folder of its own."""
    numbers, whole = itertools.count(), proxy.application
    (tmp_path / "elsewhere").mkdir()
    shared = settings.CACHES["shared"] | {"LOCATION": str(tmp_path / "elsewhere")}
    caches = settings.CACHES | {"shared": shared}

    def application(environ, start_response):
        if next(numbers) % 2:
            with override_settings(CACHES=caches):
                return whole(environ, start_response)
        return whole(environ, start_response)

    proxy.application = application

    check, fault = check_and_fault()

    assert check == "shared pages"
    assert fault.startswith("Web processes keep their pages in 2 places")


def test_a_certificate_of_another_name(well, settings, secure_proxy):
    ward.use_site(settings, secure_proxy)
    settings.SITE_URL = "https://other.example"
    settings.REQUIRE_SECOND_FACTOR = True

    check, fault = check_and_fault(proxy=secure_proxy.place)

    assert check == "site"
    assert "Hostname mismatch" in fault


def test_on_this_machine_alone_nobody_vouches_for_a_name(
    well, settings, secure_proxy, monkeypatch
):
    ward.use_site(settings, secure_proxy)
    settings.SITE_URL = f"https://localhost:{secure_proxy.port}"
    settings.REQUIRE_SECOND_FACTOR = True
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)

    assert ward.look() == []


def test_a_web_process_that_does_not_reach_the_shared_pages(well, settings, proxy):
    redis = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"redis://localhost:{neighbours.closed_port()}/0",
    }
    whole = proxy.application

    def application(environ, start_response):
        with override_settings(CACHES=settings.CACHES | {"shared": redis}):
            return whole(environ, start_response)

    proxy.application = application

    check, fault = check_and_fault()

    assert check == "shared pages"
    assert "doesn't reach PAGE_CACHE: out of reach: ConnectionError" in fault
