"""Audits what orders took out of the record: each change is told of, hash by hash."""

from itertools import groupby, pairwise
from operator import attrgetter

from django.utils import timezone

from explainer.document import digest
from stories.models import Edition, Redaction, Removal, Revision


def faults():
    """Texts that were changed and don't say so, and hashes that lead nowhere."""
    told = removals()
    yield from unsaid(told)
    for (of, key), chain in told.items():
        name = f"{of.capitalize()} {key}"
        for earlier, later in pairwise(chain):
            if of == Removal.REVISION and later.before != earlier.after:
                yield f"{name} was changed between two redactions."
        yield from end_faults(name, of, key, chain[-1])


def removals():
    """By kind and key of a text what was taken out of it, the first removal first."""
    text = attrgetter("of", "key")
    rows = sorted(Removal.objects.order_by("pk"), key=text)
    return {each: [*chain] for each, chain in groupby(rows, key=text)}


def unsaid(told):
    """Texts that a redaction is said to have changed, which itself knows nothing."""
    for of, model in ((Removal.REVISION, Revision), (Removal.EDITION, Edition)):
        changed = model.objects.exclude(redaction=None).values_list("pk", flat=True)
        for key in changed.order_by("pk"):
            if (of, key) not in told:
                yield f"{of.capitalize()} {key} was changed, and no redaction says so."


def end_faults(name, of, key, last):
    """Whether a text is what its last removal left; what was deleted is no fault."""
    if of == Removal.REVISION:
        row = Revision.objects.filter(pk=key).only("digest", "redaction").first()
        now = row and row.digest
    else:
        row = Edition.objects.filter(pk=key).only("note", "redaction").first()
        now = row and digest(row.note)
    if row and now != last.after:
        yield f"{name} isn't what its last redaction left of it."
    if row and row.redaction_id != last.redaction_id:
        yield f"{name} doesn't name its last redaction."


def notices():
    """What was taken out, when and why: it is as it should be, and to be known."""
    for redaction in Redaction.objects.order_by("pk").prefetch_related("removals"):
        at = timezone.localtime(redaction.at)
        rows = redaction.removals.all()
        yield (
            f"On {at:%Y-%m-%d %H:%M} words were taken out of {len(rows)} texts of the "
            f"record by order ({redaction.order}): {redaction.reason}"
        )
        for row in rows:
            yield f"  {row.of} {row.key}: {row.before[:12]} is now {row.after[:12]}"
