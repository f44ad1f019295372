"""The form of a source fills what is empty from the page itself, and saves nothing."""

from django.contrib import messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from explainer.addresses import host_of
from people.desk_view import DeskView, row_for
from sources import discovery, limits
from sources.models import Source
from sources.network import FetchError
from sources.ownership import doubt, outlet_at


def refill(model_admin, request, object_id=None):
    """The form as it was sent, with what the page says in its empty fields."""
    if object_id:
        source = row_for(model_admin, request, object_id, "change")
    elif model_admin.has_add_permission(request):
        source = None  # One that is to be made.
    else:
        raise PermissionDenied
    sent = request.POST.copy()
    try:
        limits.count(request.user)
        found = discovery.look(discovery.address_of(sent.get("url", "")))
    except (discovery.NoAddressError, FetchError) as fault:
        messages.error(request, str(fault))
    else:
        host = host_of(found.url)
        whose = doubt(host, found.reading.site, outlet_at(host))
        names = [Source._meta.get_field(n).verbose_name for n in fill(sent, found)]
        said = _("The page says nothing that is not here already.")
        if names:
            said = _("Filled in, not saved yet: %(names)s.")
            said %= {"names": ", ".join(map(str, names))}
        messages.info(request, said)
        for warning in filter(None, [*found.warnings, whose]):
            messages.warning(request, warning)
    return form_again(model_admin, request, source, sent)


def form_again(model_admin, request, source, sent):
    """The form with what was sent, as if it had just been opened."""
    form_class = model_admin.get_form(request, source, change=bool(source))
    form = form_class(sent, instance=source)
    with transaction.atomic():
        form.is_valid()
    page = "change" if source else "add"
    args = [source.pk] if source else []
    return model_admin.render_change_form(
        request,
        form_context(model_admin, request, source, form),
        add=source is None,
        change=bool(source),
        obj=source,
        form_url=reverse(f"admin:sources_source_{page}", args=args),
    )


def form_context(model_admin, request, source, form):
    """What the stock page of a form shows."""
    shown = helpers.AdminForm(
        form,
        [*model_admin.get_fieldsets(request, source)],
        model_admin.get_prepopulated_fields(request, source),
        model_admin.get_readonly_fields(request, source),
        model_admin=model_admin,
    )
    return model_admin.admin_site.each_context(request) | {
        "title": _("Change source") if source else _("Add source"),
        "subtitle": str(source) if source else None,
        "adminform": shown,
        "object_id": source and str(source.pk),
        "original": source,
        "is_popup": "_popup" in form.data,
        "media": model_admin.media + shown.media,
        "inline_admin_formsets": [],
        "errors": helpers.AdminErrorList(form, []),
        "preserved_filters": model_admin.get_preserved_filters(request),
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


PAGES = [
    DeskView("fetch/", refill, "fetch_new", only_post=True),
    DeskView("<path:object_id>/fetch/", refill, "fetch", only_post=True),
]
