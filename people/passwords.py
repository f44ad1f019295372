"""Changing a password, and setting a new one by mail when it is forgotten."""

from threading import Thread

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import transaction
from django.http import Http404
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from people.models import AuditEvent
from people.signin import PausingForm, PausingView


class ChangeForm(PausingForm, AdminPasswordChangeForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["new_password1"].help_text = what_is_asked()

    def clean_old_password(self):
        self.begin("password", self.user.get_username(), self.request)
        said = super().clean_old_password()
        self.attempt.succeeded()
        return said


class Change(PausingView, views.PasswordChangeView):
    form_class = ChangeForm
    template_name = "people/password.html"
    title = gettext_lazy("Change the password")
    success_url = reverse_lazy("admin:account")

    @transaction.atomic
    def form_valid(self, form):
        user = self.request.user
        AuditEvent.objects.record("password-change", request=self.request, of=user)
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)


def what_is_asked():
    """What a new password must be, in sentences."""
    return " ".join(map(str, password_validators_help_texts()))


class AskForm(PausingForm, PasswordResetForm):
    def clean_email(self):
        self.begin("reset", self.cleaned_data["email"], self.request)
        return self.cleaned_data["email"]

    def send_mail(self, *args, **options):
        """Send it aside: how long an answer takes tells nobody who has an account."""
        Thread(target=super().send_mail, args=args, kwargs=options).start()


class OnlyWithMail:
    """Mixed into a view: without a mail server there is no such page."""

    def dispatch(self, request, *args, **options):
        if not settings.MAIL_IS_SET_UP:
            raise Http404(_("There is nothing at this address."))
        return super().dispatch(request, *args, **options)


class Ask(OnlyWithMail, PausingView, views.PasswordResetView):
    form_class = AskForm
    email_template_name = "people/reset_mail.txt"
    subject_template_name = "people/reset_subject.txt"
    template_name = "people/reset.html"
    success_url = reverse_lazy("admin:password_reset_done")
    title = gettext_lazy("A new password")

    def form_valid(self, form):
        # Not what the request calls itself: whoever asks can write that.
        self.extra_email_context = {
            "address": settings.SITE_URL,
            "paper": settings.SITE_NAME,
        }
        return super().form_valid(form)


class ResetSent(OnlyWithMail, views.PasswordResetDoneView):
    template_name = "people/reset_sent.html"
    title = gettext_lazy("Look at your mail")


class ChooseForm(SetPasswordForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["new_password1"].help_text = what_is_asked()


class Choose(OnlyWithMail, views.PasswordResetConfirmView):
    form_class = ChooseForm
    template_name = "people/reset_choose.html"
    success_url = reverse_lazy("admin:login")
    title = gettext_lazy("A new password")

    @transaction.atomic
    def form_valid(self, form):
        AuditEvent.objects.record(
            "password-reset", request=self.request, by=self.user, of=self.user
        )
        return super().form_valid(form)


def urls():
    """The way to a new password by mail; no cache keeps a page with a form or token."""
    view = never_cache
    return [
        path("password-reset/", view(Ask.as_view()), name="password_reset"),
        path("password-reset/sent/", ResetSent.as_view(), name="password_reset_done"),
        path(
            "password-reset/<uidb64>/<token>/",
            view(Choose.as_view()),
            name="password_reset_confirm",
        ),
    ]


def right_password(form, password):
    """Refuse what is asked by somebody who only sits at another's desk."""
    user = form.request.user
    form.begin("password", user.get_username(), form.request)
    if not user.check_password(password):
        raise forms.ValidationError(_("That is not your password."), code="wrong")
    form.attempt.succeeded()
