"""The letter box: a reader writes, the desk gets it, the reader gets a number.

The form has no token against forged requests and needs no cookie for one: nobody is
signed in here, so a forged message does no more than its forger could do alone. What
another site makes a browser send is shown to its reader first all the same.
"""

import base64
import datetime as dt
import math

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from pages import mail, stamps
from pages.flat_page import Page
from pages.forms import MessageForm
from pages.models import FlatPage, ReaderMessage
from pages.reserved_slugs import CONTACT
from pages.subject import subject_of
from people.client_address import address_of, seal
from people.refusals import TextRefusedError
from people.static_copy import is_for_copy
from people.throttle import SendAttempt, TooManyError

LONGEST = 512 * 1024  # of all that is sent, in bytes


@csrf_exempt
def contact(request, slug):
    if request.method == "POST":
        answer = handle_post(request)
        patch_cache_control(answer, no_store=True)
        return answer
    about = request.GET.get("about", "").replace("\0", "")[:500]
    asked = {"page": about, "stamp": stamps.stamp(request.now)}
    if about:
        asked["kind"] = ReaderMessage.Kind.MISTAKE
    return render_form(request, MessageForm(initial=asked, label_suffix=""))


def render_form(request, form, status=200, stamp=""):
    """The page with the form; what was typed is still in it."""
    if stamp:
        form.data = form.data.copy()
        form.data["stamp"] = stamp
    row = FlatPage.objects.published().filter(slug=CONTACT).first()
    page = Page(row) if row else None
    context = {"page": page, "form": form, "is_copy": is_for_copy(request)}
    return render(request, "pages/contact.html", context, status=status)


def handle_post(request):
    """Look at what was sent: keep it, or say what it lacks and give it back."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length[:20]) > LONGEST:
        return HttpResponse(_("This is too long."), "text/plain", status=413)
    form = MessageForm(request.POST, label_suffix="")
    again = stamps.renewed_stamp(request.now)
    if not form.is_valid():
        return render_form(request, form, 422, again)
    age = stamps.age(form.cleaned_data["stamp"], request.now)
    if from_elsewhere(request):
        words = _("This was not sent from our own page. If it is yours, send it now.")
    elif age is None:
        words = _("This page was open for long. Nothing is lost: send it once more.")
    else:
        return store(request, form, age)
    form.add_error(None, words)
    return render_form(request, form, 403, again)


def from_elsewhere(request, unnamed=False):
    """Whether a browser says that another site's page sent this. A page that tells
    nobody its address sends forms of an `unnamed` origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    if unnamed and origin == "null":
        return False
    return bool(origin) and origin not in (own, settings.SITE_URL)


def store(request, form, age):
    """Store it, even what looks like a robot's; too many of them have to wait."""
    try:
        SendAttempt("contact", address_of(request), request.now)
    except TooManyError as fault:
        form.add_error(None, in_words(fault.wait))
        return render_form(request, form, 429, stamps.renewed_stamp(request.now))
    why = [*form.suspicions()]
    if age < stamps.LEAST:
        why.append(_("It was sent within three seconds."))
    message = build_message(request, form, why)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        # The same words of the same form: sent twice by an impatient finger.
        return redirect("contact_received", message.number)
    except TextRefusedError as refusal:
        form.add_error(None, str(refusal))
        return render_form(request, form, 422, stamps.renewed_stamp(request.now))
    if not why:
        mail.tell(message)
    return redirect("contact_received", message.number)


def in_words(wait):
    minutes = math.ceil(wait / dt.timedelta(minutes=1))
    words = ngettext(
        "Many messages came from where you are. Yours is still here: please send it "
        "in %(minutes)d minute.",
        "Many messages came from where you are. Yours is still here: please send it "
        "in %(minutes)d minutes.",
        minutes,
    )
    return words % {"minutes": minutes}


def build_message(request, form, why):
    """The unsaved message; with reasons for suspicion (`why`) it is held back."""
    said = form.cleaned_data
    fields = {name: said[name] for name in ("kind", "page", "text", "name", "email")}
    held, new = ReaderMessage.State.HELD, ReaderMessage.State.NEW
    return ReaderMessage(
        number=number(said["stamp"], address_of(request), *fields.values()),
        at=request.now,
        state=held if why else new,
        held_for=" ".join(why)[:200],
        **fields,
        **subject_of(said["page"], request.now),
    )


def number(*words):
    """A number that nobody can guess; the same message always gets the same."""
    sealed = bytes.fromhex(seal("message", *words))
    letters = base64.b32encode(sealed).decode()[:10]
    return f"{letters[:5]}-{letters[5:]}"


def thanks(request, number):
    """The receipt. It looks nothing up: a number tells only who has it already."""
    return render(request, "pages/received.html", {"number": number})
