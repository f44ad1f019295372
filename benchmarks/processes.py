"""CPU time of processes, as the system counts it in /proc: by the nanosecond."""

import contextlib
import json
import os
import statistics
import time
from pathlib import Path

TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def stat(pid):
    """The fields of a process behind its name; [] if it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def family(*pids):
    """Processes and all that stand under them."""
    children = {}
    for path in Path("/proc").glob("[0-9]*"):
        if fields := stat(path.name):
            children.setdefault(int(fields[1]), []).append(int(path.name))
    found, ahead = [], [*pids]
    while ahead:
        found.append(ahead.pop())
        ahead += children.get(found[-1], [])
    return found


def seconds(pids):
    """CPU seconds of these processes, and of their children that ended."""
    return sum(of_threads(pid) + of_ended(pid) for pid in {*pids})


def of_threads(pid):
    """CPU seconds of a process's threads; by ticks where no finer count is kept."""
    spent = 0
    for place in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError, IndexError):  # The thread has ended.
            spent += int(place.read_text().split()[0])
    return spent / 1e9 or sum(map(int, stat(pid)[11:13])) / TICKS


def of_ended(pid):
    """CPU seconds of a process's children that are gone, by ticks."""
    return sum(map(int, stat(pid)[13:15])) / TICKS


def resident(pid):
    """MiB that a process holds, with what it shares with others."""
    fields = stat(pid)
    return int(fields[21]) * PAGE / 2**20 if fields else 0.0


def pin(pid, core):
    """Keep a process and all its children on one core."""
    for each in family(pid):
        with contextlib.suppress(ProcessLookupError):  # It has ended meanwhile.
            os.sched_setaffinity(each, {core})


def cores():
    """(the core of what is measured, the core of whoever asks)."""
    mine = sorted(os.sched_getaffinity(0))
    return mine[-1], mine[0]


@contextlib.contextmanager
def pinned():
    """Keep this process on the core of what is measured, for a block of code."""
    before, (core, _other) = os.sched_getaffinity(0), cores()
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def pace(times=5):
    """CPU seconds of a piece of work that is always the same, on that core now: what
    pages do, texts put together, looked through and put into mappings."""
    spent = []
    with pinned():
        for _time in range(times):
            began = time.thread_time()
            for number in range(300):
                words = {f"word {n}": str(n * number) for n in range(40)}
                json.loads(json.dumps(words, sort_keys=True))
            spent.append(time.thread_time() - began)
    return statistics.median(spent)
