"""The public page of what is in the form, saved or not. Nothing is written."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from desk.form.desk_page import DeskPage
from desk.form.draft_page import draft_page, kind_of
from desk.form.save import sent_document
from stories.models import freezing

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
    """The response with the document as readers' templates print it; pictures come from
    the desk."""
    page = draft_page(request, document, file_address)
    return render(request, f"paper/page/{kind_of(document)}.html", {"page": page})


def file_address(image):
    """The desk's own address of a picture that readers may not have met yet."""
    return reverse("admin:images_image_file", args=[image.pk])
