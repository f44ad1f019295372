"""A paper whose every page is slow until somebody opens a gate: the file GATE. Its
probes are the real ones."""

import os
import time
from pathlib import Path

from newsroom.probes import PROBES

PAGE = b"x" * 20_000
PATIENCE = 60


def application(environ, start_response):
    path, until = environ["PATH_INFO"], time.monotonic() + PATIENCE
    if path in PROBES:
        said = PROBES[path]()
        start_response(f"{said.status_code} so", [*said.items()])
        return [said.content]
    gate = Path(os.environ["GATE"])
    while path == "/slow" and not gate.exists() and time.monotonic() < until:
        time.sleep(0.01)
    start_response("200 OK", [("Content-Length", str(len(PAGE)))])
    return [PAGE]
