"""The house: its rooms, and that every arrow between them points down.

A room is an app; what it may know of stands below it. Folders are asked, not lists of
files, so that a new module is under the same rules from its first day.
"""

import ast
import functools
import importlib
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
GROUND = {"people", "explainer"}
NOUNS = {"sources", "entities", "images"}
# Room: the rooms that it may import.
BELOW = {
    "explainer": set(),
    "people": {"explainer"},
    **dict.fromkeys(NOUNS, GROUND),
    "stories": NOUNS | GROUND,
    "pages": {"stories"} | NOUNS | GROUND,
    "paper": {"pages", "stories"} | NOUNS | GROUND,
    "desk": {"paper", "pages", "stories"} | NOUNS | GROUND,
    "operations": {"desk", "paper", "pages", "stories"} | NOUNS | GROUND,
    "demo": {"pages", "stories"} | NOUNS | GROUND,
}
ROOMS = {*BELOW, "newsroom"}
BELOW["newsroom"] = {*BELOW}
# What stands beside the house: it uses every room, and no room knows it.
BESIDE = {"benchmarks", "scripts", "tests"}
# Django's own words; everything else is called as nothing else is.
SHARED = {"__init__", "admin", "apps", "formats", "forms", "models", "queries", "views"}
SHARED |= {"base"}  # as every backend of a database has to be called
MOST_BASES, MOST_METHODS = 3, 15
# A limit is lifted here, with its reason.
LARGE = {"newsroom.environment.Environment": "a method for each kind of setting"}
# What only editors, importers and publishing may read.
WORKING_COPY = ("story", "question", "draft", "parts", "links", "freezing")


def is_ours(path):
    return "migrations" not in path.parts


MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(
        ".__init__"
    ): path
    for room in sorted(ROOMS)
    for path in sorted((ROOT / room).rglob("*.py"))
    if is_ours(path)
}


def name(path):
    return str(path.relative_to(ROOT))


def room_of(path):
    return path.relative_to(ROOT).parts[0]


@functools.cache
def tree(path):
    return ast.parse(path.read_text())


def imports(path):
    """Every module and every name that a file imports, as dotted paths."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def texts(path):
    """Every string of a file that isn't its words on itself."""
    told = {
        node.body[0].value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    strings = (n for n in ast.walk(tree(path)) if isinstance(n, ast.Constant))
    return [n.value for n in strings if n not in told and isinstance(n.value, str)]


def in_room(room):
    return [path for path in MODULES.values() if room_of(path) == room]


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_what_stands_below_it(room):
    higher = (ROOMS | BESIDE) - BELOW[room] - {room}

    assert {
        name(path): found
        for path in in_room(room)
        if (found := {i.partition(".")[0] for i in imports(path)} & higher)
    } == {}


@pytest.mark.parametrize("room", sorted(BELOW))
def test_a_room_names_nothing_above_it_in_a_string(room):
    """Not a model, not a module, not a page of its, not a permission."""
    higher = "|".join(sorted(ROOMS - BELOW.get(room, ROOMS) - {room}))
    named = re.compile(
        rf"(?:\A|admin:|[ '\"(])(?:{higher})(?:\.[a-zA-Z]\w|_\w+_\w|/\w+)"
    )

    assert (
        not higher
        or {
            name(path): found
            for path in in_room(room)
            if (
                found := [t for t in texts(path) if named.search(t) and t[-3:] != ".js"]
            )
        }
        == {}
    )


@pytest.mark.parametrize("room", sorted(GROUND | NOUNS - {"explainer"}))
def test_a_noun_asks_no_row_for_what_a_higher_room_hangs_on_it(room):
    if room == "explainer":
        return  # It has no rows.
    hung = {
        link.get_accessor_name()
        for model in apps.get_app_config(room).get_models()
        for link in model._meta.related_objects
        if link.related_model._meta.app_label in ROOMS - BELOW[room] - {room}
    }
    words = re.compile(rf"\.({'|'.join(sorted(hung - {None})) or 'no_such_row'})\b")

    assert [
        name(path) for path in in_room(room) if words.search(path.read_text())
    ] == []


def test_the_text_of_an_explainer_stands_on_nothing_of_ours():
    """No model, no setting, no address: Django's words and formats, and no more."""
    of_django = {
        i for path in in_room("explainer") for i in imports(path) if "django" in i
    }

    assert {i for i in of_django if not i.startswith("django.utils")} == set()


def test_what_is_typed_is_pure():
    """No model, no query: a text, a page or a feed in, a value out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    typed = tuple(project["tool"]["mypy"]["files"])
    pure = [path for path in MODULES.values() if name(path).startswith(typed)]

    assert len(pure) > 70
    assert {
        name(path): found
        for path in pure
        if (found := [i for i in imports(path) if re.search(r"\.models|django\.db", i)])
    } == {}


@pytest.mark.parametrize("room", ["paper", "pages"])
def test_readers_pages_cannot_reach_the_working_copy(room):
    modules = {f"stories.models.{word}" for word in WORKING_COPY}
    classes = {
        f"stories.models.{model.__name__}"
        for model in apps.get_app_config("stories").get_models()
        if model.__module__ in modules
    }

    assert {
        name(path): found
        for path in in_room(room)
        if (found := {*imports(path)} & (modules | classes))
    } == {}


@functools.cache
def arrows():
    """Folder to the other folders that its modules import from."""
    found = defaultdict(set)
    for path in MODULES.values():
        there = (MODULES[i] for i in imports(path) if i in MODULES)
        found[path.parent] |= {to.parent for to in there} - {path.parent}
    return found


def reach(folder):
    """All folders that one comes to from this one."""
    found, ahead = set(), [folder]
    while ahead:
        for there in arrows()[ahead.pop()] - found:
            found.add(there)
            ahead.append(there)
    return found


def test_no_folders_stand_in_a_circle():
    folders = {path.parent for path in MODULES.values()}

    assert [name(folder) for folder in folders if folder in reach(folder)] == []


def test_the_site_map_is_on_one_screen():
    maps = [name(path) for path in MODULES.values() if path.name == "urls.py"]

    assert maps == ["newsroom/urls.py"]
    assert len((ROOT / maps[0]).read_text().splitlines()) <= 100


def test_a_module_is_called_as_no_other_is():
    counted = Counter(path.stem for path in MODULES.values())

    assert {n for n, times in counted.items() if times > 1} <= SHARED


def test_the_top_of_the_tree_has_fourteen_rooms_at_most():
    tracked = {path.parent.relative_to(ROOT).parts[0] for path in MODULES.values()}

    assert tracked == ROOMS
    assert len(tracked | {"scripts", "docs"}) <= 14


def test_a_template_stands_under_the_name_of_its_app():
    """`admin` and `registration` are what Django asks for; the frame is everybody's."""
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}

    assert folders - {"admin", "registration"} <= ROOMS


@pytest.mark.parametrize("room", sorted(BELOW))
def test_a_room_prints_no_template_of_a_higher_one(room):
    higher = ROOMS - BELOW[room] - {room}

    assert {
        name(path): found
        for path in in_room(room)
        if (
            found := {
                text
                for text in texts(path)
                if text.endswith((".html", ".txt")) and text.partition("/")[0] in higher
            }
        )
    } == {}


def class_nodes(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]


@functools.cache
def methods_of(cls):
    """The names of the methods that are written in a class."""
    (node,) = (
        node
        for node in class_nodes(MODULES[cls.__module__])
        if node.name == cls.__qualname__.rpartition(".")[2]
    )
    return {each.name for each in node.body if isinstance(each, ast.FunctionDef)}


def is_large(cls):
    """Whether a class has too many bases or methods, inherited ones counted; those that
    are not ours are counted by nobody."""
    line = [each for each in cls.__mro__ if each.__module__ in MODULES]
    methods = set().union(*map(methods_of, line))
    return len(line) - 1 > MOST_BASES or len(methods) > MOST_METHODS


def test_a_class_has_few_bases_and_few_methods():
    large = {
        f"{module}.{name}"
        for module, path in MODULES.items()
        if class_nodes(path)
        for name, cls in vars(importlib.import_module(module)).items()
        if isinstance(cls, type) and cls.__module__ == module and is_large(cls)
    }

    assert large - {*LARGE} == set()
