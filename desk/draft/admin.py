"""What editing a story and a question have in common: the pages of a draft."""

from django.contrib import admin

from desk.conflict.conflict import ConflictPage
from desk.draft.changelist import FILTERS, DraftList
from desk.draft.form_page import FormPage
from desk.draft.forms import DraftForm
from desk.draft.inlines import inline
from desk.draft.layout import own_lines
from desk.draft.pasted_sources import PastedSources
from desk.draft.preview import Preview
from desk.form.deletion import Deletion
from desk.form.fields import WIDGETS, LineArea, text_widget, without_detours
from desk.sharing.links_page import Sharing
from desk.talk.views import Talk, TalkPages
from desk.unsaved.presence import PresencePage
from desk.unsaved.rescue import with_text
from desk.unsaved.views import Unsaved
from desk.verbs.history import History
from desk.verbs.views import VERBS, Publishing
from desk.writing.checks_page import Checks
from desk.writing.pickers import Pickers
from desk.writing.suggestion_pages import SuggestionPages
from people.audit import AuditedAdmin
from people.desk_view import respond
from stories.models.freezing import part_models
from stories.models.owned_rows import may

# Pages whose text comes back when who sends them was signed out, or may no longer.
WITH_TEXT = {"new", "add", "change", "deed", "deed_on", *VERBS}


class DraftAdmin(AuditedAdmin):
    """Its pages answer what is asked of it, each about its own: see `hooks`."""

    pages = [
        *(Unsaved, ConflictPage, PresencePage, Publishing, History, Checks),
        *(SuggestionPages, Preview, Pickers, PastedSources, TalkPages),
        *(Sharing, Deletion, DraftList, FormPage),
    ]
    reading_order = ()
    has_depths = False
    audits_values = False  # Each save keeps a revision, which says more.
    form = DraftForm
    change_form_template = "desk/draft/draft.html"
    formfield_overrides = WIDGETS
    save_on_top = False
    view_on_site = False  # The bar above the form says where readers have it.
    list_filter = FILTERS
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    # Only what an index carries: any other order would read the whole archive.
    sortable_by = ("saved",)

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        blocks = self.reading_order
        self.inlines = [
            inline(model, b) for b in blocks if b.parts in part_models(model)
        ]
        self.fieldsets = [
            (block.name, {"fields": own_lines(block)})
            for block in blocks
            if block.fields
        ]
        self.pages = [page(self) for page in self.pages]
        for page in self.pages:
            for hook in page.hooks:
                setattr(self, hook, getattr(page, hook))

    def get_urls(self):
        urls = super().get_urls()
        for url in urls:
            if url.name and url.name.split("_", 2)[2] in WITH_TEXT:
                url.callback = with_text(url.callback)
        return urls

    def formfield_for_dbfield(self, db_field, request, **options):
        options |= text_widget(db_field, self.model.FORMAT.get(db_field.name))
        if db_field.name == self.slug_of:
            options["widget"] = LineArea
        field = super().formfield_for_dbfield(db_field, request, **options)
        field.show_hidden_initial = False  # Nobody reads it.
        return without_detours(field)

    def has_view_permission(self, request, obj=None):
        """What may be changed may be looked at everywhere."""
        return any(may(request.user, v, obj or self.model) for v in ("view", "change"))

    def has_change_permission(self, request, obj=None):
        return may(request.user, "change", obj or self.model)

    def desk_page(self, request, owner, template, context):
        """A page of the desk about one story or question; one with its `state` can show
        what is said, which is fetched when it is shown."""
        if state := context.get("state"):
            context = {"talk": Talk(request.user, state)} | context
        about = {"owner": owner, "opts": self.opts}
        about["may_publish"] = may(request.user, "publish", owner)
        return respond(request, template, **about | context)
