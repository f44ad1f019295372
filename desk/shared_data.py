"""Standing data: desks, outlets and tags. A save here is live at once."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as StockTag

from desk.form.deletion import editions_naming, protected_by
from desk.form.fields import WIDGETS
from desk.form.namesakes import warn_of_near
from people.backends import desks_where
from people.columns import flag
from people.desks import Desk
from people.shared_rows import StandingAdmin
from sources.models import Outlet
from stories.models import Mention, Showing, Tag


class SharedAdmin(StandingAdmin):
    """Rows that editions name, for ever: an address, once given, is never changed."""

    slug_of = "name"

    def save_model(self, request, obj, form, change):
        if not change:
            warn_of_near(request, self.model, [obj.name])
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request, obj=None):
        kept = ["slug"] if obj else []
        return [*super().get_readonly_fields(request, obj), *kept]

    def get_deleted_objects(self, objs, request):
        deleted = super().get_deleted_objects(objs, request)
        return protected_by(map(self.naming, objs), deleted)

    def naming(self, item):
        return editions_naming(Mention.Kind(self.opts.model_name), item.slug)


def may_at(request, perm, desk):
    """Whether somebody may do it to this very desk; to any, if there is none."""
    keys = desks_where(request.user, perm)
    return keys is None or (desk.pk in keys if desk else bool(keys))


@admin.register(Desk)
class DeskAdmin(SharedAdmin):
    fields = ["name", "slug", "position", "two_people"]
    list_display = ["name", "slug", "position", flag("two_people", _("Two people"))]
    search_fields = ["name", "slug"]

    def has_add_permission(self, request):
        """A new desk is for who speaks for all of them."""
        return desks_where(request.user, "people.add_desk") is None

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and may_at(request, "people.change_desk", obj)

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and may_at(request, "people.delete_desk", obj)

    def naming(self, item):
        return Showing.objects.filter(desk=item.slug).order_by("-live_from")


@admin.register(Outlet)
class OutletAdmin(SharedAdmin):
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

    def naming(self, item):
        return editions_naming(Mention.Kind.OUTLET, item.identity)


admin.site.unregister(StockTag)


@admin.register(Tag)
class TagAdmin(SharedAdmin):
    fields = ["name", "slug"]
    list_display = ["name", "slug"]
    search_fields = ["name"]
