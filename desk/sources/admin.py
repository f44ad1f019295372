"""Sources at the desk, and whose page each is: that is an editor's word alone."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import WIDGETS
from desk.sources import autofill, url_intake
from explainer.addresses import host_of
from people.shared_rows import StandingAdmin, StandingForm
from sources.models import Source
from sources.ownership import HostTakenError, bind, check_free, doubt, outlet_at

HOST, PIECE = "host", "piece"
MAY_CONFIRM = "sources.change_outlet"


class SourceForm(StandingForm):
    """Asks whose the host is; only who may change outlets is asked."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Whose is the address?"),
        choices={
            "": gettext_lazy("Nothing to say"),
            HOST: gettext_lazy("The outlet’s above: note its host for all its pages"),
            PIECE: gettext_lazy("Another’s, but this one piece is the outlet’s above"),
        },
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "whose" in self.fields:
            self.initial["whose"] = PIECE if self.instance.vouched else ""
            self.fields["whose"].help_text = asked_of(self.instance)

    def clean(self):
        """Two sources with one address would be counted as two."""
        said = super().clean()
        if url := said.get("url"):
            same = Source.objects.known_by(url)
            if found := same.exclude(pk=self.instance.pk).first():
                words = _("This address is a source already: %(source)s.")
                self.add_error("url", words % {"source": found})
        if said.get("whose") and not (url and said.get("outlet")):
            words = _("Give the address and the outlet that you confirm.")
            self.add_error("whose", words)
        elif said.get("whose") == HOST:
            try:
                check_free(host_of(url), said["outlet"])
            except HostTakenError as fault:
                self.add_error("whose", str(fault))
        return said

    def save(self, commit=True):
        """Another outlet or address is another question."""
        moved = {"url", "outlet"} & {*self.changed_data}
        if self.cleaned_data.get("whose") or moved:
            self.instance.vouched = self.cleaned_data.get("whose") == PIECE
        return super().save(commit)


def asked_of(source):
    """The host and the name that its page claims, for who is to confirm it."""
    host = host_of(source.url)
    return doubt(host, source.claimed, outlet_at(host)) if host else ""


@admin.display(description=gettext_lazy("host"))
def whose_host(source):
    """The host, and whether it is the outlet's own or somebody has said so."""
    host = host_of(source.url) if source.url else ""
    own = source.outlet.hosts if source.outlet else ()
    is_own = any(f".{host}".endswith(f".{name}") for name in own)
    if not host or source.vouched or is_own:
        return host or None
    said = _("“%(name)s”, not confirmed") if source.claimed else _("not confirmed")
    said %= {"name": source.claimed}
    return format_html('{}<small class="open">{}</small>', host, said)


@admin.register(Source)
class SourceAdmin(StandingAdmin):
    form = SourceForm
    pages = [*StandingAdmin.pages, *url_intake.PAGES, *autofill.PAGES]
    change_form_template = "desk/sources/intake_source.html"
    change_list_template = "desk/sources/intake_list.html"
    fields = [
        "url",
        "title",
        ("outlet", "author"),
        "whose",
        ("kind", "language"),
        ("published", "accessed"),
        ("archive_url", "syndicated_from"),
        ("embargoed_until", "embargo_zone"),
    ]
    list_display = ["__str__", "outlet", whose_host, "kind", "published"]
    list_filter = ["kind"]
    list_select_related = ["outlet"]
    search_fields = ["title", "url", "outlet__name"]
    autocomplete_fields = ["outlet", "syndicated_from"]
    formfield_overrides = WIDGETS

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        asks = request.user.has_perm(MAY_CONFIRM)
        return [name for name in names if asks or name != "whose"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("whose") == HOST:
            try:
                bind(obj.outlet, host_of(obj.url), request.user)
            except HostTakenError as fault:  # Somebody else was a moment quicker.
                self.message_user(request, str(fault), "ERROR")
