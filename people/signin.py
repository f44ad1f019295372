"""Signing in: the password first, then the code of whoever has a second factor.

Nobody is signed in between the two. Whatever goes wrong is said in the same words, so
that nobody learns who has an account.
"""

import time

from django import forms
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model, login
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_otp import login as verify

from people import factor, sessions
from people.client_address import address_of
from people.models import AuditEvent
from people.tallies import tally
from people.throttle import Attempt, TooManyError

HALFWAY = "signing_in"
HALFWAY_FOR = 10 * 60


class PausingForm(forms.Form):
    """A form that tries a secret: each attempt counts, too many have to wait."""

    is_paused = False
    attempt = None

    def begin(self, purpose, name, request):
        try:
            self.attempt = Attempt(purpose, name, address_of(request))
        except TooManyError as pause:
            self.is_paused = True
            tally("sign-in", "paused")
            raise forms.ValidationError(str(pause), code="paused") from None

    @property
    def status(self):
        return 429 if self.is_paused else 200


class PausingView:
    """Mixed into a view whose form is a PausingForm."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.request = self.request
        return form

    def form_invalid(self, form):
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=form.status)


class SignInForm(PausingForm, AdminAuthenticationForm):
    error_messages = {
        "invalid_login": gettext_lazy(
            "This name and password don't go together, or have no access to the desk. "
            "Mind capital letters."
        )
    }

    def clean(self):
        """Counts the attempt before it looks at the password; what is refused is
        logged."""
        name = self.cleaned_data.get("username")
        if name and self.cleaned_data.get("password"):
            self.begin("password", name, self.request)
        try:
            said = super().clean()
        except forms.ValidationError:
            record_refusal(self.request, name)
            raise
        if self.user_cache:
            self.attempt.succeeded()
        return said


class SignIn(PausingView, LoginView):
    """The first step, and for whoever has no second factor the only one."""

    authentication_form = SignInForm
    template_name = "admin/login.html"

    @transaction.atomic
    def form_valid(self, form):
        """Let in whoever has no second factor; of others the session only remembers for
        a while that their password was right."""
        onwards = self.get_success_url()
        # Whoever takes a second factor ends their other sessions: none slips in
        # between.
        users = get_user_model().objects.select_for_update()
        user = users.get(pk=form.get_user().pk)
        if factor.device_of(user) is None:
            let_in(self.request, user)
            return HttpResponseRedirect(onwards)
        self.request.session[HALFWAY] = {
            "user": user.pk,
            "hash": user.get_session_auth_hash(),
            "since": int(time.time()),
            "next": onwards,
        }
        return HttpResponseRedirect(reverse("admin:login_code"))

    def get_default_redirect_url(self):
        return reverse("admin:index")


class CodeForm(PausingForm):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, request, user, **options):
        super().__init__(*args, **options)
        self.request, self.user = request, user

    def clean_code(self):
        """Sets `device` to the one that the code belongs to; what is refused is counted
        and logged."""
        self.begin("code", self.user.get_username(), self.request)
        self.device = factor.verify_code(self.user, self.cleaned_data["code"])
        if self.device is None:
            tally("sign-in", "wrong-code")
            AuditEvent.objects.record(
                "code-refused", request=self.request, of=self.user
            )
            words = _("That is not the right code now, or it was used already.")
            raise forms.ValidationError(words, code="wrong")
        self.attempt.succeeded()
        return self.cleaned_data["code"]


def code_page(request, site):
    """The second step: the code from the phone, or one of the recovery codes."""
    half = request.session.get(HALFWAY) or {}
    user = user_halfway(half)
    if user is None:
        request.session.pop(HALFWAY, None)
        return HttpResponseRedirect(reverse("admin:login"))
    form = CodeForm(request.POST or None, request=request, user=user)
    if form.is_valid():
        request.session.pop(HALFWAY, None)
        let_in(request, user, form.device)
        return HttpResponseRedirect(half["next"])
    context = site.each_context(request) | {
        "title": _("Sign in: the code"),
        "subtitle": None,
        "form": form,
    }
    return TemplateResponse(request, "people/code.html", context, status=form.status)


def user_halfway(half):
    """Who has given the right password a moment ago, and may still come in."""
    if time.time() - half.get("since", 0) > HALFWAY_FOR:
        return None
    user = get_user_model().objects.filter(pk=half["user"], is_active=True).first()
    if user and constant_time_compare(user.get_session_auth_hash(), half["hash"]):
        return user
    return None


@transaction.atomic
def let_in(request, user, device=None):
    """Begin the session, and note it."""
    tally("sign-in", "let-in")
    login(request, user)
    verify(request, device)
    sessions.sweep()
    note = used_recovery(user) if device and device.name == factor.RECOVERY else ""
    AuditEvent.objects.record("sign-in", request=request, by=user, of=user, note=note)
    if note:
        messages.warning(request, note)


def used_recovery(user):
    left = factor.codes_left(user)
    words = ngettext(
        "Signed in with a recovery code; %(count)d is left.",
        "Signed in with a recovery code; %(count)d are left.",
        left,
    )
    return words % {"count": left}


def record_refusal(request, name):
    """Note a failed sign-in; not a name that nobody has: it may be a password."""
    tally("sign-in", "refused")
    found = get_user_model().objects.filter(username=name or "").first()
    AuditEvent.objects.record("sign-in-refused", request=request, of=found)
