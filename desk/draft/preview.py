"""The public page of what is in the form, saved or not. Nothing is written."""

from dataclasses import replace
from functools import partial

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from desk.form.desk_page import DeskPage
from desk.form.save import sent_document
from explainer.blocks import fields_of, named_entities
from explainer.checks.structure import unfinished_fields
from paper.page import Surroundings, build
from paper.page.question_page import build as build_question
from paper.queries import page_rows
from stories.models import facts, freezing

# The desk shows the preview in a frame; nobody else may.
FRAMED = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}


class Preview(DeskPage):
    routes = (
        ("preview/", "preview_page", "preview_new"),
        ("<path:object_id>/preview/", "preview_page", "preview"),
    )

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_override(FRAMED))
    def preview_page(self, request, object_id=None):
        """The page that readers would get, for the desk alone: GET shows the draft as
        it was saved, POST the form as it is."""
        owner = self.draft_for(request, object_id)
        if request.method == "POST":
            document = sent_document(self.admin, request, owner)
        else:
            document = freezing.freeze(owner)
        page = as_read(request, document)
        page["X-Robots-Tag"] = "noindex, nofollow"
        return page


def as_read(request, document):
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


def file_address(image):
    """The desk's own address of a picture that readers may not have met yet."""
    return reverse("admin:images_image_file", args=[image.pk])
