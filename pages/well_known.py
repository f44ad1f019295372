"""What stands below /.well-known/: whom to tell of a hole (RFC 9116), and where people
of the desk change their password."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pages import menu

POLICY = "security"  # The page at /security/, if there is one.
MONTHS = 6


def security(request):
    """Who to write to; what it says ends within half a year, unless it is asked again.

    So a copy that nobody looks after says so by itself, and ours never does.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404
    begun = request.now.astimezone(dt.UTC).date().replace(day=1)
    request.due = moment(month_after(begun, 1))
    lines = [f"Contact: {address}" for address in contacts()]
    lines += [
        f"Expires: {moment(month_after(begun, MONTHS)):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(languages())}",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    policies = [page for page in menu.current().pages if page.slug == POLICY]
    lines += [f"Policy: {settings.SITE_URL}{page.address}" for page in policies]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def contacts():
    """Addresses as URIs; a bare one is of mail."""
    for address in settings.SECURITY_CONTACT:
        yield address if ":" in address else f"mailto:{address}"


def languages():
    """The paper's own, and English, which whoever finds a hole may write."""
    return dict.fromkeys([settings.LANGUAGE_CODE.partition("-")[0], "en"])


def month_after(first, months):
    """The first day of a month so many months on."""
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)


def moment(day):
    return dt.datetime.combine(day, dt.time.min, dt.UTC)


def change_password(request):
    return redirect(reverse("admin:password_change"))
