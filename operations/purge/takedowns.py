"""What must not be seen again, whatever happens: a cache may serve no old page of it,
even while nobody can be asked."""

from django.utils import timezone

from images.models import Image
from paper.generation import EVERYTHING
from stories.models import Showing


def taken_down(keys):
    """Those of these keys whose text or picture readers have no more. With everything
    goes what may have been taken out of it."""
    if EVERYTHING in keys:
        return {EVERYTHING}
    now = timezone.now()
    texts, pictures = names_of("slug", keys), names_of("image", keys)
    if texts:
        live = Showing.objects.live(now).filter(slug__in=texts)
        texts -= {*live.values_list("slug", flat=True)}
    if pictures:
        found = Image.objects.filter(name__in=pictures)
        pictures -= {picture.name for picture in found if picture.showable(now)}
    return {f"slug:{name}" for name in texts} | {f"image:{name}" for name in pictures}


def names_of(kind, keys):
    return {key.partition(":")[2] for key in keys if key.startswith(f"{kind}:")}
