"""Pages of the desk that we have beside Django's own, and what each begins with."""

from dataclasses import dataclass
from functools import partial

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import add_never_cache_headers
from django.views.decorators.http import require_POST


@dataclass(frozen=True)
class DeskView:
    """A page of one admin: `view(admin, request, **arguments of the route)`."""

    route: str
    view: object
    name: str
    cacheable: bool = False
    only_post: bool = False

    def urls(self, model_admin):
        """Its address, called as Django's own pages of a model are."""
        opts, view = model_admin.opts, partial(self.view, model_admin)
        view = require_POST(view) if self.only_post else view
        wrapped = model_admin.admin_site.admin_view(view, self.cacheable)
        name = f"{opts.app_label}_{opts.model_name}_{self.name}"
        return [path(self.route, wrapped, name=name)]


def never(*asked, **more):
    """The answer of an admin's `has_…_permission` where nobody may."""
    return False


def respond(request, template, status=200, **context):
    """The page, which no cache may keep."""
    response = TemplateResponse(
        request,
        template,
        admin.site.each_context(request) | {"subtitle": None} | context,
        status=status,
    )
    add_never_cache_headers(response)
    return response


def row_for(model_admin, request, key, *verbs):
    """The row of a key as addresses have it, for somebody who may do all of that."""
    row = model_admin.get_object(request, unquote(key))
    if row is None:
        raise Http404(_("There is nothing at this address."))
    for verb in verbs:
        if not getattr(model_admin, f"has_{verb}_permission")(request, row):
            raise PermissionDenied
    return row
