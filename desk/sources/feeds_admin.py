"""Watched feeds: found at a site's address, read by the clock or when somebody asks."""

import datetime as dt

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from explainer.addresses import host_of
from people.columns import flag
from people.shared_rows import StandingAdmin
from sources import discovery, fetching, limits, polling
from sources.models import Feed
from sources.network import FetchError
from sources.ownership import outlet_at

PAUSE = dt.timedelta(seconds=30)  # between two readings that people ask for


class WatchForm(forms.Form):
    """The address of a feed, or of a site that has one."""

    address = forms.CharField(
        label=gettext_lazy("Address of the outlet's site, or of its feed"),
        max_length=2000,
    )

    def clean_address(self):
        try:
            return discovery.address_of(self.cleaned_data["address"])
        except discovery.NoAddressError as fault:
            raise forms.ValidationError(str(fault)) from fault


@admin.register(Feed)
class FeedAdmin(StandingAdmin, admin.ModelAdmin):
    fields = ["name", "outlet", "active", "url", "checked_at", "failures", "said"]
    readonly_fields = ["url", "checked_at", "failures", "said"]
    list_display = [
        *("name", "outlet", flag("active", gettext_lazy("Active"))),
        *("checked_at", "failures", "said"),
    ]
    list_filter = ["active"]
    list_select_related = ["outlet"]
    search_fields = ["name", "url", "outlet__name"]
    autocomplete_fields = ["outlet"]
    change_form_template = "desk/sources/feed.html"

    def get_urls(self):
        read = self.admin_site.admin_view(require_POST(self.read_page))
        name = "sources_feed_read"
        return [path("<path:object_id>/read/", read, name=name), *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """Ask the address what it is; only then is there a feed to watch."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = WatchForm(request.POST if request.method == "POST" else None)
        choices = self.found(request, form) if form.is_valid() else []
        if len(choices) == 1:
            return self.watch(request, *choices[0])
        return TemplateResponse(
            request,
            "desk/sources/feed_add.html",
            self.admin_site.each_context(request)
            | {"title": _("Watch a feed"), "subtitle": None}
            | {"opts": self.opts, "form": form, "choices": choices},
        )

    def found(self, request, form):
        """Addresses and titles of the feeds there; the form says why there are none."""
        try:
            limits.count(request.user)
            page = fetching.fetch(form.cleaned_data["address"])
        except FetchError as fault:
            form.add_error("address", str(fault))
            return []
        choices = polling.discover(page)
        if not choices:
            form.add_error(
                "address", _("This is no feed, and the page names none either.")
            )
        return choices

    def watch(self, request, address, title):
        """Watch it from now on, and read it at once."""
        host = host_of(address)
        # It may call itself what it likes: its host stands beside that.
        name = f"{title[:120]} ({host})" if title else host
        feed = Feed(url=address, name=name[:200], outlet=outlet_at(host))
        try:
            with transaction.atomic():
                feed.save()
                self.log_addition(request, feed, [{"added": {}}])
        except IntegrityError:
            feed = Feed.objects.get(url=address)
            said = _("This feed is watched already.")
            self.message_user(request, said, messages.WARNING)
        else:
            said = polling.read_now(feed, timezone.now())
            self.message_user(request, f"{feed}: {said}")
        return HttpResponseRedirect(self.address(feed))

    def read_page(self, request, object_id):
        """Read one feed now."""
        feed = self.get_object(request, object_id)
        if feed is None:
            raise Http404(_("There is nothing at this address."))
        if not self.has_change_permission(request, feed):
            raise PermissionDenied
        now = timezone.now()
        if feed.checked_at and now - feed.checked_at < PAUSE:
            said = _("It was read a moment ago: %(said)s") % {"said": feed.said}
        else:
            said = polling.read_now(feed, now)
        level = messages.WARNING if feed.failures else messages.SUCCESS
        self.message_user(request, said, level)
        return HttpResponseRedirect(self.address(feed))

    def address(self, feed):
        return reverse("admin:sources_feed_change", args=[feed.pk])
