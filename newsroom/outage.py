"""What is answered when the database is gone, busy or full: a page that says so, with
what was typed. Nothing here asks the database. A page that the cache before Django
remembers is sent by that, as it was last.
"""

import logging
import re
import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from desk.unsaved import rescue
from operations.observation.request_note import current_id
from paper.outputs.signposts import PROBLEM, form_of, in_json

logger = logging.getLogger(__name__)
DESK = "/admin/"
RETRY_AFTER = 5  # seconds
# SQLite's primary result codes: busy, locked, readonly, input/output, full, can't open.
NO_FAULT_OF_THE_CODE = {5, 6, 8, 10, 13, 14}
FULL = 13
# PostgreSQL's words for it, and for a server that takes no writes: a replica.
DISK_FULL, READ_ONLY = "53100", "25006"
SECRETS = re.compile(r"passw|token|^code$", re.IGNORECASE)


def server_error(request):
    """Django's handler of what nobody caught: 503 if it is the database, else 500."""
    fault = database_fault(sys.exception())
    if fault is None:
        return fault_page(request, _("Something went wrong on our side."), 500)
    if not getattr(fault.__cause__, "is_told", False):  # by the watch, in the log
        said = str(fault).partition("\n")[0]
        logger.warning("%s %s: %s", request.method, request.path, said)
    response = fault_page(request, title(fault), 503)
    response._has_been_logged = True  # in one line, above
    return response


def title(fault):
    if sqlite_code(fault) == FULL or sqlstate(fault) == DISK_FULL:
        return _("There is no room left on our disk.")
    return _("Our database doesn't answer just now.")


def database_fault(fault):
    """The fault in this chain by which the database can't be used now, or None."""
    while fault is not None:
        code = sqlite_code(fault)
        is_usable = code is not None and code not in NO_FAULT_OF_THE_CODE
        if isinstance(fault, OperationalError | InterfaceError) and not is_usable:
            return fault
        if sqlstate(fault) == READ_ONLY:
            return fault
        fault = fault.__cause__ or fault.__context__
    return None


def sqlite_code(fault):
    code = getattr(fault.__cause__, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def sqlstate(fault):
    return getattr(fault.__cause__, "sqlstate", None)


def fault_page(request, title, status):
    """A page of our own; a form that was sent comes back with all that was typed."""
    sent, texts = [], []
    if request.method == "POST":
        sent, texts = rescue.fields_and_texts(request, but=SECRETS)
    is_desk = request.path.startswith(DESK)
    context = {
        "title": title,
        "texts": texts,
        "sent": sent,
        "address": request.get_full_path(),
        "token": get_token(request) if sent and is_desk else "",
        "lost_files": bool(sent and request.FILES),
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "home": DESK if is_desk else "/",
        "request_id": current_id(),
    }
    headers = {"Cache-Control": "no-store"}
    if status == 503:
        headers["Retry-After"] = str(RETRY_AFTER)
    if form_of(request.path_info) == "problem":
        said = {"title": HTTPStatus(status).phrase, "status": status, "detail": title}
        return in_json(said, status=status, content_type=PROBLEM, headers=headers)
    return HttpResponse(
        render_to_string("500.html", context), status=status, headers=headers
    )
