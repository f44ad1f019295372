"""Watched feeds: found at a site's address, read by the clock or when somebody asks."""

import datetime as dt

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from explainer.addresses import host_of
from people.columns import flag
from people.desk_view import DeskView, respond, row_for
from people.shared_rows import StandingAdmin
from sources import discovery, feed_reader, fetcher, limits
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


def found_at(request, form):
    """Addresses and titles of the feeds there; the form says why there are none."""
    try:
        limits.count(request.user)
        page = fetcher.fetch(form.cleaned_data["address"])
    except FetchError as fault:
        form.add_error("address", str(fault))
        return []
    choices = feed_reader.discover(page)
    if not choices:
        form.add_error("address", _("This is no feed, and the page names none either."))
    return choices


def watch(model_admin, request, address, title):
    """Watch it from now on, and read it at once."""
    host = host_of(address)
    # It may call itself what it likes: its host stands beside that.
    name = f"{title[:120]} ({host})" if title else host
    feed = Feed(url=address, name=name[:200], outlet=outlet_at(host))
    try:
        with transaction.atomic():
            feed.save()
            model_admin.log_addition(request, feed, [{"added": {}}])
    except IntegrityError:
        feed = Feed.objects.get(url=address)
        messages.warning(request, _("This feed is watched already."))
    else:
        messages.info(request, f"{feed}: {feed_reader.read_now(feed, timezone.now())}")
    return redirect("admin:sources_feed_change", feed.pk)


def read_page(model_admin, request, object_id):
    """Read one feed now."""
    feed = row_for(model_admin, request, object_id, "change")
    now = timezone.now()
    if feed.checked_at and now - feed.checked_at < PAUSE:
        said = _("It was read a moment ago: %(said)s") % {"said": feed.said}
    else:
        said = feed_reader.read_now(feed, now)
    level = messages.WARNING if feed.failures else messages.SUCCESS
    messages.add_message(request, level, said)
    return redirect("admin:sources_feed_change", feed.pk)


@admin.register(Feed)
class FeedAdmin(StandingAdmin):
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
    pages = [
        *StandingAdmin.pages,
        DeskView("<path:object_id>/read/", read_page, "read", only_post=True),
    ]

    def add_view(self, request, form_url="", extra_context=None):
        """Ask the address what it is; only then is there a feed to watch."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = WatchForm(request.POST if request.method == "POST" else None)
        choices = found_at(request, form) if form.is_valid() else []
        if len(choices) == 1:
            return watch(self, request, *choices[0])
        return respond(
            request,
            "desk/sources/feed_add.html",
            title=_("Watch a feed"),
            opts=self.opts,
            form=form,
            choices=choices,
        )
