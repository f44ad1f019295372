"""Does a test notice a fault? Each fault is met in a process of its own.

The whole suite is loaded once. A fork of it gets new code for the functions that the
fault changes, or reads its template anew, and runs the tests that come to that place. A
fault outside of functions is met by a Python that starts from the broken file.
"""

import gc
import os
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from types import CodeType, FunctionType

import pytest

from scripts.traces import function, run_lines

ENOUGH = 60  # seconds after which no further test is begun
CAP = 150  # seconds after which a test hangs
UNKNOWN = "?"  # not every function can be given other code
QUIET = ("-q", "--no-header", "--tb=no", "-p", "no:randomly")


def codes(code):
    """A file's code objects, by the name of their function and a number."""
    found, waiting = {}, [code]
    while waiting:
        code = waiting.pop(0)
        name = code.co_qualname
        found[name, sum(name == other for other, _n in found)] = code
        waiting += [part for part in code.co_consts if isinstance(part, CodeType)]
    return found


def swap(file, before, after):
    """Give the functions that are loaded from a file the code of its other text.

    Raises LookupError if none of them is there, and ValueError if one would close over
    other names.
    """
    old, new = (codes(compile(text, file, "exec")) for text in (before, after))
    both = old.keys() & new.keys()
    changed = {old[key]: new[key] for key in both if old[key] != new[key]}
    gc.unfreeze()  # what the tests froze is not among the objects otherwise
    found = [f for f in gc.get_objects() if isinstance(f, FunctionType)]
    found = [f for f in found if f.__code__.co_filename == str(file)]
    if not any(f.__code__ in changed for f in found):
        raise LookupError(file)
    for each in found:
        each.__code__ = changed.get(each.__code__, each.__code__)


def forget_templates():
    from django.template import engines  # once the settings are known

    for loader in engines["django"].engine.template_loaders:
        loader.reset()
    for environment in engines["jinja2"].env.siblings.values():
        environment.cache.clear()


class Judge:
    """A plugin that runs no test itself: `rule(mutant, source, tests)` asks it to."""

    def __init__(self, tree, work, is_wired):
        self.tree, self.work, self.is_wired = tree, work, is_wired
        self.failed = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        self.items = defaultdict(list)
        for item in session.items:
            self.items[function(item.nodeid)].append(item)
        self.work(self)
        return True

    def rule(self, mutant, source, tests):
        """What noticed it first; empty if nothing did."""
        if not tests:
            return ""
        file = self.tree / mutant.path
        times = file.stat().st_atime, file.stat().st_mtime
        file.write_text(mutant.apply(source))
        try:
            is_inside = run_lines(mutant, source) and mutant.kind != "decorator gone"
            if mutant.path.endswith(".html") or is_inside:
                noticed = self.in_a_fork(mutant, source, tests)
                if noticed != UNKNOWN:
                    return noticed
            if "/models" in mutant.path and not self.is_wired():
                return "makemigrations --check"
            return self.from_the_start(tests)
        finally:
            file.write_text(source)
            os.utime(file, times)  # what Python compiled of the fault is not kept

    def in_a_fork(self, mutant, source, tests):
        """The first failing test, empty for none, or why a child process had no
        answer."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            said = UNKNOWN
            try:
                said = self.first_failure(mutant, source, tests)
            finally:
                os.write(writing, said.encode())
                os._exit(0)
        os.close(writing)
        ended = ended_in_time(child)
        with open(reading) as said:
            return said.read() if ended else "a hang"

    def first_failure(self, mutant, source, tests):
        """In the child: put the mutant in place, run tests for at most ENOUGH
        seconds."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        if mutant.path.endswith(".py"):
            swap(self.tree / mutant.path, source, mutant.apply(source))
        else:
            forget_templates()
        items = [item for test in tests for item in self.items[test]]
        end = time.monotonic() + ENOUGH
        for item, after in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self.failed:
                return self.failed[0]
            if time.monotonic() > end:
                break
        return ""

    def pytest_runtest_logreport(self, report):
        self.failed += [report.nodeid] if report.failed else []

    def from_the_start(self, tests):
        """The same for a fault that only a process of its own can show."""
        order = self.tree.parent / "order"
        order.write_text("\n".join(tests))
        files = sorted({test.partition("::")[0] for test in tests})
        command = [sys.executable, "-m", "pytest", *QUIET, "-x", "-p", "scripts.traces"]
        running = subprocess.Popen(
            [*command, *files],
            cwd=self.tree,
            env=os.environ | {"ORDER": str(order)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
        try:
            said = running.communicate(timeout=CAP)[0]
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            return "a hang"
        failed = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.M)
        passed = running.returncode in (0, 5)
        return "" if passed else failed[1] if failed else "a crash"


def ended_in_time(child):
    end = time.monotonic() + CAP
    while not os.waitpid(child, os.WNOHANG)[0]:
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return False
        time.sleep(0.05)
    return True
