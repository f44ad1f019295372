"""CPU time as the system counts it."""

import os
import subprocess
import sys

from benchmarks import processes


def test_the_work_of_a_child_counts_while_it_lives_and_after():
    before = processes.seconds([os.getpid()])
    busy = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    child = subprocess.Popen([sys.executable, "-c", f"{busy}\ninput()"], **pipes)
    child.stdout.readline()

    alive = processes.seconds([child.pid]), processes.resident(child.pid)
    child.communicate(b"\n")

    assert alive[0] >= 0.25
    assert alive[1] > 1
    assert processes.seconds([os.getpid()]) - before >= 0.25


def test_a_process_that_is_gone_costs_nothing():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()

    assert processes.seconds([child.pid]) == 0
    assert processes.resident(child.pid) == 0
