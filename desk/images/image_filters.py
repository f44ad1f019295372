"""What the list of pictures can be narrowed to, and the marks that each one wears."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from desk.images.usage import rights_in_words, unused_images
from images.models import SOON

KINDS = {
    "no-alt": _("Missing alternative text"),
    "no-credit": _("Uncredited"),
    "ending": _("Rights ending soon"),
    "ended": _("Rights ended"),
    "killed": _("Killed"),
    "unused": _("Used nowhere"),
}


def images_of_kind(images, kind, now):
    """The pictures of one kind."""
    if kind == "no-alt":
        return images.filter(alt="", decorative=False)
    if kind == "no-credit":
        return images.filter(credit="")
    if kind == "ending":
        return images.ending(now, SOON)
    if kind == "ended":
        kept = images.showable(now).values("pk")
        return images.filter(killed_at=None).exclude(pk__in=kept)
    if kind == "killed":
        return images.filter(~Q(killed_at=None))
    return unused_images(images)


class KindFilter(admin.SimpleListFilter):
    title = _("what needs a look")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [*KINDS.items()]

    def queryset(self, request, queryset):
        if self.value() not in KINDS:
            return queryset
        return images_of_kind(queryset, self.value(), request.now)


def marks(image, now):
    """(kind, words) of what somebody should see to."""
    found = []
    if said := rights_in_words(image, now):
        left = image.days_left(now)
        kind = "gone" if left is None else "quiet" if left > SOON.days else "open"
        found.append((kind, said))
    if not image.alt and not image.decorative:
        found.append(("open", _("No alternative text")))
    if not image.credit:
        found.append(("open", _("No credit")))
    if image.keep_whole:
        found.append(("quiet", _("Never crop")))
    return found
