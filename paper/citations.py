"""From an edition's row and its text to its citation."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from explainer.days import format_date
from paper.citation import Citation


def citation(row, document):
    """The citation of one edition, at the address where it stands for good."""
    kind = "question" if row.question_id else "story"
    day = timezone.localdate(row.live_from)
    return Citation(
        slug=row.slug,
        headline=row.headline,
        names=authors(document),
        paper=settings.SITE_NAME,
        day=day,
        written=format_date(day),
        number=row.number,
        site=settings.SITE_URL,
        place=reverse(f"{kind}_edition", args=[row.slug, row.number]),
        language=row.language,
    )


def authors(document):
    """Who wrote it; editors and translators are not cited."""
    people = document.get("byline", [])
    return [part["name"] for part in people if part.get("role", "by") == "by"]
