"""Takes in picture files: cleaned, and kept once under the hash of their bytes."""

import os

from django.core.files.base import ContentFile
from django.db import connection

from images.models import Image
from images.sanitizer import clean

SAID = ("alt", "caption", "credit", "licence", "decorative")


def take_in(content, *, src="", written=None, **words):
    """The image of these bytes, stored once. `words` fill what the row leaves empty.

    `src` is what a file calls the picture: a name made of its very bytes is kept.
    `written` collects the files that weren't there, for who may have to give them up.
    What a picture says of its own licence is left out: nobody looks at it here.
    The image's `removed` has what else the file held, as keys of `removals.LABELS`.
    """
    picture = clean(content, src=src)
    image = Image.objects.filter(name=picture.name).first() or Image()
    before = state(image)
    assign(image, picture)
    fill(image, words)
    fill(image, {**picture.words, "licence": ""})
    # The row comes first: another import of this picture waits until we are through.
    if image._state.adding or state(image) != before:
        image.save()
    elif connection.in_atomic_block:
        # To write what is there already would tell every page that shows it.
        Image.objects.select_for_update().get(pk=image.pk)
    if store(image, picture) and written is not None:
        written.append(image)
    return image


def state(image):
    """What the database has of a row, or will."""
    return [
        str(field.value_from_object(image)) for field in image._meta.concrete_fields
    ]


def assign(image, picture):
    """Give a row what is stored of its picture."""
    image.file = picture.name
    for name in ("name", "width", "height", "transparent", "removed"):
        setattr(image, name, getattr(picture, name))
    return image


def fill(image, words):
    """Write what is said into the fields that say nothing; returns their names."""
    filled = [name for name, text in words.items() if text and not getattr(image, name)]
    for name in filled:
        setattr(image, name, words[name])
    return filled


def store(image, picture):
    """Keep its bytes and its Content Credentials; says whether it wasn't there."""
    storage = image.file.storage
    is_new = keep(storage, picture.name, picture.content)
    if picture.manifest:
        keep(storage, manifest_name(image), picture.manifest)
    return is_new


def manifest_name(image):
    """Where its Content Credentials are: at no address that readers can ask for."""
    return image.name.replace("images", "manifests", 1) + ".c2pa"


def discard(image):
    """Delete what was stored of a picture."""
    for name in (image.name, manifest_name(image)):
        image.file.storage.delete(name)


def keep(storage, name, content):
    """Store these bytes under their name; says whether nothing was there."""
    is_new = not storage.exists(name)
    if not is_new and same(storage, name, content):
        return False
    # A file appears whole or not at all, and one that was cut short is replaced.
    folder, _, last = name.rpartition("/")
    made = storage.save(f"{folder}/.{last}.part", ContentFile(content))
    try:
        os.replace(storage.path(made), storage.path(name))
    except NotImplementedError:  # No disk of ours: such a store saves all or nothing.
        storage.delete(made)
        storage.delete(name)
        storage.save(name, ContentFile(content))
    return is_new


def same(storage, name, content):
    if storage.size(name) != len(content):
        return False
    with storage.open(name) as file:
        return file.read() == content
