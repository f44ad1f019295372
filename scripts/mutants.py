"""Small faults that a hand could make: those of Python; html_mutants.py has the others.

A mutant is one change of one place. Left alone is what no test should have to know:
texts for people, annotations, logging, and decorators that cannot go without a crash.
"""

import ast
import hashlib
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from scripts.html_mutants import blocks, template_changes

TEXTS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
TEXTS |= {"pgettext", "pgettext_lazy"}
NAMES = {"verbose_name", "verbose_name_plural", "help_text", "description", "__all__"}
NEEDED = {"property", "staticmethod", "classmethod", "dataclass", "cached_property"}
NEEDED |= {"setter", "register", "simple_tag", "filter", "cache", "lru_cache"}
EMPTIED = {"filter", "exclude", "order_by", "distinct", "select_for_update"}
OPPOSITE = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}


@cache
def scopes(path, source):
    """(first line, last line, name) of what has a name in a file, from outside in."""
    if path.endswith(".html"):
        return blocks(source)
    named = ast.FunctionDef | ast.ClassDef
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, named)]
    begun = [min(n.lineno for n in (f, *f.decorator_list)) for f in found]
    return [(n, f.end_lineno, f.name) for n, f in zip(begun, found, strict=True)]


def within(path, source, line):
    """The names around a line, joined by points; empty at the top of a file."""
    around = scopes(path, source)
    return ".".join(name for begin, end, name in around if begin <= line <= end)


@dataclass(frozen=True)
class Mutant:
    """`source[start:end]` becomes `text`; the first changed line is `line`."""

    path: str
    line: int
    start: int
    end: int
    text: str
    kind: str

    def apply(self, source):
        return source[: self.start] + self.text + source[self.end :]

    def difference(self, source):
        """What stood on the changed lines and what stands there now, unindented."""
        begin = source.rfind("\n", 0, self.start) + 1
        stop = source.find("\n", self.end)
        stop = len(source) if stop < 0 else stop
        now = source[begin : self.start] + self.text + source[self.end : stop]
        return " ".join(source[begin:stop].split()), " ".join(now.split())

    def key(self, source):
        """A name that stays when lines above come and go.

        Equal lines of one file are told apart by the function, class or block around.
        """
        around = within(self.path, source, self.line)
        words = "\n".join([self.path, around, *self.difference(source)])
        return hashlib.sha256(words.encode()).hexdigest()[:8]


def callee_name(node):
    """The last name of what is called or decorates; empty if it has none."""
    node = node.func if isinstance(node, ast.Call) else node
    return getattr(node, "attr", getattr(node, "id", ""))


def is_left_alone(node):
    """Whether no behaviour hangs on this node: logs, texts, imports."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="logger" | "log"))):
            return True
        case ast.Call():
            return callee_name(node) in TEXTS
        case ast.keyword(arg=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return name in NAMES
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.FunctionDef(name="__repr__") | ast.Import() | ast.ImportFrom():
            return True
    return False


def children(node):
    for field, value in ast.iter_fields(node):
        if field not in ("annotation", "returns", "type_params", "decorator_list"):
            found = value if isinstance(value, list) else [value]
            yield from (child for child in found if isinstance(child, ast.AST))


class Code:
    """A Python file, and every (start, end, text, kind) that changes it."""

    def __init__(self, source):
        self.source = source
        self.lines = [line.encode() for line in source.splitlines(keepends=True)]
        self.starts = [0, *accumulate(len(line.decode()) for line in self.lines)]

    def at(self, line, column):
        return self.starts[line - 1] + len(self.lines[line - 1][:column].decode())

    def span(self, node):
        end = self.at(node.end_lineno, node.end_col_offset)
        return self.at(node.lineno, node.col_offset), end

    def text(self, node):
        start, end = self.span(node)
        return self.source[start:end]

    def changes(self, node=None, inside=False):
        """(start, end, replacement, kind) of each mutant; offsets are of the source."""
        node = ast.parse(self.source) if node is None else node
        if is_left_alone(node):
            return
        inside = inside or isinstance(node, ast.FunctionDef)
        for find in (self.conditions, self.operators, self.calls, self.values):
            yield from find(node)
        if inside:
            yield from self.statements(node)
        yield from self.decorators(node)
        for child in children(node):
            yield from self.changes(child, inside)

    def conditions(self, node):
        tests = getattr(node, "ifs", [])
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            tests = [node.test]
        for test in tests:
            yield *self.span(test), f"not ({self.text(test)})", "condition negated"
            if isinstance(node, ast.comprehension) or not getattr(node, "orelse", 1):
                yield *self.span(test), "True", "condition dropped"

    def operators(self, node):
        """Swapped and dropped conditions, turned comparisons, ends off by one."""
        match node:
            case ast.BoolOp(op=op, values=values):
                parts = [f"({self.text(value)})" for value in values]
                other = " or " if isinstance(op, ast.And) else " and "
                yield *self.span(node), other.join(parts), "and/or"
                own = " and " if isinstance(op, ast.And) else " or "
                for n in range(len(parts)):
                    rest = own.join(parts[:n] + parts[n + 1 :])
                    yield *self.span(node), rest, "condition dropped"
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                turned = f"{self.text(left)} {OPPOSITE[type(op)]} {self.text(right)}"
                yield *self.span(node), turned, "comparison"
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield *self.span(node), f"({self.text(operand)})", "condition negated"
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                if isinstance(right, ast.Constant) and right.value == 1:
                    yield *self.span(node), self.text(left), "off by one"
            case ast.Slice(upper=ast.Name() | ast.Attribute() as upper):
                yield *self.span(upper), f"{self.text(upper)} + 1", "off by one"

    def calls(self, node):
        if not isinstance(node, ast.Call):
            return
        if isinstance(node.func, ast.Attribute) and callee_name(node) in EMPTIED:
            start = self.span(node.func.value)[1]
            yield start, self.span(node)[1], ".all()", f"{callee_name(node)} dropped"
        parts = sorted([*node.args, *node.keywords], key=self.span)
        for n, part in enumerate(parts):
            if isinstance(part, ast.keyword) and part.arg and part.arg not in NAMES:
                yield *self.gap(parts, n), "", "keyword dropped"

    def gap(self, parts, n):
        """What to cut so that the n-th of a row of parts is gone."""
        start, end = self.span(parts[n])
        if n + 1 < len(parts):
            return start, self.span(parts[n + 1])[0]
        return (self.span(parts[n - 1])[1] if n else start), end

    def values(self, node):
        """Other constants, and lists that lack an element."""
        match node:
            case ast.Constant(value=bool() as value):
                yield *self.span(node), str(not value), "constant"
            case ast.Constant(value=int() as value):
                yield *self.span(node), str(value + 1), "constant"
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                stored = isinstance(getattr(node, "ctx", None), ast.Store)
                if len(parts) == 2 and isinstance(node, ast.Tuple) and not stored:
                    both = self.span(parts[0])[0], self.span(parts[1])[1]
                    for part in parts:
                        yield *both, f"{self.text(part)},", "element dropped"
                elif not stored and len(parts) > 1:
                    for n in range(len(parts)):
                        yield *self.gap(parts, n), "", "element dropped"

    def statements(self, node):
        """Statements that do nothing, for what only a function's effect can show."""
        match node:
            case ast.Return(value=ast.AST() as value):
                if self.text(value) != "None":
                    yield *self.span(node), "return None", "return None"
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
                yield *self.span(node), "pass", "statement dropped"
            case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Delete():
                yield *self.span(node), "pass", "statement dropped"
            case ast.Continue() | ast.Break():
                yield *self.span(node), "pass", "statement dropped"
            case ast.With(items=[item]) if callee_name(item.context_expr) == "atomic":
                header = self.span(node)[0], self.span(item.context_expr)[1]
                yield *header, "if True", "transaction dropped"

    def decorators(self, node):
        for decorator in getattr(node, "decorator_list", []):
            if callee_name(decorator) not in NEEDED:
                start, end = self.span(decorator)
                stop = self.source.find("\n", end) + 1
                yield self.source.rfind("\n", 0, start) + 1, stop, "", "decorator gone"


def mutants(path, source):
    """Every mutant of a file; a few of its Python may not parse."""
    is_python = path.endswith(".py")
    found = Code(source).changes() if is_python else template_changes(source)
    for start, end, text, kind in found:
        line = source.count("\n", 0, start) + 1
        mutant = Mutant(path, line, start, end, text, kind)
        if mutant.apply(source) != source:
            yield mutant
