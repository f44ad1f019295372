"""The public page of what is in the form, saved or not. Nothing is written."""

from dataclasses import replace
from functools import partial

from django.conf import settings
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from desk.form.desk_page import DeskPage
from explainer.blocks import fields_of, named_entities
from explainer.checks.structure import unfinished_fields
from explainer.format import PROSE_LIMIT
from explainer.identity import identity
from explainer.slugs import slug_of
from paper.page import Surroundings, build
from paper.page.question_page import build as build_question
from paper.queries import page_rows
from stories.models import Tag, facts, freezing

# The desk shows the preview in a frame; nobody else may.
FRAMED = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}
TYPED = (models.CharField, models.TextField)
ADDRESSES = (models.SlugField, models.URLField)  # They are no text to look at.


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


class PreviewPage(DeskPage):
    """Mixed into an admin whose model is published."""

    def get_urls(self):
        page = self.preview_page
        return [
            self.desk_path("preview/", page, "preview_new"),
            self.desk_path("<path:object_id>/preview/", page, "preview"),
            *super().get_urls(),
        ]

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_override(FRAMED))
    def preview_page(self, request, object_id=None):
        """GET shows the draft as it was saved, POST the form as it is."""
        if object_id:
            is_sent = request.method == "POST"
            found = self.owner_for_editing if is_sent else self.owner_for_viewing
            owner = found(request, object_id)
        elif self.has_add_permission(request):
            owner = self.model()
        else:
            raise PermissionDenied
        if request.method == "POST":
            document = self.from_form(request, owner, change=bool(object_id))
        else:
            document = freezing.freeze(owner)
        return self.shown(request, document)

    def from_form(self, request, owner, change):
        """The document of what was sent; what is no good stands in it as typed."""
        fields = flatten_fieldsets(self.get_fieldsets(request, owner))
        form_class = self.get_form(request, owner, change=change, fields=fields)
        form = form_class(request.POST, request.FILES, instance=owner)
        form.is_preview = True
        form.is_valid()
        formsets, _ = self._create_formsets(request, form.instance, change=change)
        for formset in formsets:
            formset.is_valid()
        for one in [form, *(row for formset in formsets for row in formset.forms)]:
            say_anyway(one)
        names = form.cleaned_data.get("tags", ())
        return form_document(form.instance, formsets, slugs(names) if names else ())

    def shown(self, request, document):
        """The page that readers would get of a document now, for the desk alone."""
        page = self.as_read(request, document)
        page["X-Robots-Tag"] = "noindex, nofollow"
        return page

    def as_read(self, request, document):
        """The response with the document as readers' templates print it; parts that are
        half filled in are left out, pictures come from the desk."""
        document = presentable(document, fields_of(document))
        if document["format"].startswith("question/"):
            named = page_rows.entities(named_entities(document))
            around = Surroundings(request.now, address=request.path, entities=named)
            page = build_question(document, around, [])
            return render(request, "paper/page/question.html", {"page": page})
        named = page_rows.references({"slug": ""} | document)
        around = page_rows.surroundings(named, request.now, address=request.path)
        for image in around.images.values():
            image.get_absolute_url = partial(file_address, image)  # sizes lie below it
        outlets = facts.publishers(document, by_host=False)
        around = replace(around, publishers=outlets)
        page = build(document, request.GET.get("depth", ""), around)
        return render(request, "paper/page/story.html", {"page": page})


def presentable(value, fields):
    """A document without the parts that there is nothing to show of yet."""
    made = dict(value)
    for name, field in fields.items():
        if field.kind == "list" and name in made:
            parts = [presentable(part, field.items) for part in made[name]]
            made[name] = [part for part in parts if is_whole(part, field)]
        elif field.kind == "object" and name in made:
            made[name] = presentable(made[name], field.items)
            if not is_whole(made[name], field):
                del made[name]
    return made


def is_whole(part, field):
    lacked = [
        field.items[found.place] for found in unfinished_fields(part, field.items)
    ]
    return all(item.instead not in ("", "table") for item in lacked)


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


def file_address(image):
    """The desk's own address of a picture that readers may not have met yet."""
    return reverse("admin:images_image_file", args=[image.pk])
