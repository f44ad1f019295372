"""One request to the form of a draft: what the form shows, and the text it makes."""

from django.contrib.admin.utils import flatten_fieldsets
from django.db import models

from desk.form.state import State
from explainer.field import PROSE_LIMIT
from explainer.identity import identity
from explainer.slugs import slug_of
from stories.models import Tag, freezing

TYPED = (models.CharField, models.TextField)
ADDRESSES = (models.SlugField, models.URLField)  # They are no text to look at.


class Save:
    """`shown`: a text, as a form sends it, that the form shows and doesn't save;
    `restored`: the kept text that this is. Once Django has made the form for its page:
    `form`, `formsets`, `owner` and `state` (None of a new draft), and the `conflict`
    that the form was refused for."""

    shown = restored = owner = state = conflict = None
    is_read_only = False  # Whether a text is made of what was sent, and nothing saved.

    def __init__(self, request):
        self.request, self.by = request, request.user

    @classmethod
    def of(cls, request):
        """The one of this request."""
        if not hasattr(request, "draft_save"):
            request.draft_save = cls(request)
        return request.draft_save

    def show(self, context):
        """Take note of the form that Django has made for its page."""
        self.form = context["adminform"].form
        self.formsets = [item.formset for item in context["inline_admin_formsets"]]
        self.owner = context["original"]
        self.state = self.owner and State(self.owner)


def typed_document(form, formsets):
    """The document of what a form has."""
    names = form.cleaned_data.get("tags", ())
    return form_document(form.instance, formsets, slugs(names) if names else ())


def form_document(owner, formsets, tags=()):
    """The document of an owner with the parts that the forms have."""
    parts = {formset.model.KEY: formset.parts() for formset in formsets}
    return freezing.assemble(owner, parts, tags)


def slugs(names):
    """Slugs of the tags with these names, made or not."""
    wanted = {identity(name): name for name in names}
    rows = Tag.objects.filter(identity__in=wanted)
    known = dict(rows.values_list("identity", "slug"))
    return [known.get(key) or slug_of(name) for key, name in wanted.items()]


def sent_document(admin, request, owner):
    """The document of what was sent, or of what is shown, to the form of `owner`; what
    is no good stands in it as typed. Nothing is written."""
    change = not owner._state.adding
    fields = flatten_fieldsets(admin.get_fieldsets(request, owner))
    form_class = admin.get_form(request, owner, change=change, fields=fields)
    form = form_class(request.POST, request.FILES, instance=owner)
    form.is_preview = Save.of(request).is_read_only = True
    form.is_valid()
    formsets, _ = admin._create_formsets(request, form.instance, change=change)
    for formset in formsets:
        formset.is_valid()
    for one in [form, *(row for formset in formsets for row in formset.forms)]:
        say_anyway(one)
    return typed_document(form, formsets)


def say_anyway(form):
    """Let a row say what was typed where it can't be kept: too long, a wrong key."""
    fields = {field.name: field for field in form.instance._meta.fields}
    for name in form.errors:
        field = fields.get(name)
        typed = form.data.get(form.add_prefix(name), "")[:PROSE_LIMIT]
        is_text = isinstance(field, TYPED) and not isinstance(field, ADDRESSES)
        if is_text and not field.choices:
            setattr(form.instance, name, typed)
        elif name == "date" and not form.instance.label:
            form.instance.label = typed
