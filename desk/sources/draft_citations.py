"""Puts sources into a saved draft, as a save of its own."""

from django.core.exceptions import ObjectDoesNotExist

from people.models import AuditEvent
from sources.recognition import key_for
from stories.models.freezing import part_models

MAY_TAKE = "sources.add_source"


def cite(owner, sources, by):
    """Add what the draft doesn't cite yet; returns the new parts.

    None if somebody has deleted it since it was looked up.
    """
    try:
        with owner.edited(by):
            if made := add_parts(owner, sources):
                note = ", ".join(part.key for part in made)
                AuditEvent.objects.record("sources", by=by, of=owner, note=note)
            return made
    except ObjectDoesNotExist:
        return []


def add_parts(owner, sources):
    """New parts behind the others, each under a key of its own."""
    model = part_models(owner)["sources"]
    parts = [*model.objects.filter(**{model.OWNER: owner})]
    keys = {part.key for part in parts}
    cited = {part.source_id for part in parts}
    place = max((part.position for part in parts), default=-1)
    made = []
    for source in dict.fromkeys(sources):
        if source.pk in cited:
            continue
        place += 1
        key = key_for(source, keys)
        part = model(source=source, key=key, position=place, **{model.OWNER: owner})
        part.kind = source.kind
        part.fill()
        part.save()
        keys.add(key)
        made.append(part)
    return made


def rows_for(sources):
    """What the form's new rows begin with, one for each source."""
    keys, rows = set(), []
    for source in sources:
        key = key_for(source, keys)
        keys.add(key)
        rows.append({"source": source.pk, "key": key, **label_of(source)})
    return rows


def label_of(source):
    """How a draft cites a source, until its writer says otherwise."""
    return {
        "kind": source.kind,
        "title": source.title,
        "outlet": str(source.outlet or ""),
        "author": source.author,
        "url": source.url,
        "archive_url": source.archive_url,
        "published": source.published,
        "accessed": source.accessed,
        "language": source.language,
        "syndicated_from": str(source.syndicated_from or ""),
    }
