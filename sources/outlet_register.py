"""A register of outlets as others publish one: CSV with a head line, or a list in JSON.

A row fills what an outlet leaves empty. Where both say something and differ, the outlet
wins and the difference is told, unless it is to be written over.
"""

import csv
import io
import json
import re
from dataclasses import dataclass, field

from django.db import transaction

from explainer.addresses import host_of
from explainer.identity import identity
from explainer.markup.characters import tidy
from sources.models import Outlet

LARGEST = 32 * 1024 * 1024
MOST = 20_000
# What a column or a key may be called, the first that says something.
NAMES = {
    "name": ("name", "organization", "organisation", "outlet"),
    "domains": ("domains", "domain", "hosts"),
    "country": ("country",),
    "owner": ("owner", "parent"),
    "kind": ("kind", "typology", "type"),
}
MARKS = {"wire": ("wire",), "newsroom": ("newsroom",), "paywalled": ("paywalled",)}
SAID = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
BETWEEN = re.compile(r"[\s;,|]+")
LIMITS = {"name": 200, "country": 80, "owner": 200, "kind": 80}


class RegisterError(ValueError):
    """A register that can't be read; the words say where and why."""


@dataclass
class Register:
    """What became of a register, by the names of outlets; `refused` by place."""

    made: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def rows(data):
    """(place, row) of a register; `RegisterError` where it is none."""
    if len(data) > LARGEST:
        raise RegisterError(f"has more than {LARGEST} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RegisterError(f"byte {fault.start + 1}: is not UTF-8") from None
    found = json_rows(text) if text.lstrip()[:1] in "[{" else csv_rows(text)
    if len(found) > MOST:
        raise RegisterError(f"has more than {MOST} outlets")
    return found


def json_rows(text):
    try:
        value = json.loads(text)
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise RegisterError(f"{where}: {fault.msg}") from None
    except (ValueError, RecursionError) as fault:
        raise RegisterError(f"is no JSON that can be read: {fault}") from None
    if isinstance(value, dict):
        value = next((v for v in value.values() if isinstance(v, list)), None)
    if not isinstance(value, list):
        raise RegisterError("must be a list of outlets")
    return [(f"[{number}]", row) for number, row in enumerate(value)]


def csv_rows(text):
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        heads = {(head or "").strip().lower() for head in reader.fieldnames or ()}
        if not heads & {*NAMES["name"]}:
            wanted = " or ".join(NAMES["name"])
            raise RegisterError(f"line 1: no column is called {wanted}")
        return [
            (
                f"line {reader.line_num}",
                {(key or "").strip().lower(): value for key, value in row.items()},
            )
            for row in reader
        ]
    except csv.Error as fault:
        raise RegisterError(f"is no CSV that can be read: {fault}") from None


def read(row):
    """What a row says of an outlet; `RegisterError` for what can't be kept."""
    if not isinstance(row, dict):
        raise RegisterError("must be an object")
    said = {name: text_of(row, name, keys) for name, keys in NAMES.items()}
    if not said["name"] or not identity(said["name"]):
        raise RegisterError("name: missing")
    said["domains"] = hosts_of(said["domains"])
    for name, keys in MARKS.items():
        value = text_of(row, name, keys).lower()
        if value and value not in SAID:
            raise RegisterError(f"{name}: must be yes or no")
        said[name] = SAID.get(value)
    known = {key for keys in (*NAMES.values(), *MARKS.values()) for key in keys}
    rest = [key for key, value in row.items() if key not in known and value]
    return said, rest


def text_of(row, name, keys):
    value = next((row[key] for key in keys if row.get(key) not in (None, "", [])), "")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = " ".join(value) if name == "domains" else ", ".join(value)
    if isinstance(value, bool | int):
        value = str(value)
    if not isinstance(value, str):
        raise RegisterError(f"{name}: must be a text")
    text = tidy(value)
    if len(text) > LIMITS.get(name, len(text)):
        raise RegisterError(f"{name}: has more than {LIMITS[name]} characters")
    return text


def hosts_of(text):
    """Domains as they are compared; `RegisterError` for what is none."""
    made = []
    for word in filter(None, BETWEEN.split(text)):
        host = host_of(word if "://" in word else f"https://{word}")
        if not host or "." not in host:
            raise RegisterError(f"domains: “{word[:60]}” is no domain")
        made.append(host)
    return [*dict.fromkeys(made)]


class RegisterImport:
    """Writes rows; whose a domain is, is known from one look at all outlets."""

    def __init__(self, *, overwrite=False):
        self.overwrite = overwrite
        self.report = Register()
        self.rest = {}
        self.seen = {}
        self.by_host, self.by_name = {}, {}
        for outlet in Outlet.objects.all():
            self.know(outlet)

    def know(self, outlet):
        self.by_name[identity(outlet.name)] = outlet
        for host in outlet.hosts:
            self.by_host.setdefault(host, outlet)

    @transaction.atomic
    def write(self, found):
        """Write all rows of a register, or none; what is faulty is refused by place."""
        for place, row in found:
            try:
                said, rest = read(row)
                self.write_one(place, said)
            except RegisterError as fault:
                self.report.refused.append(f"{place}.{fault}")
                continue
            for key in rest:
                self.rest[key] = self.rest.get(key, 0) + 1
        for key, count in self.rest.items():
            self.report.notes.append(f"{key}: has no place here, {count} outlets")

    def write_one(self, place, said):
        name, domains = said.pop("name"), said.pop("domains")
        outlet = self.found(name, domains)
        is_new = outlet is None
        if is_new:
            outlet = Outlet(name=name, slug=Outlet.objects.free_slug(name))
        elif identity(outlet.name) != identity(name):
            self.note(place, outlet, "name", outlet.name, name)
        if first := self.seen.get(outlet.pk):
            raise RegisterError(f"name: is the same outlet as {first}")
        own = self.own_domains(place, outlet, domains)
        changed = [
            n for n, value in said.items() if self.takes(place, outlet, n, value)
        ]
        for key in changed:
            setattr(outlet, key, said[key])
        if {*own} - {*outlet.hosts}:
            kept = outlet.domains.split()
            outlet.domains = "\n".join(
                [*kept, *(host for host in own if host not in outlet.hosts)]
            )
            changed.append("domains")
        if is_new or changed:
            outlet.save()
        self.know(outlet)
        self.seen[outlet.pk] = place
        result = "made" if is_new else "changed" if changed else "unchanged"
        getattr(self.report, result).append(outlet.name)

    def found(self, name, domains):
        """The outlet that a row means: by a domain, else by its whole name."""
        owners = (self.by_host.get(host) for host in domains)
        return next(filter(None, owners), None) or self.by_name.get(identity(name))

    def own_domains(self, place, outlet, domains):
        """Those that are no other outlet's."""
        own = []
        for host in domains:
            other = self.by_host.get(host)
            if other and other.pk != outlet.pk:
                self.report.notes.append(f"{place}: {host} stays {other}’s")
            else:
                own.append(host)
        return own

    def takes(self, place, outlet, name, value):
        """Whether an outlet takes a value that it hasn't."""
        has = getattr(outlet, name)
        if value in ("", None) or has == value:
            return False
        if outlet._state.adding or has in ("", None) or self.overwrite:
            return True
        if has is False and name in MARKS and name != "newsroom":
            return True  # Nobody has said it: that is what a new row has.
        self.note(place, outlet, name, has, value)
        return False

    def note(self, place, outlet, name, has, value):
        words = f"{outlet} keeps its own {name}: “{has}”, not “{value}”"
        self.report.notes.append(f"{place}: {words}")
