"""Addresses of web pages: as browsers read them, which are refused, which are one.

Pure. Two addresses that normalise to the same text are one source.
"""

import re

from ada_url import URL, idna_to_unicode
from django.utils.translation import gettext as _

# A browser would take `https:x` and `https:\x` too, but as a path of the page it is on.
WRITTEN = re.compile(
    r"https?://[^/\\?#\s\0-\x1f\x7f][^\\?#\s\0-\x1f\x7f]*(?:[?#][^\s\0-\x1f\x7f]*)?",
    re.IGNORECASE,
)
# A name or a password before a host: of one address, and of those within a text.
LOGIN = re.compile(r"(https?:[/\\]{2,})[^\s/?#\\\"]*@", re.IGNORECASE)
LOGIN_IN_TEXT = re.compile(
    r"(https?:[/\\]{2,})(?:[^\s/?#\\<>\"()\[\]]|\([^\s()]*\))*@(?!\[)", re.IGNORECASE
)
NUMBER = re.compile(r"[0-9.]+")
MOST = 2000  # what the column holds
# What links carry to tell where a reader came from; `amp` asks for a phone's copy.
TRACKING = re.compile(
    r"""(?ix) utm_.* | at_(medium|campaign|custom\d*|link_.*|bbc_team|ptr_name|format)
    | (fb|g|d|tw|ttc|ms|y|l)clid | gclsrc | [gw]braid | igsh(id)? | mc_[ce]id
    | _ga | _gl | _hs(enc|mi) | vero_id | oly_(enc|anon)_id | __twitter_impression
    | cmpid | cmp | ocid | ns_(mchannel|source|campaign|linkname|fee) | sm(id|typ|prod)
    | wt[._](mc|zmc)(_id)? | xtor | s_cid | guc(counter|e_referrer(_sig)?) | spm
    | amp"""
)
PORTS = ("", "80", "443")
COPIES = ("www.", "m.", "amp.", "mobile.")
INDEX = {
    f"{name}.{ending}"
    for name in ("index", "default")
    for ending in ("html", "htm", "php", "asp", "aspx", "jsp")
}
ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+|\s")
LITERAL = re.compile(r"[A-Za-z0-9._~-]")
IN_TEXT = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
BARE = re.compile(r"\A(?:[\w-]+\.)+[^\W\d_][\w-]+(?::\d+)?(?:[/?#]\S*)?")
KEPT_COPY = re.compile(
    r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/.+)", re.DOTALL
)


def parse_url(address: str) -> URL | None:
    """The parts of a page's address; nothing if no browser would open it."""
    if not WRITTEN.fullmatch(address):
        return None
    try:
        parts = URL(address)
    except ValueError:
        return None
    # A browser takes 2130706433 for 127.0.0.1; nobody writes so who means well.
    is_disguised = NUMBER.fullmatch(parts.hostname) and parts.hostname not in address
    return None if is_disguised else parts


def fault_of(address: str) -> str:
    """Why an address can't be given to readers, in words; nothing if it can."""
    parts = parse_url(address)
    if parts is None:
        return str(_("This is no address of a web page."))
    if parts.username or parts.password:
        return str(_("The address holds a name or a password: take it out."))
    return ""


def without_logins(text: str) -> str:
    """An address, or a text with addresses, without the names and passwords in them."""
    is_address = WRITTEN.fullmatch(text)
    return (LOGIN if is_address else LOGIN_IN_TEXT).sub(r"\1", text)


def link_fault(address: str) -> str:
    """The same of a link in a text, which may lead to a page of ours or to mail too."""
    is_page = address.lower().startswith(("http:", "https:"))
    return fault_of(address) if is_page else ""


def normalise_scheme(address: str) -> str:
    """The address with its scheme as all of ours have it; the rest as it was typed."""
    scheme, colon, rest = address.strip().partition(":")
    return f"{scheme.lower()}{colon}{rest}"


def normalise_url(url: str) -> str:
    """The address by which a source is known: no part of it, no tracking, one host."""
    parts = parse_url(url.strip())
    if parts is None:
        return url.strip()
    path = without_index(unescape(parts.pathname)) or "/"
    query = without_tracking(unescape(parts.search.removeprefix("?")))
    asked = f"?{query}" if query else ""
    made = f"//{known_host(parts)}{path}{asked}{unescape(route(parts.hash))}"
    scheme = "https:" if len(made) <= MOST - len("https:") else parts.protocol
    return scheme + made


def route(fragment: str) -> str:
    """What follows the # where it names a page, as sites do that are one program."""
    return fragment if fragment.startswith(("#/", "#!")) and len(fragment) > 2 else ""


def tidy_url(url: str) -> str:
    """The address as we show it: it still leads there, but tells nothing of us."""
    address, hash_, fragment = normalise_scheme(url).partition("#")
    base, _mark, query = address.partition("?")
    asked = f"?{kept}" if (kept := without_tracking(query)) else ""
    return base + asked + route(hash_ + fragment)


def host_of(url: str) -> str:
    """The host by which a site is known, or nothing."""
    parts = parse_url(url.strip())
    return bare_host(parts.hostname) if parts else ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site, or of one site and a part of it."""
    hosts = sorted((host_of(one), host_of(other)), key=len)
    return bool(hosts[0]) and f".{hosts[1]}".endswith(f".{hosts[0]}")


def original(url: str) -> tuple[str, str]:
    """A page's own address and, if an archive's copy of it was meant, the copy's."""
    found = KEPT_COPY.fullmatch(url)
    if not found:
        return url, ""
    return re.sub(r"^(https?):/+", r"\1://", found[1]), url


def addresses_in(text: str) -> list[str]:
    """The addresses of a pasted text, each once; a line without one comes as it is."""
    found: dict[str, None] = {}
    for line in text.splitlines():
        if line := line.strip():
            for address in IN_TEXT.findall(line) or [line]:
                found[address_in(address)] = None
    return [*found]


def address_in(words: str) -> str:
    """The address as it was meant: with a scheme, without the sentence's full stop."""
    words = words.strip()
    while words and words[-1] in ".,;:!?'’)]}":
        if words[-1] == ")" and words.count("(") >= words.count(")"):
            break  # It closes what the address itself opened.
        words = words[:-1]
    return f"https://{words}" if BARE.fullmatch(words) else words


def known_host(parts: URL) -> str:
    """The host without what makes no other site of it, and a port if it has its own."""
    port = "" if parts.port in PORTS else f":{parts.port}"
    return bare_host(parts.hostname) + port


def bare_host(host: str) -> str:
    """The host in its readers' letters, without www or a phone's m."""
    host = idna_to_unicode(host.rstrip("."))
    while host.startswith(COPIES) and "." in host.partition(".")[2]:
        host = host.partition(".")[2]
    return host


def without_index(path: str) -> str:
    while True:
        path = path.rstrip("/")
        head, slash, last = path.rpartition("/")
        if not slash or last.lower() not in INDEX:
            return path
        path = head


def without_tracking(query: str) -> str:
    kept = [
        item
        for item in query.split("&")
        if item
        and not TRACKING.fullmatch(item.partition("=")[0])
        and item.lower() != "outputtype=amp"
    ]
    return "&".join(kept)


def unescape(text: str) -> str:
    """One way of writing each sign: letters and digits plainly, the rest escaped."""
    return ESCAPED.sub(lambda run: "".join(map(escape, decode_run(run[0]))), text)


def decode_run(run: str) -> str:
    if run.isspace():
        return run
    return bytes.fromhex(run.replace("%", "")).decode("utf-8", "surrogateescape")


def escape(sign: str) -> str:
    if LITERAL.match(sign) or (ord(sign) > 0x7F and sign.isprintable()):
        return sign
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogateescape"))
