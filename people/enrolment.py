"""One's own second factor: taking it, recovery codes, and giving it up."""

import time

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as verify

from people import factor, sessions
from people.desk_view import respond
from people.models import AuditEvent
from people.signin import CodeForm

# Until it is proved, the key is in the session and nowhere else, and not for long.
KEY = "second_factor_key"
KEPT_FOR = 30 * 60


class ProofForm(forms.Form):
    """Shows that the phone has taken the key."""

    code = forms.CharField(
        label=gettext_lazy("The six digits that the app shows"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )


@sensitive_post_parameters()
def page(request):
    """What one has, or how to take it."""
    if factor.device_of(request.user):
        return status(request)
    key = key_of(request)
    form = ProofForm(request.POST or None)
    if form.is_valid():
        if codes := enrol(request, key, form.cleaned_data["code"]):
            return codes_page(request, codes)
        form.add_error(
            "code", _("That is not the code of this key now. Try the next one.")
        )
    return respond(
        request,
        "people/enrol.html",
        title=_("Take a second factor"),
        form=form,
        drawing=factor.QRCode(request.user, key),
        required=settings.REQUIRE_SECOND_FACTOR,
        key=factor.readable_key(key),
    )


def key_of(request):
    """The key that this session offers; another one after a while."""
    key, since = request.session.get(KEY) or ("", 0)
    if not key or time.time() - since > KEPT_FOR:
        key = factor.new_key()
        request.session[KEY] = [key, int(time.time())]
    return key


@transaction.atomic
def enrol(request, key, typed):
    """Take the phone if it shows the right code; returns the recovery codes."""
    get_user_model().objects.select_for_update().get(pk=request.user.pk)
    device = factor.enrol(request.user, key, typed)
    if device is None:
        return []
    del request.session[KEY]
    verify(request, device)
    sessions.end(request.user, leaving=request.session.session_key)
    record(request, "second-factor-add")
    return factor.new_codes(request.user)


def status(request, form=None):
    """The page of a factor that is set up; `form` is one that was refused. Without a
    factor, on to taking one."""
    device = factor.device_of(request.user)
    if device is None:
        return HttpResponseRedirect(reverse("admin:second_factor"))
    return respond(
        request,
        "people/factor.html",
        status=form.status if form else 200,
        title=_("Your second factor"),
        form=form or CodeForm(request=request, user=request.user),
        device=device,
        left=factor.codes_left(request.user),
    )


def codes_page(request, codes):
    """The codes, this once: no address shows them again."""
    return respond(
        request, "people/codes.html", title=_("Your recovery codes"), codes=codes
    )


@require_POST
@sensitive_post_parameters()
def codes(request):
    """Ten new recovery codes in place of the old ones, for who has the phone."""
    form = CodeForm(request.POST, request=request, user=request.user)
    if not form.is_valid():
        return status(request, form)
    with transaction.atomic():
        fresh = factor.new_codes(request.user)
        record(request, "recovery-codes")
    return codes_page(request, fresh)


@require_POST
@sensitive_post_parameters()
def remove(request):
    """Give the second factor up, for who has the phone or a recovery code."""
    form = CodeForm(request.POST, request=request, user=request.user)
    if not form.is_valid():
        return status(request, form)
    with transaction.atomic():
        factor.forget(request.user)
        record(request, "second-factor-remove")
    messages.success(request, _("Your second factor is gone."))
    return HttpResponseRedirect(reverse("admin:account"))


def record(request, verb):
    AuditEvent.objects.record(verb, request=request, of=request.user)
