"""A mail server, and the paper's time, which stands still for whoever asks."""

import pytest
from django.utils import timezone

from tests.support.mail_server import MailServer


@pytest.fixture
def server():
    with MailServer() as opened:
        yield opened


@pytest.fixture
def clock(unguarded, time_machine, settings, server):
    settings.FOLLOW_BY_MAIL, settings.MAILERS = True, server.mailers
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


@pytest.fixture
def post(clock, server):
    """A turn of `tick`: who was sent what, by the subject, in the order of names."""
    from operations.mailroom import turn  # once the apps are ready

    def taken():
        turn.run()
        came = [(to.partition("@")[0], mail["Subject"]) for to, mail in server.letters]
        server.letters.clear()
        return sorted(came)

    taken.server = server
    return taken
