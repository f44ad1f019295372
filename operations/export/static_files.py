"""Files of the paper's own design: scripts, style sheets, fonts, icons."""

import mimetypes
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation

from operations.export.inquiry import Reply


def static_file(path):
    """What stands at a path below that of such files; None for any other path."""
    if not path.startswith(settings.STATIC_URL):
        return None
    name = unquote(path.removeprefix(settings.STATIC_URL))
    file = file_of(name)
    if file is None or not file.is_file():
        return Reply(404, "", b"")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Reply(200, kind, file.read_bytes())


def file_of(name):
    """The file that pages name, as `collectstatic` has put it; where that was never
    run, the file itself."""
    try:
        collected = Path(staticfiles_storage.path(name))
        if collected.is_file():
            return collected
        found = finders.find(name)
    except (SuspiciousFileOperation, ValueError):
        return None
    return Path(found) if found else None
