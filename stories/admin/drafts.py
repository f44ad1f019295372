"""What editing a story and a question have in common: one save that loses nothing."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stories.admin.difference import Described
from stories.admin.fields import WIDGETS, without_detours
from stories.admin.history import HistoryPages
from stories.admin.preview import PreviewPage, assembled, slugs
from stories.admin.state import State, when
from stories.admin.verbpages import VerbPages


class DraftForm(forms.ModelForm):
    """Refuses to save over what somebody else saved since the page was loaded."""

    loaded_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    is_preview = False

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if not self.instance._state.adding:
            self.fields["loaded_version"].initial = self.instance.lock_version

    def clean(self):
        said = super().clean()
        if self.instance._state.adding or self.is_preview:
            return said
        # The lock lasts until the admin's transaction ends, so nobody comes between.
        rows = type(self.instance)._default_manager.select_for_update(no_key=True)
        version = rows.values_list("lock_version", flat=True).get(pk=self.instance.pk)
        over = self.data.get("_overwrite") == str(version)
        if said.get("loaded_version") != version and not over:
            self.conflict = version
            raise ValidationError(self.who_saved(), code="conflict")
        self.instance.lock_version = version + 1
        return said

    def who_saved(self):
        head = self.instance.head
        who = (head and head.created_by) or _("Someone")
        at = when(head.created_at, timezone.now()) if head else _("a moment ago")
        return _(
            "%(who)s saved at %(at)s while you were writing. Nothing of yours is "
            "lost: it is kept below, not saved yet."
        ) % {"who": who, "at": at}


class DraftAdmin(VerbPages, HistoryPages, PreviewPage, admin.ModelAdmin):
    form = DraftForm
    change_form_template = "admin/stories/draft.html"
    formfield_overrides = WIDGETS
    reading_order = ()  # Fieldsets and inlines as they follow on the public page.
    save_on_top = False

    class Media:
        js = [
            forms.Script("js/desk-parts.js", type="module"),
            forms.Script("js/desk-words.js", type="module"),
            forms.Script("js/desk-save.js", type="module"),
            forms.Script("js/desk-preview.js", type="module"),
        ]

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        cls.inlines = [item for item in cls.reading_order if isinstance(item, type)]
        cls.fieldsets = [item for item in cls.reading_order if isinstance(item, tuple)]

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        return without_detours(field)

    def render_change_form(self, request, context, *args, **options):
        fieldsets = iter(context["adminform"])
        inlines = {type(item.opts): item for item in context["inline_admin_formsets"]}
        context["blocks"] = [
            {"inline": inlines.get(item)}
            if isinstance(item, type)
            else {"fieldset": next(fieldsets)}
            for item in self.reading_order
        ]
        context["may_publish"] = self.may_publish(request)
        if owner := context["original"]:
            context |= self.desk_context(request, owner, context["adminform"].form)
            if context["conflict"]:
                context["theirs"] = self.from_theirs(owner, context)
        return super().render_change_form(request, context, *args, **options)

    def desk_context(self, request, owner, form):
        """What the page says besides the form itself."""
        owner.state = state = State(owner)
        return {
            "state": state,
            "verbs": self.open_verbs(request, state),
            "conflict": getattr(form, "conflict", None),
        }

    def from_theirs(self, owner, context):
        """The changes from what somebody else has saved to what this form has."""
        formsets = [item.formset for item in context["inline_admin_formsets"]]
        names = context["adminform"].form.cleaned_data.get("tags", ())
        mine = assembled(owner, formsets, slugs(names) if names else ())
        return Described(owner, owner.head.content, mine)

    def save_related(self, request, form, formsets, change):
        """Save the parts, and keep the whole as a revision, in the same transaction."""
        if "tags" in form.changed_data or not change:
            form.save_m2m()
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        owner = form.instance
        tags = owner.tags.slugs() if hasattr(owner, "tags") else ()
        document = assembled(owner, formsets, tags)
        owner.save_revision(by=request.user, document=document)

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.response_saved(request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self.response_saved(request, obj)

    def response_saved(self, request, owner):
        """One Save, which stays on the page, or goes on to publishing."""
        if "_publish" in request.POST and self.may_publish(request):
            return HttpResponseRedirect(self.address("publish", owner))
        words = _("Saved. %(state)s") % {"state": State(owner).words}
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", owner))

    def address(self, page, owner, *more):
        opts = self.opts
        name = f"admin:{opts.app_label}_{opts.model_name}_{page}"
        return reverse(name, args=[owner.pk, *more])

    def may_publish(self, request):
        opts = self.opts
        return request.user.has_perm(f"{opts.app_label}.publish_{opts.model_name}")

    def has_delete_permission(self, request, obj=None):
        """What readers had stays; only a draft that never went out can be deleted."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return False
        state = getattr(obj, "state", None)
        return not (state.editions if state else obj.editions.exists())

    def get_deleted_objects(self, objs, request):
        """The draft and its saves go together: nothing else hangs on them."""
        return [str(item) for item in objs], {}, set(), []

    def delete_model(self, request, obj):
        obj.revisions.all().delete()
        super().delete_model(request, obj)

    def view_on_site(self, owner):
        """The public page, while there is one."""
        state = getattr(owner, "state", None) or State(owner)
        if not state.live:
            return None
        try:
            return reverse(owner.path_kind, args=[state.live.revision.content["slug"]])
        except NoReverseMatch:
            return None
