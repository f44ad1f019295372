"""What a page sends so that it is kept: read with suspicion, taken as it is typed."""

import json
import re
import uuid

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _

from desk.models.buffers import digest_of
from explainer.markup.characters import clean, is_unseen
from stories.models import Redaction

OWN_TITLE = {"story": "headline", "question": "title"}
MOST = 2**31 - 1


class UnusableError(Exception):
    """What was sent is no form of ours."""

    def __init__(self, words, status=400):
        super().__init__(words)
        self.status = status


def parse_submission(request, kind):
    """What a page's script sent: whose form it is, and all that is in it."""
    said = json_object(request_body(request))
    pairs = without_removed(pairs_in(said.get("data")))
    values = dict(pairs)
    title = values.get(OWN_TITLE[kind], "").strip()[:300]
    return {
        "writer": number(said.get("writer")),
        "tab": key(said.get("tab")),
        "sequence": number(said.get("sequence")),
        "grown_from": mark(said.get("grown_from", "")),
        "browser": clean(str(said.get("browser", "")))[:36],
        "kind": kind,
        "owner_key": key(said.get("owner")),
        "base_version": version(values.get("loaded_version", "")),
        "title": title,
        "data": json.dumps(pairs) if pairs else "",
        "digest": digest_of(pairs),
    }


def request_body(request):
    """The bytes of a request; `UnusableError` if they are too many (413) or never came
    whole."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    too_long = _("This text is longer than %(most)d MB: it is not being kept.")
    too_long = UnusableError(too_long % {"most": most // 1024**2}, status=413)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > most:
        raise too_long
    try:
        return request.body
    except RequestDataTooBig:
        raise too_long from None
    except (OSError, RawPostDataException):
        raise UnusableError(_("The text did not arrive whole.")) from None


def json_object(text):
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise UnusableError(_("This is not the text of a form."))
    return said


def pairs_in(said):
    """Names and values of fields, as a browser would send them."""
    if not isinstance(said, list) or len(said) > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
        raise UnusableError(_("This is not the text of a form."))
    for pair in said:
        is_pair = isinstance(pair, list) and len(pair) == 2
        if not is_pair or not all(isinstance(text, str) for text in pair):
            raise UnusableError(_("This is not the text of a form."))
    cleaned = ([name, clean(text)] for name, text in said)
    return [[clean(name), "" if is_unseen(text) else text] for name, text in cleaned]


def without_removed(pairs):
    """The same without what was removed by order: a page that was open before has it
    still, and nothing may keep it."""
    redactions = Redaction.objects.all()
    if pairs and redactions:
        return [[name, redactions.without(text)] for name, text in pairs]
    return pairs


def key(text):
    try:
        return uuid.UUID(text if isinstance(text, str) else "")
    except ValueError:
        raise UnusableError(_("This is not the text of a form.")) from None


def number(value):
    if type(value) is not int or not 0 < value <= MOST:
        raise UnusableError(_("This is not the text of a form."))
    return value


def version(text):
    """The version that the form was loaded from; none of a new draft."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def mark(text):
    """(key, sequence) of the kept text that this one began with, if it did."""
    found = re.fullmatch(r"([0-9]{1,18})\.([0-9]{1,9})", str(text))
    return (int(found[1]), int(found[2])) if found else None
