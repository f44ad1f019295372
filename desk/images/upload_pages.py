"""Several pictures at once: each file is taken or refused by itself, then described."""

from functools import partial
from time import monotonic

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.form.fields import DayInput
from desk.images.forms import ACCEPTED, WordsForm, looked_at
from images import rendition_files
from images.file_types import RefusedPictureError
from images.image_store import assign, fill, store
from images.models import Image
from images.removals import in_words
from people.desk_view import DeskView, respond
from people.refusals import TextRefusedError

AT_ONCE = 30
# So long an editor waits while sizes are made; readers' first requests make the rest.
PATIENCE = 4


class DescriptionForm(WordsForm):
    """One row of the page on which new pictures get their words."""

    class Meta(WordsForm.Meta):
        fields = ["alt", "decorative", "caption", "credit", "licence", "rights_until"]
        widgets = WordsForm.Meta.widgets | {"rights_until": DayInput}


def take(model_admin, request, picture, patience):
    """One of many pictures, with what its file says in words."""
    with transaction.atomic():
        image = assign(Image(added_by=request.user), picture)
        fill(image, picture.words)
        image.save()
        keep(image, picture, patience)
        model_admin.log_addition(request, image, "")
    return image


def keep(image, picture, patience=PATIENCE):
    """Store its bytes, and make the sizes for which there is time."""
    store(image, picture)
    prepare = partial(rendition_files.prepare, image, within=patience)
    transaction.on_commit(prepare, robust=True)


def upload_page(model_admin, request):
    """Takes up to `AT_ONCE` files and goes on to describe them; what was refused is
    said in messages."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    fault = ""
    if request.method == "POST":
        sent = request.FILES.getlist("files")
        fault = upload_fault(sent)
        if not fault and (images := take_all(model_admin, request, sent)):
            keys = {"image": [image.pk for image in images]}
            return redirect(reverse("admin:images_image_describe", query=keys))
    return respond(
        request,
        "desk/images/upload.html",
        title=_("Upload pictures"),
        opts=model_admin.opts,
        fault=fault,
        accepted=ACCEPTED,
        at_once=AT_ONCE,
    )


def take_all(model_admin, request, sent):
    """Take in what can be; say of everything else why not."""
    images, until = [], monotonic() + PATIENCE
    for file in sent:
        try:
            picture = looked_at(file)
            left = max(0, until - monotonic())
            images.append(take(model_admin, request, picture, left))
            if picture.removed:
                said = in_words(picture.removed)
                messages.info(request, f"“{file.name}”: {said}")
        except (RefusedPictureError, TextRefusedError) as refusal:
            messages.error(request, f"“{file.name}”: {refusal}")
        except IntegrityError:
            # Somebody else was a moment quicker with this picture.
            words = _("Somebody has just added this picture.")
            messages.error(request, f"“{file.name}”: {words}")
    if images:
        said = ngettext(
            "%(n)d picture is here.", "%(n)d pictures are here.", len(images)
        )
        words = _("Now say what they show and whose they are.")
        messages.success(request, f"{said % {'n': len(images)}} {words}")
    return images


def describe_page(model_admin, request):
    """A row for each of these pictures, all saved together or not at all."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    images = images_to_describe(model_admin, request)
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
                save_words(model_admin, request, forms)
                messages.success(request, _("Saved."))
                return redirect("admin:images_image_changelist")
    return respond(
        request,
        "desk/images/describe.html",
        title=_("Describe the pictures"),
        opts=model_admin.opts,
        forms=forms,
    )


def images_to_describe(model_admin, request):
    """The pictures that the address names, those that this person may change."""
    asked = {key for key in request.GET.getlist("image") if key.isdecimal()}
    keys = [int(key) for key in asked if len(key) < 19]
    images = model_admin.get_queryset(request).filter(pk__in=keys[:AT_ONCE])
    may = partial(model_admin.has_change_permission, request)
    return [*filter(may, images.order_by("pk"))]


def save_words(model_admin, request, forms):
    for form in forms:
        if form.has_changed():
            image = form.save(commit=False)
            model_admin.save_model(request, image, form, change=True)
            model_admin.log_change(request, image, [])


def upload_fault(sent):
    """Why none of what was sent is even looked at."""
    if not sent:
        return _("Choose at least one picture.")
    if len(sent) > AT_ONCE:
        return _("Choose %(most)d pictures at most.") % {"most": AT_ONCE}
    return ""


PAGES = [
    DeskView("upload/", upload_page, "upload"),
    DeskView("describe/", describe_page, "describe"),
]
