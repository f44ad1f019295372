"""Many pasted addresses at once: fetched side by side, in a time that has an end."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sources import discovery, limits
from sources.discovery import Look, NoAddressError
from sources.network import FetchError
from sources.recognition import Recognition, known_by, take

MOST = 12  # addresses
SECONDS = 24


@dataclass
class Line:
    """One pasted address and what became of it."""

    text: str
    taking: Recognition | None = None
    fault: str = ""
    address: str = ""  # may be kept as it is, if there is one


def sources_for(texts, by, anyway=()):
    """What became of each; `anyway` are addresses to keep though nobody read them."""
    lines = [line_of(text, by, anyway) for text in texts]
    unread = [line for line in lines if not (line.taking or line.fault)]
    end = time.monotonic() + SECONDS
    with ThreadPoolExecutor(max_workers=4) as pool:
        looks = [*pool.map(lambda line: look(line.address, end), unread)]
    for line, found in zip(unread, looks, strict=True):
        if isinstance(found, Look):
            line.taking = take(found, by)
        else:
            line.fault = str(found)
    return lines


def line_of(text, by, anyway):
    """What can be said of a line without asking anybody."""
    try:
        line = Line(text, address=discovery.address_of(text))
    except NoAddressError as fault:
        return Line(text, fault=str(fault))
    bare = discovery.bare_look(line.address)
    line.taking = known_by(bare) or (take(bare, by) if text in anyway else None)
    if line.taking is None:
        try:
            limits.count(by)
        except FetchError as fault:
            line.fault = str(fault)
    return line


def look(address, end):
    """What there is, or why not; in a thread of its own, so without the database."""
    try:
        return discovery.look(address, wait=max(0, end - time.monotonic()))
    except FetchError as fault:
        return fault
