"""Whether linked data says what schema.org's vocabulary lets it say, offline.

`schema_org.txt` has the vocabulary of schema.org's release 30.0 (CC BY-SA 3.0) without
its words and without what is of cars, books and medicine: `Type < parents`, and
`property : types that have it = types of its values`.
"""

import json
import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "schema_org.txt"
SCRIPT = re.compile(r'(?s)<script type="application/ld\+json">(.*?)</script>')
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
DAY = r"-?\d{4}(-\d\d(-\d\d)?)?"
MOMENT = rf"{DAY}T\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)"
WRITTEN = {  # what a text may stand for
    "Text": r"(?s).*\S.*",
    "URL": ADDRESS.pattern,
    "Date": DAY,
    "DateTime": MOMENT,
    "Distance": r"\d+ px",
    "Language": "[a-z]{2,3}(-[A-Za-z0-9]+)*",
}


@cache
def vocabulary():
    """The parents of each type, and (types, values) of each property."""
    kinds, properties = {}, {}
    for line in FILE.read_text().splitlines():
        if " : " in line:
            name, _colon, said = line.partition(" : ")
            domain, _equals, values = said.partition("=")
            properties[name] = {*domain.split()}, {*values.split()}
        elif line:
            name, _less, parents = line.partition(" < ")
            kinds[name] = parents.split()
    return kinds, properties


@cache
def line_of(kind):
    """A type with all above it."""
    parents = vocabulary()[0][kind]
    return {kind}.union(*map(line_of, parents))


def graphs(html):
    return [json.loads(text) for text in SCRIPT.findall(html)]


def faults(graph):
    """What is wrong with a graph, each with its place; none if it is right."""
    found = [] if graph.get("@context") == "https://schema.org" else ["context"]
    if graph.keys() != {"@context", "@graph"}:
        return [*found, f"keys {sorted(graph)}"]
    nodes = [*nodes_in(graph["@graph"])]
    ids = [node["@id"] for node in nodes if "@id" in node]
    known = {node["@id"]: node for node in nodes if "@id" in node}
    found += [f"{one} twice" for one in known if ids.count(one) > 1]
    for node in nodes:
        found += faults_of(node, known)
    return found


def nodes_in(value):
    """Everything with a type."""
    if isinstance(value, list):
        for item in value:
            yield from nodes_in(item)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from nodes_in(item)


def kinds_of(node):
    said = node["@type"]
    return said if isinstance(said, list) else [said]


def faults_of(node, known):
    kinds, properties = vocabulary()
    unknown = [kind for kind in kinds_of(node) if kind not in kinds]
    if unknown:
        return [f"no type {', '.join(unknown)}"]
    above, name = set().union(*map(line_of, kinds_of(node))), kinds_of(node)[0]
    found = []
    for key, value in node.items():
        place = f"{name}.{key}"
        if key == "@id" and not ADDRESS.fullmatch(value):
            found.append(f"{place} is no whole address: {value}")
        if key.startswith("@"):
            continue
        # An action's property may be told of in text, by its name and `-input`.
        asks, key = key.endswith("-input"), key.removesuffix("-input")
        has, values = properties.get(key, (set(), set()))
        if not has & above:
            found.append(f"{place} is no property of it")
            continue
        values = {"Text"} if asks else values
        items = value if isinstance(value, list) else [value]
        found += [f"{place} is empty"] if value in ([], {}, "", None) else []
        found += [
            f"{place} can't be {item!r}"[:200]
            for item in items
            if not may_be(item, values, known)
        ]
    return found


def may_be(item, values, known):
    """Whether a value is of one of these types."""
    if isinstance(item, dict):
        node = item if "@type" in item else known.get(item.get("@id"))
        return node is not None and bool(
            values & set().union(*map(line_of, kinds_of(node)))
        )
    if isinstance(item, bool):
        return "Boolean" in values
    if isinstance(item, int | float):
        return bool(values & {"Number", "Integer"})
    member = re.fullmatch(r"https://schema\.org/\w+", str(item))
    if member and any("Enumeration" in line_of(value) for value in values):
        return True
    # An address may stand for whatever is at it.
    ways = [WRITTEN[value] for value in values if value in WRITTEN]
    ways += [WRITTEN["URL"]] if "Thing" in values else []
    return any(re.fullmatch(way, item) for way in ways)
