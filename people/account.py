"""One's own account: name, mail, how one signs in, and where one is signed in."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from people import factor, sessions
from people.desk_view import respond
from people.models import AuditEvent
from people.passwords import right_password
from people.signin import PausingForm

FIELDS = ["first_name", "last_name", "email"]


class AccountForm(PausingForm, forms.ModelForm):
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        help_text=gettext_lazy("Needed only to change the mail address."),
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    class Meta:
        model = get_user_model()
        fields = FIELDS
        widgets = {"email": forms.EmailInput({"autocomplete": "email"})}

    def clean(self):
        """Whoever can read the mail can get in: so it takes a password to change it."""
        said = super().clean()
        if "email" in self.changed_data and "email" in said:
            try:
                right_password(self, said.get("password"))
            except forms.ValidationError as fault:
                self.add_error("password", fault)
        return said


@sensitive_post_parameters("password")
def page(request):
    """One's own name and mail, second factor and memberships; a POST saves."""
    user = get_user_model().objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=user)
    form.request = request
    if form.is_valid():
        save(request, form)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:account"))
    return respond(
        request,
        "people/account.html",
        status=form.status,
        title=_("Your account"),
        form=form,
        device=factor.device_of(user),
        left=factor.codes_left(user),
        memberships=user.memberships.select_related("group", "desk"),
    )


@transaction.atomic
def save(request, form):
    """Save what changed, if anything did, and log it by the labels of its fields."""
    changed = {
        name: str(form[name].label) for name in form.changed_data if name in FIELDS
    }
    if not changed:
        return
    form.save()
    AuditEvent.objects.record(
        "change",
        request=request,
        of=form.instance,
        before={label: form.initial[name] for name, label in changed.items()},
        after={label: form.cleaned_data[name] for name, label in changed.items()},
    )


@require_POST
def sign_out_elsewhere(request):
    """End every session of this account but the one that asks."""
    with transaction.atomic():
        sessions.end(request.user, leaving=request.session.session_key)
        AuditEvent.objects.record(
            "sign-out-elsewhere", request=request, of=request.user
        )
    messages.success(request, _("You are signed out everywhere else."))
    return HttpResponseRedirect(reverse("admin:account"))
