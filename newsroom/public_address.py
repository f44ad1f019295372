"""Where a public answer is kept: all that it hangs on, and nothing else asked."""

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_plus

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from explainer.field import BRIEF, FULL, GLANCE
from newsroom.answer import takes_gzip
from newsroom.probes import PROBES

PRIVATE = ("/admin/", "/letters/", "/shared/", "/static/", *PROBES)
# What public views look at in a query. What else a link has is for others.
PARAMETERS = {
    *("depth", "since", "only", "status", "page", "all", "kind", "letter", "about"),
    *("q", "desk", "until", "topic", "outlet", "part"),
    *("resource", "block", "url", "format", "maxwidth", "maxheight"),
}
SHARED = {"", *(f"depth={depth}" for depth in (GLANCE, BRIEF, FULL))}
# Here whatever is asked counts: what nobody knows is refused by its name.
STRICT = "/api/"
LONGEST = 300  # letters of a path, and of a query
PROXIED = {None, "http", "https"}
# Any of these makes a request more than a question for a page.
MORE = (
    *("CONTENT_TYPE", "HTTP_TRANSFER_ENCODING", "SCRIPT_NAME"),
    *("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
)
EMPTY = ("", "0")


class Address(NamedTuple):
    """All that a public answer hangs on: at every host of ours it is the same."""

    scheme: str
    proxied: str | None
    path: str
    query: str
    takes_gzip: bool

    @property
    def is_shared(self):
        """Whether other processes may have been asked for just this: no question of
        one reader's own, which would fill a disk."""
        return self.query in SHARED


def address_of(environ):
    """The address of a page; None if an answer may hang on more, or is private."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if environ.get("REQUEST_METHOD") not in ("GET", "HEAD") or path.startswith(PRIVATE):
        return None
    if any(map(environ.get, MORE)) or environ.get("CONTENT_LENGTH", "") not in EMPTY:
        return None
    if len(query) > LONGEST or len(path) > LONGEST:
        return None
    proxy = settings.SECURE_PROXY_SSL_HEADER
    proxied = environ.get(proxy[0]) if proxy else None
    host = environ.get("HTTP_HOST", environ.get("SERVER_NAME", ""))
    if proxied not in PROXIED or not is_ours(host, *settings.ALLOWED_HOSTS):
        return None
    return Address(
        environ["wsgi.url_scheme"],
        proxied,
        path,
        query if path.startswith(STRICT) else known_part(query),
        takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


@lru_cache(maxsize=1024)
def is_ours(host, *allowed):
    """Whether Django takes this `Host`; it answers another one itself."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


@lru_cache(maxsize=1024)
def known_part(query):
    """What public views look at of a query, as it was written."""
    parts = query.split("&")
    known = [part for part in parts if unquote_plus(part.split("=")[0]) in PARAMETERS]
    return query if len(known) == len(parts) else "&".join(known)
