"""What an edition says of a day: its quotes, events and expectations, one row each.

Derived like the mentions, for the pages that gather them from many stories.
"""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from explainer import prose
from explainer.days import PRECISIONS, begin_of, bygone, day, order
from stories.models.showing import FOREVER, Showing, SpanQuerySet

LABEL = ("title", "outlet", "url", "published", "kind")


class Dated(models.Model):
    """A quote, an event or an expectation, as one edition printed it."""

    class Kind(models.TextChoices):
        QUOTE = "quote"
        EVENT = "event"
        EXPECTATION = "expectation"

    showing = models.ForeignKey(Showing, on_delete=models.CASCADE, related_name="dated")
    kind = models.CharField(max_length=11, choices=Kind)
    uid = models.CharField(max_length=36)
    entity = models.ForeignKey(
        "entities.Entity", on_delete=models.PROTECT, null=True, related_name="dated"
    )
    day = models.DateField(null=True)
    precision = models.CharField(max_length=5, blank=True)
    label = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    said = models.JSONField(default=dict)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(default=FOREVER)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("dated row")
        verbose_name_plural = _("dated rows")
        indexes = [
            models.Index("entity", "kind", F("day").desc(), name="dated_of_entity"),
            models.Index("day", "kind", name="dated_by_day"),
        ]

    def __str__(self):
        return f"{self.kind} {self.uid}"

    @property
    def age(self):
        """What puts days before the year 1 in order, behind all that have a day; the
        youngest first, and last what has none."""
        begin = "" if self.day else begin_of(self.label)
        back = [-part for part in order(begin)] if begin else [10_000]
        return self.day is None, back


def rows(showing, document, entities):
    """Unsaved rows of a document; `entities` by slug are those that it names."""
    sources = {part["key"]: part for part in document.get("sources", [])}
    found = [
        *(quote(part, sources, entities) for part in document.get("quotes", [])),
        *(event(part, sources) for part in document.get("timeline", [])),
        *(expectation(part, sources) for part in document.get("expectations", [])),
    ]
    for number, row in enumerate(found, 1):
        row.uid = row.uid or f"{number}"
        row.showing = showing
        row.live_from, row.live_until = showing.live_from, showing.live_until
    return found


def quote(part, sources, entities):
    names = ("role", "speaker", "paraphrase", "original", "original_language")
    said = subset(part, (*names, "context", "key"))
    if source := sources.get(part.get("source", "")):
        said["source"] = subset(source, LABEL)
    row = dated_row(part, Dated.Kind.QUOTE, "said_on", said)
    row.entity = entities.get(part.get("entity"))
    return row


def event(part, sources):
    said = subset(part, ("key_event",)) | cited_text(part, sources)
    row = dated_row(part, Dated.Kind.EVENT, "date", said)
    begin = begin_of(row.label)
    if row.day is None and begin and not bygone(begin):
        # It stands among the others where it began.
        row.day = day(f"{begin}-01-01"[:10])
        row.precision = PRECISIONS[begin.count("-")]
    return row


def expectation(part, sources):
    said = subset(part, ("outcome",)) | cited_text(part, sources)
    return dated_row(part, Dated.Kind.EXPECTATION, "due", said)


def dated_row(part, kind, day_field, said):
    """The row of a part, of no edition yet."""
    on = part.get(day_field, "")
    return Dated(
        kind=kind,
        uid=part.get("uid", ""),
        day=day(on),
        precision=part.get("precision", "day") if on else "",
        label=part.get("label", ""),
        text=part.get("text", ""),
        said=said,
    )


def subset(part, names):
    return {name: part[name] for name in names if name in part}


def cited_text(part, sources):
    """A text's words alone, and each source that it cites or its part names, once."""
    text = part.get("text", "")
    keys = [key for key, _locator in prose.citations(text)] + part.get("sources", [])
    cited = {
        key: subset(sources[key], ("key", *LABEL)) for key in keys if key in sources
    }
    return {"words": prose.plain(text), "sources": [*cited.values()]}
