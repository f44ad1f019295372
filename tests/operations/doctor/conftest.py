"""Servers around a paper that is run well. Its own modules wait for the settings."""

import pytest

from tests.support import neighbours


@pytest.fixture
def proxy():
    opened = neighbours.Proxy()
    yield opened
    opened.close()


@pytest.fixture
def secure_proxy(monkeypatch):
    """One with a certificate that is trusted here."""
    monkeypatch.setenv("SSL_CERT_FILE", str(neighbours.AUTHORITY))
    opened = neighbours.Proxy(is_secure=True)
    yield opened
    opened.close()


@pytest.fixture
def mail_server():
    opened = neighbours.MailServer()
    yield opened
    opened.close()


@pytest.fixture
def well(db, settings, tmp_path, proxy, mail_server, monkeypatch):
    """Everything that the doctor looks at, in order. That backups are on another disk
    is only said."""
    from operations.doctor import backup_checks
    from tests.support import ward

    ward.set_up(settings, tmp_path, proxy, mail_server)
    monkeypatch.setattr(backup_checks, "device", str)
