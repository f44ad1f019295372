"""Roles at desks as rows of an account, and who has to be left to look after them."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import roles
from people.inline_rows import RowInline
from people.models import Membership
from people.refusals import RefusedError


class NobodyLeftError(RefusedError):
    """Nobody could look after accounts any more."""

    message = gettext_lazy(
        "Nothing was saved: nobody would be left who may look after accounts."
    )


def demand_keeper():
    """Somebody who can sign in may still look after accounts: ask it last of all."""
    # One at a time: else two might remove each other.
    Group.objects.select_for_update().filter(name=roles.ADMIN).first()
    admins = Membership.objects.filter(group__name=roles.ADMIN, desk=None)
    keepers = Q(is_superuser=True) | Q(pk__in=admins.values("user"))
    if not get_user_model().objects.filter(keepers, is_active=True).exists():
        raise NobodyLeftError


class MembershipForm(forms.ModelForm):
    def clean(self):
        said = super().clean()
        group = said.get("group")
        if group and group.name == roles.ADMIN and said.get("desk"):
            words = _("An administrator is one for every desk: leave the desk empty.")
            self.add_error("desk", words)
        return said


class MembershipInline(RowInline):
    model = Membership
    form = MembershipForm
    short = True
    fields = [("group", "desk")]

    def formfield_for_foreignkey(self, db_field, request, **options):
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name == "group":
            field.label_from_instance = lambda group: roles.label(group.name)
            field.queryset = field.queryset.order_by("pk")
            field.empty_label = None
        if db_field.name == "desk":
            field.empty_label = _("Every desk")
        return field

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name in ("group", "desk"):
            for detour in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{detour}_related", False)
        return field
