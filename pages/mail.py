"""A mail to the paper for each message that readers send."""

import logging
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def tell(message):
    """Send it aside, so that no reader waits; the desk has the message anyway."""
    if settings.MAIL_IS_SET_UP and settings.CONTACT_EMAIL:
        Thread(target=send, args=[letter(message)]).start()


def letter(message):
    """Nothing that a reader typed goes into a header, but for a checked address."""
    number = {"number": message.number, "kind": message.get_kind_display()}
    desk = reverse("admin:pages_readermessage_change", args=[message.pk])
    told = [
        message.text,
        "",
        _("From: %s") % (message.name or _("no name given")),
        _("Page: %s") % message.page if message.page else "",
        _("Answer it at the desk: %s") % (settings.SITE_URL + desk),
    ]
    return EmailMessage(
        subject=_("A reader writes (%(number)s): %(kind)s") % number,
        body="\n".join(told),
        to=[settings.CONTACT_EMAIL],
        reply_to=[message.email] if message.email else None,
    )


def send(mail):
    try:
        mail.send()
    except Exception:  # a mail server may fail in any way
        log.exception("A reader's message could not be mailed.")
