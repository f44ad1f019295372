"""Accounts at the desk: who works here, with which role where."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import factor, roles, sessions
from people.audit import AuditedAdmin
from people.columns import flag
from people.desk_view import DeskView, respond, row_for
from people.inline_rows import with_row
from people.members import MembershipInline, demand_keeper
from people.models import AuditEvent, Membership

User = get_user_model()


class RoleFilter(admin.SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return roles.LABELS.items()

    def queryset(self, request, queryset):
        if self.value() not in roles.NAMES:
            return queryset
        return queryset.filter(memberships__group__name=self.value()).distinct()


class PersonForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ("username", "first_name", "last_name", "email")


@admin.display(description=gettext_lazy("Password"))
def own_password(user):
    words = _("Change…") if user.has_usable_password() else _("Set one…")
    return format_html('<a href="../password/">{}</a>', words)


@admin.display(description=gettext_lazy("Second factor"))
def second_factor(user):
    """What somebody has, and a link to reset it; the queryset says `phone`."""
    if not user.phone:
        return _("Not set up")
    left = factor.codes_left(user)
    words = ngettext(
        "A phone; %(count)d recovery code left",
        "A phone; %(count)d recovery codes left",
        left,
    )
    return format_html(
        '{} · <a href="../second-factor/">{}</a>', words % {"count": left}, _("Reset…")
    )


@admin.display(description=gettext_lazy("Name"), ordering="last_name")
def name(user):
    return user.get_full_name()


@admin.display(description=gettext_lazy("Roles"))
def at_desks(user):
    if user.is_superuser:
        return _("Superuser")
    return "; ".join(map(str, user.memberships.all()))


def reset_page(model_admin, request, id):
    """Take away the second factor of somebody who lost it, and sign them out."""
    user = row_for(model_admin, request, id, "change")
    if request.method != "POST":
        title = _("Reset the second factor")
        page = "people/reset_factor.html"
        return respond(request, page, title=title, person=user, opts=model_admin.opts)
    with transaction.atomic():
        factor.forget(user)
        sessions.end(user, leaving=request.session.session_key)
        AuditEvent.objects.record("second-factor-reset", request=request, of=user)
    words = _("%(name)s signs in with the password alone until they enrol again.")
    messages.success(request, words % {"name": user})
    return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))


def is_super(request):
    return request.user.is_superuser


admin.site.unregister([Group, User])


@admin.register(User)
class PersonAdmin(AuditedAdmin, UserAdmin):
    """Accounts. They aren't deleted once they did something, but deactivated."""

    class Media:  # the one form with Django's two lists side by side
        css = {"all": ["admin/css/widgets.css"]}

    add_form = PersonForm
    add_form_template = None
    actions = None
    inlines = [MembershipInline]
    pages = [
        *AuditedAdmin.pages,
        DeskView("<id>/second-factor/", reset_page, "second_factor"),
    ]
    fieldsets = [
        (None, {"fields": ["username", own_password, second_factor]}),
        (gettext_lazy("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (gettext_lazy("Access"), {"fields": ["is_active", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2"]}),
        (gettext_lazy("Person"), {"fields": ["first_name", "last_name", "email"]}),
    ]
    beyond_roles = (
        gettext_lazy("Beyond the roles"),
        {
            "fields": ["is_superuser", "groups", "user_permissions"],
            "classes": ["collapse"],
            "description": gettext_lazy(
                "Rarely needed: a superuser may do everything, and what is given here "
                "holds at every desk."
            ),
        },
    )
    readonly_fields = [own_password, second_factor, "last_login"]
    list_display = [
        *("username", name, at_desks),
        flag("phone", gettext_lazy("Second factor")),
        "last_login",
        flag("is_active", gettext_lazy("Active")),
    ]
    list_filter = ["is_active", RoleFilter, "memberships__desk"]

    def get_queryset(self, request):
        phones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        people = super().get_queryset(request).annotate(phone=Exists(phones))
        return people.prefetch_related("memberships__group", "memberships__desk")

    def get_fieldsets(self, request, obj=None):
        found = [*super().get_fieldsets(request, obj)]
        return [*found, *([self.beyond_roles] if obj and is_super(request) else [])]

    def has_change_permission(self, request, obj=None):
        """Who is above the roles is changed by their like alone."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or is_super(request))

    def has_delete_permission(self, request, obj=None):
        """Whoever did something stays named for it."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return self.has_change_permission(request, obj) and not obj.deeds.exists()

    # It and its entry in the log, or neither.
    user_change_password = transaction.atomic(UserAdmin.user_change_password)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        demand_keeper()

    def save_related(self, request, form, formsets, change):
        """Whoever has a role comes in at the desk; without one nobody does."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        given = [
            Membership.objects.filter(user=user),  # those loaded before may be gone
            user.groups,
            user.user_permissions,
        ]
        is_staff = user.is_superuser or any(rows.exists() for rows in given)
        if user.is_staff != is_staff:
            user.is_staff = is_staff
            user.save(update_fields=["is_staff"])
        demand_keeper()

    def response_add(self, request, obj, post_url_continue=None):
        saved = super().response_add(request, obj, post_url_continue)
        return with_row(self, request, obj, saved)

    def response_change(self, request, obj):
        return with_row(self, request, obj, super().response_change(request, obj))


@admin.register(Group)
class RoleAdmin(AuditedAdmin, GroupAdmin):
    """The four roles are the paper's own; a superuser may keep other groups beside."""

    search_fields = ()
    filter_horizontal = ()

    def has_add_permission(self, request):
        return is_super(request)

    def has_change_permission(self, request, obj=None):
        return is_super(request) and not (obj and obj.name in roles.NAMES)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)
