"""Whether pictures say what they show and whose they are. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from explainer.checks.context import Context
from explainer.document import Document
from explainer.finding import Finding

SOON = timedelta(days=14)


def pictures(document: Document) -> Iterator[tuple[str, Document]]:
    """(place, picture): the one at the top, then the figures that are none of words."""
    if document.get("image"):
        yield "image", document["image"]
    for number, figure in enumerate(document.get("figures", [])):
        if figure.get("src"):
            yield f"figures[{number}]", figure


def labels(document: Document, context: Context) -> Iterator[Finding]:
    """Alternative text, unless it only decorates; credit and licence, always."""
    demands = {
        "alt": _("The picture has no alternative text."),
        "credit": _("The picture has no credit."),
        "licence": _("The picture has no licence."),
    }
    for place, picture in pictures(document):
        for key, message in demands.items():
            if key == "alt" and picture.get("decorative"):
                continue
            if not picture.get(key):
                about = picture.get("src", "")
                yield Finding(f"{place}.{key}", message, f"picture-{key}", about=about)


def rights(document: Document, context: Context) -> Iterator[Finding]:
    """Whether we may show it, and for how long."""
    for place, picture in pictures(document):
        end = context.ends.get(picture.get("src", ""))
        if end is None:
            continue
        if end <= context.today:
            message = _("We may no longer show this picture.")
            yield Finding(f"{place}.src", message, "picture-ended")
        elif end <= context.today + SOON:
            days = (end - context.today).days
            message = _("Days until we may no longer show this picture: {}.")
            yield Finding(f"{place}.src", message.format(days), "picture-ends")
