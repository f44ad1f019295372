"""Which lines of code and templates each test runs: a plugin of pytest.

With `TRACES` in the environment it writes one line of JSON a test to that file; with
`ORDER`, it runs the tests that the file lists, and no others, in this order. Lines of a
file are the bits of one number, as a text in base 16: line 1 is bit 1.
"""

import ast
import json
import os
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from types import CodeType

import pytest

TOOL = sys.monitoring.PROFILER_ID
EVENTS = sys.monitoring.events
ROOT = Path(__file__).resolve().parent.parent
# Every package at the top is an app, but for the tests.
APPS = sorted({p.parent.name for p in ROOT.glob("*/__init__.py")} - {"tests"})
WATCHED = (*APPS, "templates")
# What looks at every page is asked first about a template.
LOOKS = "tests/test_outlines.py"
BUDGET = 60  # seconds of tests, as recorded, for one fault
FEW = 3  # parameters of one test that are recorded: most go the same ways


def function(test):
    """A test without its parameters."""
    return test.partition("[")[0]


def codes(function):
    """The code of a function, and of each that is written in it."""
    found = [function.__code__]
    for code in found:
        found += [inner for inner in code.co_consts if isinstance(inner, CodeType)]
    return found


class Recorder:
    """Notes each line the first time that a test comes to it, on whatever thread."""

    def __init__(self, file):
        self.file, self.root = file, Path.cwd()
        self.lines = defaultdict(set)
        self.shared = defaultdict(lambda: defaultdict(set))  # by a module of tests
        self.names, self.passed = {}, True
        self.templates = {}  # Jinja's, by the code that they were compiled to
        self.lock = threading.Lock()

    def place(self, filename):
        """The name of a watched file below the project; None for any other."""
        if filename not in self.names:
            path = Path(filename)
            inside = path.is_absolute() and path.is_relative_to(self.root)
            name = str(path.relative_to(self.root)) if inside else ""
            self.names[filename] = name if name.split("/")[0] in WATCHED else None
        return self.names[filename]

    def start(self):
        sys.monitoring.use_tool_id(TOOL, "sabotage")
        sys.monitoring.register_callback(TOOL, EVENTS.PY_START, self.enter)
        sys.monitoring.register_callback(TOOL, EVENTS.LINE, self.note)
        sys.monitoring.set_events(TOOL, EVENTS.PY_START)
        self.watch_templates()

    def enter(self, code, offset):
        """Lines are counted where the code is ours, and nowhere else."""
        if self.place(code.co_filename):
            sys.monitoring.set_local_events(TOOL, code, EVENTS.LINE)
        return sys.monitoring.DISABLE

    def note(self, code, line):
        if template := self.templates.get(code):
            line = template.get_corresponding_lineno(line)
        self.lines[self.place(code.co_filename)].add(line)
        return sys.monitoring.DISABLE

    def watch_templates(self):
        """Every node of a template, text too, says where it stands when rendered."""
        from django.template import base  # after the settings are known

        for kind in (base.Node, base.TextNode):
            plain = kind.render_annotated

            def watched(node, context, plain=plain):
                place = self.place(node.origin.name) if node.origin else None
                if place:
                    self.lines[place].add(node.token.lineno)
                return plain(node, context)

            kind.render_annotated = watched
        self.watch_jinja()

    def watch_jinja(self):
        """Its templates are Python, of which each line knows where it comes from."""
        from jinja2 import Template

        plain = Template._from_namespace.__func__

        def known(cls, environment, namespace, globals):
            template = plain(cls, environment, namespace, globals)
            functions = [template.root_render_func, *template.blocks.values()]
            for code in map(codes, functions):
                self.templates |= dict.fromkeys(code, template)
            return template

        Template._from_namespace = classmethod(known)

    def write(self, test, passed, seconds):
        module = test.partition("::")[0]
        for name, lines in self.shared[module].items():
            self.lines[name] |= lines
        files = {
            n: f"{sum(1 << line for line in s):x}"
            for n, s in [*self.lines.items()]
            if n
        }
        entry = {"test": test, "passed": passed, "seconds": seconds, "files": files}
        line = json.dumps(entry) + "\n"
        with self.file.open("ab", buffering=0) as out:
            out.write(line.encode())  # at once: other processes write as well

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        self.lines, self.passed = defaultdict(set), True
        sys.monitoring.restart_events()
        started = time.monotonic()
        try:
            return (yield)
        finally:
            self.write(item.nodeid, self.passed, round(time.monotonic() - started, 2))

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        """What is made once for a module counts for each of its tests."""
        try:
            return (yield)
        finally:
            if fixturedef.scope == "module":
                for name, lines in self.lines.items():
                    self.shared[request.node.nodeid][name] |= lines

    def pytest_runtest_logreport(self, report):
        self.passed &= not report.failed

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config, items):
        """Leaves out what is recorded, and all but a few of many parameters."""
        text = self.file.read_text() if self.file.exists() else ""
        seen = {json.loads(line)["test"] for line in text.splitlines()}
        functions, kept, gone = Counter(map(function, seen)), [], []
        for item in items:
            functions[function(item.nodeid)] += item.nodeid not in seen
            few = functions[function(item.nodeid)] <= FEW
            (kept if few and item.nodeid not in seen else gone).append(item)
        config.hook.pytest_deselected(items=gone)
        items[:] = kept


class Order:
    """Only the tests of a list, with all their parameters, in its order."""

    def __init__(self, file):
        self.rank = {test: n for n, test in enumerate(file.read_text().splitlines())}

    def place(self, item):
        return self.rank.get(function(item.nodeid))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config, items):
        gone = [item for item in items if self.place(item) is None]
        kept = [item for item in items if self.place(item) is not None]
        config.hook.pytest_deselected(items=gone)
        items[:] = sorted(kept, key=self.place)


def traces(file):
    """Per test function that passes: seconds, and each file's lines as a number."""
    found, failed = {}, set()
    for line in file.read_text().splitlines():
        entry = json.loads(line)
        name = function(entry["test"])
        new = {"test": name, "seconds": 0, "times": 0, "files": {}}
        test = found.setdefault(name, new)
        test["seconds"] += entry["seconds"]
        test["times"] += 1
        for path, mask in entry["files"].items():
            test["files"][path] = test["files"].get(path, 0) | int(mask, 16)
        if not entry["passed"]:
            failed.add(name)
    for test in found.values():
        test["total"] = sum(mask.bit_count() for mask in test["files"].values())
    return [test for name, test in found.items() if name not in failed]


def run_lines(mutant, source):
    """The lines by which a test shows that it came to the place; 0: any of the file."""
    if mutant.path.endswith(".html"):
        before = source[: mutant.start + 1]
        begun = max(before.rfind("{%"), before.rfind("{{"), 0)
        closed = max(before.rfind("%}"), before.rfind("}}"), 0)
        return 1 << source.count("\n", 0, max(begun, closed)) + 1
    inner = None
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            if node.body[0].lineno <= mutant.line <= node.end_lineno:
                inner = node
            elif any(mutant.line == part.lineno for part in node.decorator_list):
                return (2 << node.end_lineno) - (1 << node.body[0].lineno)
    if not inner:
        return 0
    begun = [n.lineno for n in ast.walk(inner) if isinstance(n, ast.stmt)]
    start = max(line for line in begun if line <= mutant.line)
    return (2 << mutant.line) - (1 << start)


def mirrors(test, path):
    """Whether a test stands in the file that is named after a module."""
    return Path(test.partition("::")[0]).stem == f"test_{Path(path).stem}"


def nearest(mutant, source, texts, recorded):
    """The tests that come to a place, those that come to little else first.

    What is only read when a module is loaded, no test comes to: then it is those of the
    file that is named after it, and of what imports it.
    """
    lines = run_lines(mutant, source) or -1
    touching = [t for t in recorded if mutant.path in t["files"]]
    exact = [t for t in touching if t["files"][mutant.path] & lines] or touching
    # Of one with many parameters those that were not recorded may come there.
    exact += [t for t in touching if t["times"] >= FEW and t not in exact]
    if not exact:
        module = mutant.path.removesuffix(".py").replace("/", ".")
        users = {path for path, text in texts.items() if f"{module} import" in text}
        exact = [t for t in recorded if users & {*t["files"]}]
    known = [t for t in recorded if mirrors(t["test"], mutant.path)]
    exact += [t for t in known if t not in exact]

    def distance(test):
        came = test["files"].get(mutant.path, 0)
        is_first = mutant.path.endswith(".html") and test["test"].startswith(LOOKS)
        share = (1 + test["total"]) / (1 + came.bit_count())
        is_elsewhere = not mirrors(test["test"], mutant.path)
        return not is_first, not came & lines, is_elsewhere, share, test["seconds"]

    found, spent = [], 0
    for test in sorted(exact, key=distance):
        if spent + test["seconds"] < BUDGET or not found:
            spent += test["seconds"]
            found.append(test["test"])
    return found


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    if file := os.environ.get("TRACES"):
        recorder = Recorder(Path(file))
        recorder.start()
        config.pluginmanager.register(recorder)
    if file := os.environ.get("ORDER"):
        config.pluginmanager.register(Order(Path(file)))
