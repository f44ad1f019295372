"""Several pictures at once: each file is taken or refused by itself, then described."""

from time import monotonic

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.form.fields import DayInput
from desk.images.forms import ACCEPTED, LicenceInput, WordsForm, looked_at
from images.file_types import RefusedPictureError
from images.removals import in_words

AT_ONCE = 30
# So long an editor waits while sizes are made; readers' first requests make the rest.
PATIENCE = 4


class DescriptionForm(WordsForm):
    """One row of the page on which new pictures get their words."""

    class Meta(WordsForm.Meta):
        fields = ["alt", "decorative", "caption", "credit", "licence", "rights_until"]
        widgets = {"licence": LicenceInput, "rights_until": DayInput}


class UploadPages:
    """Mixed into the admin of images."""

    def get_urls(self):
        def own(route, view):
            name = f"images_image_{route.strip('/')}"
            return path(route, self.admin_site.admin_view(view), name=name)

        return [
            own("upload/", self.upload_page),
            own("describe/", self.describe_page),
            *super().get_urls(),
        ]

    def upload_page(self, request):
        """Takes up to `AT_ONCE` files and goes on to describe them; what was refused is
        said in messages."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        fault = ""
        if request.method == "POST":
            sent = request.FILES.getlist("files")
            fault = upload_fault(sent)
            if not fault and (taken := self.taken(request, sent)):
                return HttpResponseRedirect(describe_address(taken))
        return self.page(
            request,
            "desk/images/upload.html",
            title=_("Upload pictures"),
            fault=fault,
            accepted=ACCEPTED,
            at_once=AT_ONCE,
        )

    def taken(self, request, sent):
        """Take in what can be; say of everything else why not."""
        taken, until = [], monotonic() + PATIENCE
        for file in sent:
            try:
                picture = looked_at(file)
                left = max(0, until - monotonic())
                taken.append(self.take(request, picture, left))
                if picture.removed:
                    said = in_words(picture.removed)
                    messages.info(request, f"“{file.name}”: {said}")
            except RefusedPictureError as refusal:
                messages.error(request, f"“{file.name}”: {refusal}")
            except IntegrityError:
                # Somebody else was a moment quicker with this picture.
                words = _("Somebody has just added this picture.")
                messages.error(request, f"“{file.name}”: {words}")
        if taken:
            said = ngettext(
                "%(n)d picture is here.", "%(n)d pictures are here.", len(taken)
            )
            words = _("Now say what they show and whose they are.")
            messages.success(request, f"{said % {'n': len(taken)}} {words}")
        return taken

    def describe_page(self, request):
        """A row for each of these pictures, all saved together or not at all."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        images = self.described(request)
        sent = request.POST if request.method == "POST" else None
        forms = [
            DescriptionForm(sent, instance=image, prefix=f"image-{image.pk}")
            for image in images
        ]
        if sent is not None and images:
            with transaction.atomic():
                # Every row is looked at, so that all faults are told at once.
                wrong = [form for form in forms if not form.is_valid()]
                if not wrong:
                    self.keep_words(request, forms)
                    messages.success(request, _("Saved."))
                    changelist = reverse("admin:images_image_changelist")
                    return HttpResponseRedirect(changelist)
        return self.page(
            request,
            "desk/images/describe.html",
            title=_("Describe the pictures"),
            forms=forms,
        )

    def described(self, request):
        """The pictures that the address names, those that this person may change."""
        asked = {key for key in request.GET.getlist("image") if key.isdecimal()}
        keys = [int(key) for key in asked if len(key) < 19]
        images = self.get_queryset(request).filter(pk__in=keys[:AT_ONCE]).order_by("pk")
        return [image for image in images if self.has_change_permission(request, image)]

    def keep_words(self, request, forms):
        for form in forms:
            if form.has_changed():
                image = form.save(commit=False)
                self.save_model(request, image, form, change=True)
                self.log_change(request, image, [])

    def page(self, request, template, **context):
        whole = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, template, whole)


def upload_fault(sent):
    """Why none of what was sent is even looked at."""
    if not sent:
        return _("Choose at least one picture.")
    if len(sent) > AT_ONCE:
        return _("Choose %(most)d pictures at most.") % {"most": AT_ONCE}
    return ""


def describe_address(images):
    query = urlencode({"image": [image.pk for image in images]}, doseq=True)
    return f"{reverse('admin:images_image_describe')}?{query}"
