"""One line for each request. What it tells of readers is what anybody may know."""

import logging
from types import SimpleNamespace

from django.conf import settings

from operations.observation.masking import asked_path, masked_query
from people.client_address import address_of

logger = logging.getLogger("access")
LINE = "%(method)s %(path)s %(status)s %(bytes)s B %(ms).1f ms %(queries)s q"
DESK = "/admin/"


def write_line(environ, note, seconds):
    """Tell the log of an answer, as it is sent."""
    facts = facts_of(environ, note, seconds)
    said = [LINE % (facts | {"ms": 1000 * seconds})]
    said += [facts[name] for name in ("cache", "view") if name in facts]
    logger.info(" ".join(said), extra=facts)


def facts_of(environ, note, seconds):
    facts = {
        "method": environ.get("REQUEST_METHOD", "")[:10],
        "path": asked_path(environ),
        "status": int(note.status[:3] or 0),
        "bytes": size_of(note),
        "seconds": round(seconds, 6),
        "queries": note.queries,
        "request_id": note.id,
    }
    if query := environ.get("QUERY_STRING"):
        facts["query"] = masked_query(query)
    if note.queries:
        facts["query_seconds"] = round(note.query_seconds, 6)
    facts |= {name: said for name in ("view", "cache") if (said := getattr(note, name))}
    if note.user is not None and facts["path"].startswith(DESK):
        facts["user"] = note.user
    if settings.LOG_ADDRESSES:
        facts["address"] = address_of(SimpleNamespace(META=environ))
    return facts


def size_of(note):
    """Bytes of the body as the answer names them."""
    for name, value in note.headers:
        if name == "Content-Length":
            return int(value)
    return 0
