"""System checks: what can be told of the settings without asking anybody."""

from django.conf import settings
from django.core import checks
from django.http.request import validate_host

LOCAL = {"localhost", "127.0.0.1", "[::1]"}


def mail_port(app_configs, **kwargs):
    """Two ports have a kind of TLS by name; the other kind waits there in vain."""
    if not settings.MAIL_IS_SET_UP:
        return []
    options = settings.MAILERS["default"]["OPTIONS"]
    port, is_ssl = options["port"], options["use_ssl"]
    if (port == 465) == is_ssl or port not in (25, 465, 587):
        return []
    said = "begins in the open, and smtp+ssl:// doesn't"
    if port == 465:
        said = "begins with TLS, and only smtp+ssl:// does"
    return [
        checks.Warning(
            f"EMAIL_URL: a server at port {port} {said}.",
            hint="smtp+ssl:// is for port 465, smtp+tls:// for 587, smtp:// for 25.",
            id="operations.W001",
        )
    ]


def proxy_trusted(app_configs, **kwargs):
    if not settings.HTTPS or settings.BEHIND_PROXY:
        return []
    return [
        checks.Warning(
            "SITE_URL is https, and BEHIND_PROXY is 0: each page sends readers to "
            "itself, for the web server has no TLS of its own.",
            hint="Set BEHIND_PROXY=1 behind the proxy that ends TLS.",
            id="operations.W002",
        )
    ]


def host_allowed(app_configs, **kwargs):
    if validate_host(settings.SITE_HOST, settings.ALLOWED_HOSTS):
        return []
    return [
        checks.Warning(
            f"ALLOWED_HOSTS lacks {settings.SITE_HOST}, the host of SITE_URL: every "
            "page is an error 400.",
            hint="Add it, or leave ALLOWED_HOSTS out.",
            id="operations.W003",
        )
    ]


def debug_off(app_configs, **kwargs):
    if not settings.DEBUG or settings.SITE_HOST in LOCAL:
        return []
    return [
        checks.Warning(
            "DEBUG is 1 at a public address: errors show code and settings, and no "
            "page is kept.",
            hint="Set DEBUG=0.",
            id="operations.W004",
        )
    ]


def tls_used(app_configs, **kwargs):
    if settings.HTTPS or settings.SITE_HOST in LOCAL:
        return []
    return [
        checks.Warning(
            "SITE_URL is http at a public address: passwords travel in the open.",
            hint="Put a proxy with a certificate before the paper, SITE_URL=https://….",
            id="operations.W005",
        )
    ]


def fediverse_reached(app_configs, **kwargs):
    """Other servers ask for actors over TLS, at the address that is in their ids."""
    if not settings.FEDIVERSE_NAME or settings.HTTPS:
        return []
    return [
        checks.Warning(
            "FEDIVERSE_NAME is set, and SITE_URL is no public https address: no other "
            "server believes it, or reaches it.",
            hint="Set SITE_URL=https://…, or leave FEDIVERSE_NAME out until then.",
            id="operations.W006",
        )
    ]


ALWAYS = [mail_port, proxy_trusted, host_allowed, fediverse_reached]
DEPLOYED = [debug_off, tls_used]


def register():
    for check in ALWAYS:
        checks.register(check, checks.Tags.security)
    for check in DEPLOYED:
        checks.register(check, checks.Tags.security, deploy=True)


def found():
    """What all of them say."""
    return [said for check in (*ALWAYS, *DEPLOYED) for said in check(None)]
