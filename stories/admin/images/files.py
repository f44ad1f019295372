"""The bytes of pictures at the desk, where readers may not have met them yet."""

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from stories import renditions
from stories.pictures import making
from stories.pictures.storing import manifest_name

AN_HOUR = 3600


def original(image):
    """The file as it is stored."""
    try:
        return private(FileResponse(image.file.open()))
    except FileNotFoundError:
        raise Http404 from None


def credentials(image):
    """The Content Credentials that its file came with, to be looked at elsewhere."""
    try:
        found = image.file.storage.open(manifest_name(image))
    except FileNotFoundError:
        raise Http404 from None
    return private(FileResponse(found, as_attachment=True))


def rendition(image, name):
    """One size of it. Whoever looks for the right crop leaves none of their tries."""
    asked = renditions.named(name)
    size = (image.width, image.height)
    if not asked or asked not in renditions.listed(
        size, image.transparent, asked.focal
    ):
        raise Http404
    try:
        made = making.rendition(image, asked, kept=asked.focal is None)
    except making.NoPictureError:
        raise Http404 from None
    return private(HttpResponse(made, content_type=asked.type))


def thumbnail(image):
    """The picture as lists show it."""
    [width] = renditions.widths(image.width, [renditions.AT_THE_DESK])
    return rendition(image, renditions.Rendition(width, "webp").name)


def thumbnail_address(image):
    return reverse("admin:stories_image_thumb", args=[image.pk])


def private(response):
    """A stored picture never changes, so the browser that got it may keep it."""
    patch_cache_control(response, private=True, max_age=AN_HOUR)
    return response
