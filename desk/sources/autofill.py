"""The form of a source fills what is empty from the page itself, and saves nothing."""

from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from explainer.addresses import host_of
from sources import discovery, limits
from sources.network import FetchError
from sources.ownership import doubt, outlet_at


class RefillingForm:
    """Mixed into the admin of sources."""

    change_form_template = "desk/sources/intake_source.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        refill = wrap(self.refill)
        return [
            path("fetch/", refill, name="sources_source_fetch_new"),
            path("<path:object_id>/fetch/", refill, name="sources_source_fetch"),
            *super().get_urls(),
        ]

    def refill(self, request, object_id=None):
        """The form as it was sent, with what the page says in its empty fields."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        source = self.source_of(request, object_id)
        sent = request.POST.copy()
        try:
            limits.count(request.user)
            found = discovery.look(discovery.address_of(sent.get("url", "")))
        except (discovery.NoAddressError, FetchError) as fault:
            self.message_user(request, str(fault), "ERROR")
        else:
            host = host_of(found.url)
            whose = doubt(host, found.reading.site, outlet_at(host))
            warnings = filter(None, [*found.warnings, whose])
            self.say(request, fill(sent, found), warnings)
        return self.again(request, source, sent)

    def source_of(self, request, object_id):
        """The source that may be changed; nothing for one that is to be made."""
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        source = self.get_object(request, unquote(object_id))
        if source is None:
            raise Http404(_("There is nothing at this address."))
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        return source

    def say(self, request, filled, warnings):
        if filled:
            names = [self.opts.get_field(name).verbose_name for name in filled]
            said = _("Filled in, not saved yet: %(names)s.")
            self.message_user(request, said % {"names": ", ".join(map(str, names))})
        else:
            said = _("The page says nothing that is not here already.")
            self.message_user(request, said)
        for warning in warnings:
            self.message_user(request, warning, "WARNING")

    def again(self, request, source, sent):
        """The form with what was sent, as if it had just been opened."""
        form_class = self.get_form(request, source, change=bool(source))
        form = form_class(sent, instance=source)
        with transaction.atomic():
            form.is_valid()
        page = "change" if source else "add"
        args = [source.pk] if source else []
        return self.render_change_form(
            request,
            self.context_of(request, source, form),
            add=source is None,
            change=bool(source),
            obj=source,
            form_url=reverse(f"admin:sources_source_{page}", args=args),
        )

    def context_of(self, request, source, form):
        """What the stock page of a form shows."""
        shown = helpers.AdminForm(
            form,
            [*self.get_fieldsets(request, source)],
            self.get_prepopulated_fields(request, source),
            self.get_readonly_fields(request, source),
            model_admin=self,
        )
        title = _("Change source") if source else _("Add source")
        return self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": str(source) if source else None,
            "adminform": shown,
            "object_id": source and str(source.pk),
            "original": source,
            "is_popup": "_popup" in form.data,
            "media": self.media + shown.media,
            "inline_admin_formsets": [],
            "errors": helpers.AdminErrorList(form, []),
            "preserved_filters": self.get_preserved_filters(request),
        }


def fill(sent, found):
    """Put what was found into the empty fields of a form; returns their names."""
    said = found.reading
    outlet = outlet_at(host_of(found.url))
    new = {
        "title": said.title,
        "outlet": str(outlet.pk) if outlet else "",
        "author": ", ".join(said.authors)[:300],
        "language": said.language,
        "published": said.published.isoformat() if said.published else "",
        "accessed": timezone.localdate().isoformat(),
        "archive_url": found.archived,
    }
    filled = [name for name, text in new.items() if text and not sent.get(name)]
    for name in filled:
        sent[name] = new[name]
    if found.archived:
        sent["url"] = found.url
    return filled
