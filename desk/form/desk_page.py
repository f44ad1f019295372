"""The ground that the pages of one story or question stand on."""

from functools import partial

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _


class DeskPage:
    """Mixed into an admin whose model is published: last, before ModelAdmin."""

    def desk_path(self, route, view, page, **options):
        opts = self.opts
        wrapped = self.admin_site.admin_view(partial(view, **options))
        return path(route, wrapped, name=f"{opts.app_label}_{opts.model_name}_{page}")

    def address(self, page, owner, *more):
        opts = self.opts
        name = f"admin:{opts.app_label}_{opts.model_name}_{page}"
        return reverse(name, args=[owner.pk, *more])

    def owner_for(self, request, object_id, *verbs):
        """The story or question, for somebody who may do all of that to it."""
        owner = self.get_object(request, unquote(object_id))
        if owner is None:
            raise Http404(_("There is nothing at this address."))
        if not all(self.may(request, verb, owner) for verb in verbs):
            raise PermissionDenied
        return owner

    def owner_for_editing(self, request, object_id):
        return self.owner_for(request, object_id, "change")

    def owner_for_viewing(self, request, object_id):
        """What may be looked at may be looked at everywhere."""
        owner = self.owner_for(request, object_id)
        if not self.has_view_permission(request, owner):
            raise PermissionDenied
        return owner

    def has_view_permission(self, request, obj=None):
        return any(self.may(request, verb, obj) for verb in ("view", "change"))

    def has_change_permission(self, request, obj=None):
        return self.may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self.may(request, "delete", obj)

    def desk_page(self, request, owner, template, **context):
        """A page of the desk about one story or question."""
        return TemplateResponse(
            request,
            template,
            self.admin_site.each_context(request)
            | {"owner": owner, "opts": self.opts}
            | {"may_publish": self.may_publish(request, owner)}
            | context,
        )

    def desk_context(self, request, owner, form):
        """What the form's page says besides the form; each mixin adds its own."""
        return {}

    def may(self, request, verb, owner=None):
        """Whether this person may do this to the story or question."""
        opts = self.opts
        perm = f"{opts.app_label}.{verb}_{opts.model_name}"
        return request.user.has_perm(perm, owner)

    def may_publish(self, request, owner=None):
        return self.may(request, "publish", owner)
