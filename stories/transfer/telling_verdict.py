"""An editor's word on a possible match: the text comes in as that story, or as its own.

Later texts that waited for the same word are looked at again, and those that are sure
now come in after it.
"""

from django.db import transaction
from django.utils import timezone

from people.refusals import RefusedError
from stories.archives.entry import Item
from stories.archives.likeness import Verdict
from stories.models import Telling
from stories.transfer import telling_match
from stories.transfer.telling_import import BatchImport, TellingImport, Text


class NotTakenError(RefusedError):
    """The text can't come in: its faults say why."""

    message = "{why}"


@transaction.atomic
def settle(key, verdict, *, by, publishing):
    """Do as an editor says; returns the report, or None if somebody said so before.

    `publishing(row, story)` is how a text goes out as a story, or as a new one; None
    where it becomes a draft.
    """
    rows = Telling.objects.select_for_update(of=("self",)).select_related("candidate")
    row = rows.get(pk=key)
    if not row.is_waiting:
        return None
    candidate = row.candidate
    story = candidate if verdict == Telling.Verdict.SAME else None
    report = bring_in(row, story, publishing(row, story))
    said = {"verdict": verdict, "decided_by": by, "decided_at": timezone.now()}
    Telling.objects.filter(pk=row.pk).update(**said)
    settled = Telling.objects.get(pk=row.pk).story
    waiting = Telling.objects.waiting().filter(candidate=candidate)
    for other in waiting.exclude(pk=row.pk).order_by("at", "pk"):
        look_again(other, settled, report, publishing)
    return report


def look_again(row, settled, report, publishing):
    """Bring a text in if it surely is what was settled; else ask about what is most
    alike now, of which nobody has said anything here."""
    text = text_of(row)
    best = next(iter(telling_match.matches(text.said, text.at, text.batch)), None)
    if best is None:
        return
    if best.verdict == Verdict.SAME and best.story.pk == settled.pk:
        report.add(bring_in(row, settled, publishing(row, settled)))
    elif best.story.pk != row.candidate_id:
        row.candidate, row.score = best.story, round(100 * best.likeness.score)
        row.signs = vars(best.likeness) | {}
        row.save(update_fields=["candidate", "score", "signs"])


def bring_in(row, story, publishing):
    """Write the text of a row as this story, or as a new one; returns the report."""
    text = text_of(row)
    said = row.options
    run = TellingImport(desk=said.get("desk", ""), language=said.get("language", ""))
    how = {"publishing": publishing, "media": None, "spares_people": True}
    BatchImport(run, [text], lambda address: "").take(text, story, how)
    if run.report.refused:
        raise NotTakenError(why="; ".join(map(str, run.report.refused)))
    return run.report


def text_of(row):
    """A text as it was kept while it waited."""
    item = Item(**row.entry)
    text = Text(row.name, row.headline, item, row.seal, row.batch, row.at)
    text.row, text.said = row, telling_match.of_row(row)
    return text
