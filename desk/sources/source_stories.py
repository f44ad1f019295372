"""The stories that cite a source already, for whoever is about to cite it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.models import Story


def stories_of(source):
    """The stories whose drafts cite it."""
    return Story.objects.filter(storysource__source=source).distinct()


def acquaintance(taking):
    """That we have it, in words; nothing if it is new."""
    if taking.is_new:
        return ""
    count = stories_of(taking.source).count()
    if not count:
        return _("We have this already.")
    return ngettext(
        "We have this already, cited in %(count)d story.",
        "We have this already, cited in %(count)d stories.",
        count,
    ) % {"count": count}
