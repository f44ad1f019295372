"""Following by mail: the form, and the pages that a follower's letters lead to.

No token against forgery: what is asked for counts only once the address has said so,
and what a letter leads to is opened by its address, which no other site knows.
"""

import math
import re
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from pages.contact import from_elsewhere
from paper.followers import consent
from paper.followers.followable import followable_at, followables
from paper.followers.follower_links import follower_of
from paper.followers.forms import FollowForm
from people.client_address import address_of
from people.routes import address
from people.static_copy import is_for_copy
from people.throttle import MINUTE, Limit, SendAttempt, TooManyError

LONGEST = 16 * 1024  # of all that is sent, in bytes
KEY = re.compile("[0-9]{1,18}")
# Each address is asked once a day whatever is sent here; these spare the database. Many
# readers may share a network, and many come at once when something happens.
SENDER, EVERYBODY = Limit(20, 60 * MINUTE), Limit(20_000, 5 * MINUTE)


def bounded(view):
    """A view that reads no more than anybody has to say here."""

    @csrf_exempt
    @wraps(view)
    def inner(request, **asked):
        if is_too_long(request):
            return HttpResponse(_("This is too long."), "text/plain", status=413)
        return view(request, **asked)

    return inner


def where_wanted(view):
    """A page that there is only where letters are sent; a copy has nobody who does.
    Those that letters lead to are there for as long as somebody may have letters."""

    @wraps(view)
    def inner(request, **asked):
        if not settings.FOLLOW_BY_MAIL or is_for_copy(request):
            raise Http404
        return view(request, **asked)

    return inner


def is_too_long(request):
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdecimal() and int(length[:20]) > LONGEST


@bounded
@where_wanted
def follow(request):
    if request.method == "POST":
        answer = ask(request, FollowForm(request.POST, label_suffix=""))
        patch_cache_control(answer, no_store=True)
        return answer
    about = request.GET.get("about", "")[:500]
    if not about:  # a form's own address, without what it is about
        return redirect("front", permanent=True)
    thing = thing_at(about, request.now)
    form = FollowForm(initial={"about": thing.path}, label_suffix="")
    return render_form(request, form, thing)


def thing_at(page, now):
    thing = followable_at(page, now)
    if thing is None:
        raise Http404
    return thing


def render_form(request, form, thing, status=200):
    context = {"form": form, "thing": thing}
    return render(request, "paper/followers/follow.html", context, status=status)


def ask(request, form):
    """Note it, whoever follows what already; or say what the form lacks."""
    thing = thing_at(form.data.get("about", ""), request.now)
    if not form.is_valid():
        return render_form(request, form, thing, 422)
    if from_elsewhere(request):
        words = _("This was not sent from our own page. If it is yours, send it now.")
        form.add_error(None, words)
        return render_form(request, form, thing, 403)
    try:
        SendAttempt("follow", address_of(request), request.now, SENDER, EVERYBODY)
    except TooManyError as fault:
        form.add_error(None, in_words(fault.wait))
        return render_form(request, form, thing, 429)
    if not form.is_from_a_robot:
        consent.request(thing, form.cleaned_data["address"], request.now)
    return HttpResponseRedirect(address("follow_received"))


def in_words(wait):
    minutes = math.ceil(wait / MINUTE)
    said = ngettext(
        "Many asked for letters from where you are. Try again in %(minutes)d minute.",
        "Many asked for letters from where you are. Try again in %(minutes)d minutes.",
        minutes,
    )
    return said % {"minutes": minutes}


@where_wanted
def follow_received(request):
    """The receipt, which is the same for everybody."""
    return render(request, "paper/followers/received.html")


def of_follower(view):
    """A page of somebody who was sent a letter; who is forgotten is told so."""

    @bounded
    @wraps(view)
    def inner(request, token, **asked):
        follower = follower_of(token)
        if follower is None:
            return gone(request, 404)
        return view(request, follower, token, **asked)

    return inner


def gone(request, status=200):
    return render(request, "paper/followers/gone.html", status=status)


@of_follower
def letters(request, follower, token):
    """All that an address follows or was asked about; its buttons change that."""
    if request.method == "POST":
        return change(request, follower, token)
    rows = [*follower.subscriptions.all()]
    if not rows:
        return gone(request, 404)
    known = followables(rows, request.now)
    named = [(row, known.get((row.kind, row.key))) for row in rows]
    context = {
        "token": token,
        "asked": [pair for pair in named if pair[1] and not pair[0].confirmed_at],
        "followed": [pair for pair in named if pair[0].confirmed_at],
    }
    return render(request, "paper/followers/letters.html", context)


def change(request, follower, token):
    """Want what was asked for, or be forgotten."""
    if request.POST.get("do") == "delete":
        follower.delete()
        return gone(request)
    if request.POST.get("do") == "confirm":
        keys = [int(key) for key in request.POST.getlist("asked") if KEY.fullmatch(key)]
        consent.confirm(follower, keys, request.now)
    return HttpResponseRedirect(address("letters", token))


@bounded
def letters_stop(request, token, subscription):
    """One thing no more: a mail program does it by the header of a letter, without
    asking (RFC 8058); who opens the page is asked: looking changes nothing."""
    follower = follower_of(token)
    rows = follower.subscriptions.filter(pk=subscription) if follower else ()
    if request.method == "POST":
        if rows:
            consent.stop(follower, subscription)
        return gone(request)
    if not rows:
        return gone(request)
    thing = followables(rows, request.now).get((rows[0].kind, rows[0].key))
    context = {"token": token, "subscription": subscription, "thing": thing}
    return render(request, "paper/followers/stop.html", context)
