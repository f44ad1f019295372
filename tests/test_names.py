"""Names: nouns of the field for modules and classes, verbs or nouns for functions."""

import ast

from tests.test_house import MODULES, name, tree

# Bare participles and adverbs: each meant something else in every file that had it.
BANNED = {
    "told",
    "said",
    "shown",
    "seen",
    "sent",
    "kept",
    "keeping",
    "taking",
    "returned",
    "named",
    "called",
    "listed",
    "over",
    "around",
    "nowhere",
    "standing",
    "alike",
    "asked",
    "written",
    "made",
}
# A noun of the field: how something stands with its readers.
NOUNS = {"Standing"}


def top_level(path):
    """The module itself, and the functions and classes that it offers."""
    yield path.stem
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def is_banned(name):
    return name.lower() in BANNED and name not in NOUNS


def test_nothing_at_the_top_of_a_module_is_called_by_a_bare_participle():
    assert {
        name(path): found
        for path in MODULES.values()
        if (
            found := [
                n for n in top_level(path) if n.lower() in BANNED and n not in NOUNS
            ]
        )
    } == {}
