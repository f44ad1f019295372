"""Where links of the paper lead in a copy: to which file, and to what stands for it."""

from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urlencode

from django.urls import Resolver404, resolve

from operations.export.file_names import place_of
from operations.export.serverless import (
    ALSO_FOLDERS,
    ASKED_PLAINLY,
    ENDINGS,
    NEEDS_SERVER,
    OF_THE_WHOLE,
    PRIVATE,
    READ_BY_SCRIPTS,
)


@lru_cache(maxsize=10_000)
def name_of(path):
    """What the site map calls the address of a path; nothing, if none has it."""
    try:
        return resolve(unquote(path)).url_name or ""
    except Resolver404:
        return ""


def place(address):
    """Where an address stands in a copy."""
    path, _mark, query = address.partition("?")
    if inner := ALSO_FOLDERS.get(name_of(path)):
        path = f"{path}/{inner}{PurePosixPath(path).suffix}"
    return place_of(path, query, ENDINGS.get((name_of(path), form_of(query)), ""))


def form_of(query):
    return dict(parse_qsl(query)).get("format", "")


@lru_cache(maxsize=50_000)
def lead(path, query):
    """(what to ask for, what a copy has instead of the link or None)."""
    name = name_of(path)
    if path.startswith(PRIVATE) or name in NEEDS_SERVER:
        return "", None
    if name in ASKED_PLAINLY:
        return path, path if query and name not in READ_BY_SCRIPTS else None
    pairs = parse_qsl(query, keep_blank_values=True)
    whole = () if path.endswith("/") else OF_THE_WHOLE
    if kept := [pair for pair in pairs if pair[0] not in whole]:
        address = f"{path}?{query if len(kept) == len(pairs) else urlencode(kept)}"
        found = place(address)
        return address, found and found.address
    found = place(path)
    is_elsewhere = found and unquote(found.address) != unquote(path)
    return path, found.address if is_elsewhere else None
