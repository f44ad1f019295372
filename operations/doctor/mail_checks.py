"""The mail server: that it is there, and speaks as EMAIL_URL says. No letter is sent,
but to who was named for one."""

import smtplib
import socket
import ssl

from django.conf import settings
from django.core.mail import EmailMessage

from operations.doctor.diagnosis import fault, warning

SECONDS = 3
PAGE = "incidents/no_mail.md"
LOCAL = {"localhost", "127.0.0.1", "::1"}


def server(case):
    """Go as far as a letter would; to have mail printed is a choice."""
    if not settings.MAIL_IS_SET_UP:
        if case.mail_to:
            yield fault(
                f"No letter went to {case.mail_to}: without EMAIL_URL mail is printed.",
                "Set EMAIL_URL.",
                "settings.md#mail-and-other-sites",
            )
        return
    options = settings.MAILERS["default"]["OPTIONS"]
    place = f"{options['host']}:{options['port']}"
    try:
        with connected(options) as line:
            yield from conversation(line, options, place)
    except smtplib.SMTPAuthenticationError as refused:
        yield fault(
            f"The mail server {place} refuses the name or password of EMAIL_URL "
            f"({refused.smtp_code}).",
            "Put the right ones into EMAIL_URL; signs such as @ and / as %40 and %2F.",
            PAGE,
        )
    except (OSError, smtplib.SMTPException) as failure:
        yield explained(failure, options, place)
        return
    if case.mail_to:
        yield from letter(case.mail_to)


def connected(options):
    place = options["host"], options["port"]
    if options["use_ssl"]:
        secure = ssl.create_default_context()
        return smtplib.SMTP_SSL(*place, timeout=SECONDS, context=secure)
    return smtplib.SMTP(*place, timeout=SECONDS)


def conversation(line, options, place):
    line.ehlo()
    offers_tls = line.has_extn("starttls")
    if options["use_tls"]:
        if not offers_tls:
            yield fault(
                f"The mail server {place} offers no STARTTLS, which smtp+tls:// needs.",
                "Use its port for letters, mostly 587, or smtp+ssl:// at 465; smtp:// "
                "is for a server on this machine.",
                PAGE,
            )
            return
        line.starttls(context=ssl.create_default_context())
    elif options["password"] and offers_tls and not is_private(options):
        yield warning(
            f"The password of EMAIL_URL goes to {place} in the open, and the server "
            "offers TLS.",
            "Write smtp+tls:// for smtp:// in EMAIL_URL.",
            PAGE,
        )
    if options["username"] and options["password"]:
        line.login(options["username"], options["password"])


def is_private(options):
    """Whether nobody on the way can read what is said."""
    return options["use_ssl"] or options["host"] in LOCAL


def explained(failure, options, place):
    """Why there was no conversation; TLS at the wrong time is told by trying."""
    is_tls = options["use_ssl"]
    if isinstance(failure, ssl.SSLCertVerificationError):
        said = f"has a certificate that isn't trusted: {failure.verify_message}"
        remedy = "Name the server in EMAIL_URL as its certificate does."
    elif is_tls and isinstance(failure, ssl.SSLError):
        said = "doesn't begin with TLS, as smtp+ssl:// does"
        remedy = "Write smtp+tls:// in EMAIL_URL for port 587, or take port 465."
    elif not is_tls and begins_with_tls(options):
        said = "begins with TLS, and EMAIL_URL doesn't"
        remedy = "Write smtp+ssl:// in EMAIL_URL for port 465, or take port 587."
    else:
        said = f"can't be used: {getattr(failure, 'strerror', None) or failure}"
        remedy = "Mend host and port in EMAIL_URL; a firewall may refuse them: "
        remedy += f"`nc -vz {place.replace(':', ' ')}`."
    return fault(f"The mail server {place} {said}.", remedy, PAGE)


def begins_with_tls(options):
    """Whether the server answers a greeting of TLS, whoever it says it is."""
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    place = options["host"], options["port"]
    try:
        with socket.create_connection(place, timeout=SECONDS) as line:
            anybody.wrap_socket(line).close()
    except OSError:
        return False
    return True


def letter(address):
    said = f"A letter of the doctor, for {settings.SITE_URL}."
    try:
        EmailMessage("It works", said, to=[address]).send()
    except (OSError, smtplib.SMTPException) as failure:
        yield fault(
            f"The letter to {address} was refused: {failure}.",
            "Look whether the server sends for the address in CONTACT_EMAIL.",
            PAGE,
        )
