"""What readers must not get again of what is kept, known also to a process that starts
while no database says it: it stands beside the kept pages, in a file or the same Redis.
"""

import hashlib
import json
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.utils.module_loading import import_string

from paper import generation

KEY = "tombstones"
MONTH = 30 * 24 * 3600  # seconds, for which a page is kept at most
MOST = 2000  # keys; when more have changed all of before is nobody's to see again
LONG = 60  # seconds; nobody writes for as long
BESIDE = ".new-"
SELDOM = 60_000  # milliseconds, and so numbers of the generation


@dataclass(frozen=True)
class Tombstones:
    """Looked for `until` that generation: nothing of before `since` counts, and what
    hangs on a key that is `gone` counts if it is not older than that number."""

    since: int = 0
    until: int = 0
    gone: dict[str, int] = field(default_factory=dict)

    def __or__(self, other):
        """What either knows, where it has looked as far as both have."""
        gone = {
            key: max(self.gone.get(key, 0), other.gone.get(key, 0))
            for key in self.gone | other.gone
        }
        until = max(self.until, other.until)
        return Tombstones(max(self.since, other.since), until, gone)

    def cover(self, page):
        """Whether a kept page is nobody's to see."""
        if page.number < self.since:
            return True
        keys = page.facts.keys
        if keys is None:  # it hangs on all that there is
            return page.number < max(self.gone.values(), default=0)
        return any(page.number < self.gone.get(key, 0) for key in keys)


def looked_for(known, number):
    """What is known, with what has gone up to a generation. Where nobody knows anything
    nobody can say of what may be kept how it came to be: it counts no more."""
    kept = read()
    if known is None and kept is None:
        found = Tombstones(number, number)
    else:
        before = (known or Tombstones()) | (kept or Tombstones())
        found = before | gone_between(before.until, number)
    recent = {k: n for k, n in found.gone.items() if n > number - MONTH * 1000}
    found = Tombstones(found.since, found.until, recent)
    if kept is None or is_worth_telling(kept, found):
        write(found)
    return found


def gone_between(since, until):
    """What has gone after one generation and up to another."""
    keys = generation.keys_changed(since, until, MOST + 1) if since < until else set()
    if len(keys) > MOST:
        return Tombstones(until, until)
    # By its name, as who imports this may do so before there are models.
    taken_down = import_string("operations.purge.takedowns.taken_down")
    gone = dict.fromkeys(taken_down(keys), until)
    return Tombstones(generation.whole_since(), until, gone)


def is_worth_telling(kept, found):
    """Who begins with what is kept looks through what came after it."""
    is_more = found.since > kept.since or not found.gone.items() <= kept.gone.items()
    return is_more or found.until > kept.until + SELDOM


def read():
    """What is kept; None where nobody has told anything yet."""
    try:
        if place := file():
            said = json.loads(place.read_text())
        else:
            said = caches["shared"].get(KEY)
        return Tombstones(**said) if said else None
    except Exception:  # whatever a cache's own library raises
        return None


def write(told):
    """With what others have told. What can't be written is no reader's fault."""
    told = told | (read() or Tombstones())
    with suppress(Exception):
        place = file()
        if not place:
            caches["shared"].set(KEY, asdict(told), MONTH)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        clear_away(place)
        called = {"dir": place.parent, "prefix": f"{place.name}{BESIDE}"}
        with tempfile.TemporaryDirectory(**called) as beside:
            new = Path(beside, place.name)
            new.write_text(json.dumps(asdict(told)))
            new.replace(place)


def clear_away(place):
    """What somebody left who was killed as they wrote."""
    for left in place.parent.glob(f"{place.name}{BESIDE}*"):
        with suppress(OSError):  # another does so, too
            if time.time() - left.stat().st_mtime > LONG:
                shutil.rmtree(left)


def file():
    """Beside the pages, where they are in a folder: it outlives what empties that."""
    location = settings.SHARED_PAGES["LOCATION"]
    if "://" in location:
        return None
    name = hashlib.sha256(str(settings.DATABASE["NAME"]).encode()).hexdigest()[:8]
    return Path(location) / f"{KEY}-{name}"
