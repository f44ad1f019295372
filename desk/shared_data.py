"""Standing data: desks, outlets and tags. A save here is live at once."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as StockTag

from desk.form.deletion import ProtectedDeletion
from desk.form.fields import WIDGETS
from desk.form.namesakes import warn_of_near
from people.backends import desks_where
from people.columns import flag
from people.desks import Desk
from people.shared_rows import StandingAdmin
from people.slug_admin import AddressedAdmin
from sources.models import Outlet
from stories.models import Mention, Showing, Tag


class KeepsSlug(AddressedAdmin):
    """An address, once given, is never changed: documents and readers keep it."""

    def save_model(self, request, obj, form, change):
        if not change:
            warn_of_near(request, self.model, [obj.name])
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request, obj=None):
        kept = ["slug"] if obj else []
        return [*super().get_readonly_fields(request, obj), *kept]


@admin.register(Desk)
class DeskAdmin(KeepsSlug, ProtectedDeletion, StandingAdmin, admin.ModelAdmin):
    fields = ["name", "slug", "position", "two_people"]
    list_display = ["name", "slug", "position", flag("two_people", _("Two people"))]
    search_fields = ["name", "slug"]

    def has_add_permission(self, request):
        """A new desk is for who speaks for all of them."""
        return desks_where(request.user, "people.add_desk") is None

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and self.may_at(request, "people.change_desk", obj)

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and self.may_at(request, "people.delete_desk", obj)

    def may_at(self, request, perm, desk):
        """Whether somebody may do it to this very desk; to any, if there is none."""
        keys = desks_where(request.user, perm)
        return keys is None or (desk.pk in keys if desk else bool(keys))

    def naming(self, item):
        return Showing.objects.filter(desk=item.slug).order_by("-live_from")


@admin.register(Outlet)
class OutletAdmin(KeepsSlug, ProtectedDeletion, StandingAdmin, admin.ModelAdmin):
    fields = [
        "name",
        "slug",
        "domains",
        ("country", "owner", "kind"),
        ("wire", "newsroom", "paywalled", "open"),
    ]
    list_display = [
        *("name", "country", "kind"),
        flag("wire", _("Wire")),
        flag("paywalled", _("Paywalled")),
    ]
    list_filter = ["wire", "paywalled"]
    search_fields = ["name", "slug", "domains"]
    formfield_overrides = WIDGETS

    def names_as(self, item):
        return Mention.Kind.OUTLET, item.identity


admin.site.unregister(StockTag)


@admin.register(Tag)
class TagAdmin(KeepsSlug, ProtectedDeletion, StandingAdmin, admin.ModelAdmin):
    fields = ["name", "slug"]
    list_display = ["name", "slug"]
    search_fields = ["name"]
