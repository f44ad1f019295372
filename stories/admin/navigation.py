"""The desk's lasting navigation: on every page, of what this person may see."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# What is needed all day, in the order in which a story is made; the rest follows.
MAIN = {
    "stories.story": _("Stories"),
    "stories.question": _("Questions"),
    "stories.feeditem": _("Wires"),
    "stories.source": _("Sources"),
    "stories.pick": _("Front page"),
    "entities.entity": _("Who's who"),
    "stories.image": _("Pictures"),
    "stories.readermessage": _("Letters"),
}
LABELS = MAIN | {"auth.group": _("Roles"), "stories.tag": _("Tags")}


@dataclass(frozen=True)
class Place:
    """One place to go; `current` is a value of aria-current, or empty."""

    label: object
    address: str
    current: str = ""
    main: bool = False


def label(opts):
    """What the desk calls a list, in its navigation and as the list's title."""
    return LABELS.get(opts.label_lower) or capfirst(opts.verbose_name_plural)


def places(apps, path):
    """The desk itself, what is needed all day, then the rest, from Django's apps."""
    home = reverse("admin:index")
    found = {
        model["model"]._meta.label_lower: model
        for app in apps
        for model in app["models"]
    }
    order = [
        *(key for key in MAIN if key in found),
        *(k for k in sorted(found, key=is_elsewhere) if k not in MAIN),
    ]
    yield Place(_("The desk"), home, "page" * (path == home), True)
    for key in order:
        if address := found[key].get("admin_url"):
            name = label(found[key]["model"]._meta)
            yield Place(name, address, current(address, path), key in MAIN)
    if "stories.story" in found:
        yield Place(_("Corrections"), reverse("corrections"))


def is_elsewhere(name):
    """Whether it isn't about stories: that comes last."""
    return not name.startswith("stories.")


def current(address, path):
    if path == address:
        return "page"
    return "true" if path.startswith(address) else ""
