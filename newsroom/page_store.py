"""The pages that all processes of a machine share, and that outlive a restart.

They are in one of Django's caches (`shared`), each under its address and the name of
the build, so that no page of another version, template or setting is ever met.
"""

import hashlib
import logging
import sys
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings
from django.core.cache import caches

from newsroom.answer import Answer

logger = logging.getLogger(__name__)
FOLDERS = (
    *("newsroom", "paper", "pages", "stories", "sources", "images", "entities"),
    *("people", "explainer", "templates", "locale"),
)
MONTH = 30 * 24 * 3600  # seconds; pages of other builds are of no use to anybody
UNSAID = {  # by no page
    *("LOGGING", "CACHES", "ACCESS_LOG", "LOG_ADDRESSES", "LOG_FORMAT", "LOG_LEVEL"),
    *("LINES", "SLOW_QUERY_SECONDS", "METRICS_TOKEN", "SENTRY_DSN"),
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    # Where a database or a server is may change, and every page stays the same.
    *("DATABASE", "DATABASES", "REPLICA"),
    *("BIND_ADDRESS", "PORT", "WEB_PROCESSES", "WEB_THREADS"),
}


class PageStore:
    """A mapping of addresses to answers. What goes wrong with it is no reader's fault:
    then a page is made."""

    def __init__(self, cache=None, build=None):
        self.cache = caches["shared"] if cache is None else cache
        self.build = build or build_name()
        self.is_well = True

    def find(self, address):
        found = self.attempt(self.cache.get, self.name(address))
        return found if isinstance(found, Answer) else None

    def keep(self, address, answer):
        self.attempt(self.cache.set, self.name(address), answer, MONTH)

    def forget(self, address):
        self.attempt(self.cache.delete, self.name(address))

    def name(self, address):
        """Short, and of letters that every cache takes."""
        said = repr((self.build, address)).encode()
        return hashlib.blake2b(said, digest_size=20).hexdigest()

    def attempt(self, verb, *given):
        try:
            found = verb(*given)
        except Exception as fault:  # whatever a cache's own library raises
            if self.is_well:
                logger.warning("No pages are shared: %s", fault)
            self.is_well = False
            return None
        self.is_well = True
        return found


def build_name():
    """Another name for other code, templates, words, files, libraries or settings."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    root = Path(settings.BASE_DIR)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(root)}\0".encode())
                digest.update(path.read_bytes())
    libraries = sorted(f"{each.name} {each.version}" for each in distributions())
    digest.update(repr(libraries).encode())
    digest.update(f"{settings.DATABASE['NAME']}\0".encode())
    for name in sorted(dir(settings)):
        if name.isupper() and name not in UNSAID:
            digest.update(f"{name}={in_order(getattr(settings, name))!r}\0".encode())
    return digest.hexdigest()


def in_order(value):
    """A setting whose sets are lists: each process has another order of a set."""
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    if isinstance(value, dict):
        return {name: in_order(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [in_order(each) for each in value]
    return value
