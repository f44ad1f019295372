"""An edition for machines: its frozen document, and beside it what the record says.

The document is as it was frozen, so its hash can be asked for. Any other form of an
edition begins from the same envelope. Refusals are in JSON where a twin is asked for.
"""

from django.conf import settings
from django.http import HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from explainer.document import canonical, digest
from paper.editions import queries as record
from stories.models import Removal

FORMAT = "edition/1"
JSON = "application/json"
# Each edition has these forms: what they are, and the address's name.
FORMS = {"text/html": "edition", JSON: "edition_json"}


def envelope(reading, row, document):
    """What the record says of an edition, for any of its forms; moments are ISO 8601.

    `digest` is only there if the document is whole: of what readers don't have it
    would let guesses be tried.
    """

    def site(page, *numbers):
        return f"{settings.SITE_URL}{reading.address(page, *numbers)}"

    current = reading.current
    said = {
        "format": FORMAT,
        "address": f"{settings.SITE_URL}{current.get_absolute_url()}",
        "edition": row.number,
        "kind": row.kind,
        "note": row.note,
        "published_at": row.live_from.isoformat(),
        "first_published_at": row.first_published_at.isoformat(),
        "updated_at": row.updated_at.isoformat(),
        "language": row.language or get_language(),
        "corrections": [
            edition_entry(edition) for edition in corrections(reading, row)
        ],
        "forms": [
            {"type": kind, "address": site(page, row.number)}
            for kind, page in FORMS.items()
        ],
        "current": {"edition": current.number, "address": site("json")},
    }
    if digest(canonical(document)) == row.digest:
        said["digest"] = f"sha256:{row.digest}"
    if removed := reading.removed.get(row.pk):
        said["removed"] = [*map(removal_entry, removed)]
    return said


def removal_entry(removal):
    """What an order took out: the hash that the text had before stays known."""
    redaction, is_note = removal.redaction, removal.of == Removal.EDITION
    said = {
        "at": redaction.at.isoformat(),
        "order": redaction.order,
        "reason": redaction.reason,
        "from": "note" if is_note else "document",
    }
    return said if is_note else said | {"digest_before": f"sha256:{removal.before}"}


def corrections(reading, row):
    """Those that were made up to an edition."""
    known = reading.history.up_to(row.number)
    return [edition for edition in known if edition.kind in record.AMENDING]


def edition_entry(row):
    """One edition as others point at it."""
    return {
        "edition": row.number,
        "kind": row.kind,
        "note": row.note,
        "published_at": row.live_from.isoformat(),
    }


def is_twin(path):
    return path.partition("?")[0].lower().endswith(".json")


def respond_missing():
    return in_json({"status": 404}, status=404)


def respond_gone(request, row):
    """The note that stands in the place of what was taken down."""
    if not is_twin(request.path_info):
        return render(request, "410.html", {"showing": row}, status=410)
    address = f"{settings.SITE_URL}{row.get_absolute_url()}"
    return in_json(
        {"status": 410, "address": address, **edition_entry(row)}, status=410
    )


def respond_moved(to):
    if not is_twin(to):
        return HttpResponsePermanentRedirect(to)
    said = {"status": 301, "address": f"{settings.SITE_URL}{to}"}
    return in_json(said, status=301, headers={"Location": to})


def in_json(said, **options):
    """JSON in readers' own letters, on one line."""
    compact = {"ensure_ascii": False, "separators": (",", ":")}
    return JsonResponse(said, json_dumps_params=compact, **options)
