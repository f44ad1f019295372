"""The bytes of pictures at the desk, where readers may not have met them yet."""

from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from images import rendition_files, renditions

AN_HOUR = 3600


def file_response(image, name, **options):
    """A file of this picture as it is stored: itself, or its Content Credentials.

    It is read whole, so that no file stays open for a browser that has gone.
    """
    try:
        with image.file.storage.open(name) as file:
            content = ContentFile(file.read(), name)
    except FileNotFoundError:
        raise Http404 from None
    return private(FileResponse(content, **options))


def rendition(image, name):
    """One size of it. Whoever looks for the right crop leaves none of their tries."""
    asked = renditions.parse_name(name)
    size = (image.width, image.height)
    if not asked or asked not in renditions.all_renditions(
        size, image.transparent, asked.focal
    ):
        raise Http404
    try:
        made = rendition_files.rendition(image, asked, kept=asked.focal is None)
    except rendition_files.NoPictureError:
        raise Http404 from None
    return private(HttpResponse(made, content_type=asked.type))


def thumbnail(image):
    """The picture as lists show it."""
    [width] = renditions.widths(image.width, [renditions.AT_THE_DESK])
    return rendition(image, renditions.Rendition(width, "webp").name)


def thumbnail_address(image):
    return reverse("admin:images_image_thumb", args=[image.pk])


def private(response):
    """A stored picture never changes, so the browser that got it may keep it."""
    patch_cache_control(response, private=True, max_age=AN_HOUR)
    return response
