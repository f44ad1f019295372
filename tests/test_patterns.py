"""No pattern takes longer than its text: each is tried on texts made to hold it up.

A text of one sign, or of two in turn, makes a pattern that goes back over what it read
take the square of the length or worse. The clock is the processor's own, so a busy
machine changes nothing, and what is linear needs a twentieth of what is given.
"""

import ast
import importlib
import pkgutil
import re
import signal
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path
from re import _parser as parser

import pytest

from tests.support import rooms

LENGTH = 15_000
LANGUAGES = ("en", "de")
SECONDS = 0.4
SIGNS = "a0 \n@<.-"
MOST_OWN, MOST_SIGNS = 3, 12
FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall"}
FLAGS = {"I": re.I, "IGNORECASE": re.I, "S": re.S, "DOTALL": re.S, "X": re.X}
FLAGS |= {"M": re.M, "MULTILINE": re.M, "ASCII": re.A, "VERBOSE": re.X}


def modules():
    for app in [*rooms.rooms(), "explainer", "newsroom"]:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if not re.search(r"\.(migrations|demo|management|wsgi)\b", found.name):
                yield importlib.import_module(found.name)


def patterns():
    """Every pattern by its text: the named ones, and those written where they serve."""
    found = {}
    for module in modules():
        for value in vars(module).values():
            for pattern in compiled(value):
                found.setdefault((pattern.pattern, pattern.flags), pattern)
        for pattern in [*written(Path(module.__file__)), *built(module)]:
            found.setdefault((pattern.pattern, pattern.flags), pattern)
    return [*found.values()]


def compiled(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for item in (*value, *value.values()):
            yield from compiled(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from compiled(item)


def built(module):
    """Patterns of a language, which a function makes of its words."""
    for name, function in vars(module).items():
        if "re.Pattern" in str(getattr(function, "__annotations__", {}).get("return")):
            yield from filter(None, map(function, LANGUAGES)) if name else ()


def written(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        is_ours = getattr(node.func.value, "id", "") == "re"
        if not is_ours or node.func.attr not in FUNCTIONS or not node.args:
            continue
        if isinstance(text := getattr(node.args[0], "value", None), str | bytes):
            yield re.compile(text, flags_of(node))


def flags_of(call):
    named = [item for item in ast.walk(call) if isinstance(item, ast.Attribute)]
    flags = [FLAGS[item.attr] for item in named if item.attr in FLAGS]
    return sum({*flags}, re.NOFLAG) if flags else 0


def own_signs(pattern):
    """Signs that a pattern itself names: one of each of its classes."""
    flags = pattern.flags & ~re.LOCALE
    text = pattern.pattern
    text = text.decode("latin-1") if isinstance(text, bytes) else text
    found = []
    waiting = [parser.parse(text, flags & ~re.UNICODE)]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, parser.SubPattern | list):
            waiting += [*item]
        elif isinstance(item, tuple):
            if str(item[0]) in ("LITERAL", "NOT_LITERAL"):
                found.append(chr(item[1]))
            elif str(item[0]) == "RANGE":
                found.append(chr(item[1][0]))
            else:
                waiting += [*item[1:]]
    return [*dict.fromkeys(found)]


def texts(pattern):
    own = own_signs(pattern)
    few = own[:MOST_OWN]
    yield from [*own[:MOST_SIGNS], *SIGNS]
    yield from map("".join, permutations([*few, "a", " "], 2))


def tried(pattern, pump):
    """Look for the pattern in the text, as its own users may."""
    text = pump * (LENGTH // len(pump))
    for held in (text, f"{text}\x01", "".join(own_signs(pattern)[:3]) + text):
        held = held.encode("utf-8", "replace") if is_bytes(pattern) else held
        pattern.search(held)
        pattern.fullmatch(held)


def is_bytes(pattern):
    return isinstance(pattern.pattern, bytes)


class SlowError(Exception):
    pass


@contextmanager
def processor_time(seconds):
    """Interrupt what takes longer; the engine of patterns looks for signals."""

    def stop(*_about):
        raise SlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def holding_up(pattern):
    """The first pump that makes the pattern slow, or nothing."""
    for pump in texts(pattern):
        try:
            with processor_time(SECONDS):
                tried(pattern, pump)
        except SlowError:
            return pump
    return ""


@pytest.mark.parametrize("pattern", patterns(), ids=lambda p: repr(p.pattern)[:60])
def test_a_pattern_takes_no_longer_than_its_text(pattern):
    assert holding_up(pattern) == ""


@pytest.mark.parametrize(
    "slow", [r"\S+@\S+\s+\((.+)\)", r"\s+$", r"(a|a)+b", r"\w+-\w+x"]
)
def test_a_slow_pattern_would_be_noticed(slow):
    assert holding_up(re.compile(slow)) != ""
