"""The ground that the pages of one story or question stand on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from people.desk_view import row_for
from stories.models.owned_rows import may


def address(page, owner, *more):
    """The address of a page of the desk about a story or question."""
    opts = owner._meta
    name = f"admin:{opts.app_label}_{opts.model_name}_{page}"
    return reverse(name, args=[owner.pk, *more])


def answer(request, page, words, level=messages.SUCCESS):
    """A line for a script, and a message on the page at `page` for a browser."""
    if request.headers.get("Accept") == "text/plain":
        status = 200 if level == messages.SUCCESS else 400
        return HttpResponse(words, content_type="text/plain", status=status)
    messages.add_message(request, level, words)
    return HttpResponseRedirect(page)


class DeskPage:
    """A part of an admin whose model is published: its pages, what it says beside the
    form, and which of Django's hooks it answers in the admin's place."""

    routes = ()  # (route, name of the view, name of the address)
    hooks = ()

    def __init__(self, admin):
        self.admin, self.model, self.opts = admin, admin.model, admin.opts

    def urls(self, admin):
        return [self.path(at, getattr(self, view), n) for at, view, n in self.routes]

    def path(self, route, view, name):
        name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(route, self.admin.admin_site.admin_view(view), name=name)

    def context(self, save):
        """What the form of a saved draft says besides it, of the `Save` that has it."""
        return {}

    def owner_for(self, request, object_id, *verbs):
        """The story or question, for somebody who may look at it and do all of that to
        it."""
        owner = row_for(self.admin, request, object_id, "view")
        if not all(may(request.user, verb, owner) for verb in verbs):
            raise PermissionDenied
        return owner

    def draft_for(self, request, object_id=None):
        """The draft to look at, or whose form was sent; without a key a new one."""
        if object_id:
            verbs = ["change"] if request.method == "POST" else []
            return self.owner_for(request, object_id, *verbs)
        if not self.admin.has_add_permission(request):
            raise PermissionDenied
        return self.model()
