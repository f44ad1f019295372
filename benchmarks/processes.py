"""CPU time of processes, as the system counts it in /proc."""

import os
from pathlib import Path

TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def stat(pid):
    """The fields of a process behind its name; [] if it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def family(pid):
    """A process and all that stand under it."""
    children = {}
    for path in Path("/proc").glob("[0-9]*"):
        if fields := stat(path.name):
            children.setdefault(int(fields[1]), []).append(int(path.name))
    found, ahead = [], [pid]
    while ahead:
        found.append(ahead.pop())
        ahead += children.get(found[-1], [])
    return found


def seconds(*pids):
    """CPU seconds of these processes, of their children, and of those that ended."""
    total = 0
    for each in {each for pid in pids for each in family(pid)}:
        total += sum(map(int, stat(each)[11:15]))
    return total / TICKS


def resident(pid):
    """MiB that a process holds, with what it shares with others."""
    fields = stat(pid)
    return int(fields[21]) * PAGE / 2**20 if fields else 0.0


def pin(pid, core):
    """Keep a process and all its children on one core."""
    for each in family(pid):
        os.sched_setaffinity(each, {core})


def cores():
    """(the core of what is measured, the core of whoever asks)."""
    mine = sorted(os.sched_getaffinity(0))
    return mine[-1], mine[0]
