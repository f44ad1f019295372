"""Mail on the wrong port, in the wrong manner, or refused: on real servers."""

import socket

import pytest

from operations.doctor import mail_checks
from tests.support import neighbours, ward

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOGIN = {"username": "desk", "password": "secret"}


@pytest.fixture
def ssl_server():
    opened = neighbours.MailServer(is_ssl=True)
    yield opened
    opened.close()


@pytest.fixture
def _trusted(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(neighbours.AUTHORITY))


def fault_of(server, end):
    return [("mail", f"The mail server localhost:{server.port} {end}")]


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize("kind", ["use_tls", "use_ssl"])
def test_each_kind_of_tls_is_well_at_its_own_port(
    well, settings, mail_server, ssl_server, kind
):
    server = ssl_server if kind == "use_ssl" else mail_server
    ward.use_mail(settings, server, **LOGIN, **{kind: True})

    assert ward.look() == []
    verbs = {line.partition(" ")[0].upper() for line in server.heard}
    assert "AUTH" in verbs
    assert not verbs & {"MAIL", "RCPT", "DATA"}
    assert server.letters == []


@pytest.mark.parametrize("kind", [{}, {"use_tls": True}])
def test_a_server_that_begins_with_tls_is_asked_in_the_open(
    well, settings, ssl_server, kind, monkeypatch
):
    monkeypatch.setattr(mail_checks, "SECONDS", 0.3)
    ward.use_mail(settings, ssl_server, **kind)

    end = "begins with TLS, and EMAIL_URL doesn't."
    assert ward.look() == fault_of(ssl_server, end)


def test_a_server_that_begins_in_the_open_is_asked_with_tls(
    well, settings, mail_server
):
    ward.use_mail(settings, mail_server, use_ssl=True)

    end = "doesn't begin with TLS, as smtp+ssl:// does."
    assert ward.look() == fault_of(mail_server, end)


def test_a_server_without_starttls(well, settings, mail_server):
    mail_server.answers["EHLO"] = "250 mail.example"
    ward.use_mail(settings, mail_server, use_tls=True)

    end = "offers no STARTTLS, which smtp+tls:// needs."
    assert ward.look() == fault_of(mail_server, end)


@pytest.mark.parametrize("kind", ["use_tls", "use_ssl"])
def test_a_certificate_that_nobody_trusts(
    well, settings, mail_server, ssl_server, kind
):
    server = ssl_server if kind == "use_ssl" else mail_server
    ward.use_mail(settings, server, **{kind: True})

    ((check, fault),) = ward.look()

    assert check == "mail"
    assert "has a certificate that isn't trusted: unable to get local issuer" in fault


def test_nobody_listens(well, settings, mail_server):
    mail_server.port = neighbours.closed_port()
    ward.use_mail(settings, mail_server)

    end = "can't be used: Connection refused."
    assert ward.look() == fault_of(mail_server, end)


def test_somebody_listens_and_never_says_a_word(
    well, settings, mail_server, monkeypatch
):
    monkeypatch.setattr(mail_checks, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mail_server.port = silent.getsockname()[1]
        ward.use_mail(settings, mail_server)

        ((check, fault),) = ward.look()

    assert check == "mail"
    assert fault.endswith("can't be used: Connection unexpectedly closed: timed out.")


@pytest.mark.usefixtures("_trusted")
def test_a_password_that_is_refused_and_not_printed(well, settings, mail_server):
    mail_server.answers["AUTH"] = "535 No"
    ward.use_mail(settings, mail_server, use_tls=True, **LOGIN)

    place = f"localhost:{mail_server.port}"
    fault = f"The mail server {place} refuses the name or password of EMAIL_URL (535)."
    assert ward.look() == [("mail", fault)]


def test_a_password_in_the_open(well, settings, mail_server, monkeypatch):
    monkeypatch.setattr(mail_checks, "LOCAL", set())
    ward.use_mail(settings, mail_server, **LOGIN)

    ((check, fault),) = ward.look()

    assert check == "mail"
    assert fault.startswith("The password of EMAIL_URL goes to localhost:")


def test_where_mail_is_only_printed_nobody_is_asked(well, settings, mail_server):
    settings.MAIL_IS_SET_UP = False

    assert ward.look() == []
    assert ward.look(mail_to="ana@news.example") == [
        (
            "mail",
            "No letter went to ana@news.example: without EMAIL_URL mail is printed.",
        )
    ]
    assert mail_server.heard == []


def test_a_letter_is_sent_to_who_was_named(well, mail_server):
    assert ward.look(mail_to="ana@news.example") == []

    (letter,) = mail_server.letters
    assert "To: ana@news.example" in letter


def test_a_letter_that_is_refused(well, mail_server):
    mail_server.answers["RCPT"] = "550 Nobody here"

    ((check, fault),) = ward.look(mail_to="ana@news.example")

    assert check == "mail"
    assert fault.startswith("The letter to ana@news.example was refused:")
