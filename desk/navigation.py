"""The desk's lasting navigation: on every page, of what this person may see."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# What is needed all day, in the order in which a story is made; the rest follows.
MAIN = {
    "stories.story": _("Stories"),
    "stories.question": _("Questions"),
    "sources.feeditem": _("Wires"),
    "sources.source": _("Sources"),
    "stories.pick": _("Front page"),
    "entities.entity": _("Who's who"),
    "images.image": _("Pictures"),
    "pages.readermessage": _("Letters"),
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
    rest = sorted(found.keys() - MAIN.keys(), key=lambda key: rank(found[key]))
    order = [*(key for key in MAIN if key in found), *rest]
    yield Place(_("The desk"), home, "page" * (path == home), True)
    for key in order:
        if address := found[key].get("admin_url"):
            name = label(found[key]["model"]._meta)
            yield Place(name, address, current(address, path), key in MAIN)
    if "stories.story" in found:
        yield Place(_("Corrections"), reverse("corrections"))


def rank(model):
    """By name; what is about who works here comes last, after its app."""
    opts, app = model["model"]._meta, ""
    if opts.app_label in ("auth", "people") and opts.model_name != "desk":
        app = opts.app_label
    return app, model["name"]


def current(address, path):
    if path == address:
        return "page"
    return "true" if path.startswith(address) else ""
