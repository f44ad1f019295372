"""The desk as a site of Django's admin: our way in, and what each page asks first."""

from functools import update_wrapper

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import RedirectURLMixin, redirect_to_login
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from people import account, enrolment, passwords, roles, signin
from people.columns import NOTHING
from people.factor import device_of
from people.members import NobodyLeftError
from people.models import AuditEvent

# What somebody without the second factor that they need may still do.
UNVERIFIED = {
    "second_factor",
    "second_factor_codes",
    "second_factor_remove",
    "password_change",
    "password_change_done",
    "logout",
}


class Autocomplete(AutocompleteJsonView):
    def process_request(self, request):
        """No name has a NUL, and PostgreSQL wouldn't look for one."""
        term, *found = super().process_request(request)
        return term.replace("\0", ""), *found


class DeskSite(admin.AdminSite):
    empty_value_display = NOTHING

    def __init__(self, name="admin"):
        super().__init__(name)
        # What is done to many is done to all of them or to none.
        self.add_action(transaction.atomic(delete_selected), "delete_selected")

    def autocomplete_view(self, request):
        return Autocomplete.as_view(admin_site=self)(request)

    def get_urls(self):
        """The pages of one's own account beside the admin's; only signing in and
        passwords are open to strangers."""

        def own(route, view, name):
            return path(route, self.admin_view(view), name=name)

        return [
            path("login/code/", self.login_code, name="login_code"),
            own("account/", account.page, "account"),
            own("account/sign-out/", account.sign_out_elsewhere, "account_sign_out"),
            own("second-factor/", enrolment.page, "second_factor"),
            own("second-factor/codes/", enrolment.codes, "second_factor_codes"),
            own("second-factor/remove/", enrolment.remove, "second_factor_remove"),
            *passwords.urls(),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """The sign-in page, or onwards for whoever is in: only to an address of this
        site."""
        onwards = RedirectURLMixin().get_redirect_url(request)
        onwards = onwards or reverse("admin:index")
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(onwards)
        context = self.each_context(request) | {
            "title": _("Sign in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "mail_is_set_up": settings.MAIL_IS_SET_UP,
            REDIRECT_FIELD_NAME: onwards,
        }
        return signin.SignIn.as_view(extra_context=context)(request)

    @method_decorator(sensitive_post_parameters())
    @method_decorator(never_cache)
    def login_code(self, request):
        return signin.code_page(request, self)

    def logout(self, request, extra_context=None):
        if request.method == "POST":
            AuditEvent.objects.record("sign-out", request=request, of=request.user)
        return super().logout(request, extra_context)

    def password_change(self, request, extra_context=None):
        context = self.each_context(request) | (extra_context or {})
        return passwords.Change.as_view(extra_context=context)(request)

    def admin_view(self, view, cacheable=False):
        """As Django's; who publishes or appoints may have to have a second factor. What
        would leave nobody to look after accounts is undone, and said."""

        def inner(request, *args, **kwargs):
            if lacks_second_factor(request):
                if device_of(request.user) is None:
                    return HttpResponseRedirect(reverse("admin:second_factor"))
                logout(request)
                return redirect_to_login(request.get_full_path())
            try:
                return view(request, *args, **kwargs)
            except NobodyLeftError as refusal:
                messages.error(request, str(refusal))
                return HttpResponseRedirect(request.get_full_path())

        return super().admin_view(update_wrapper(inner, view), cacheable)

    def get_log_entries(self, request):
        """None: the audit log has what was done, for those who may read it."""
        return LogEntry.objects.none()


def lacks_second_factor(request):
    """Whether this person has to sign in better before they see this page."""
    if not settings.REQUIRE_SECOND_FACTOR or request.user.is_verified():
        return False
    if request.resolver_match.url_name in UNVERIFIED:
        return False
    asked_of = (*roles.publishing_permissions(), *roles.APPOINTING)
    return any(map(request.user.has_perm, asked_of))
