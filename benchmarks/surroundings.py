"""What stands around a paper that grows, each started for a block of code: caches, a
proxy, a CDN's edge, Redis, a second PostgreSQL, `tick`. Each gives its processes."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.db import connection

from benchmarks.server import ROOT
from operations.models import Purge
from operations.purge.purger import DELAYS
from scripts import proxies
from scripts.demo_server import free_port
from scripts.standby import Standby

# One place of a CDN: it keeps a page for as long as it is told, and forgets it by tag.
EDGE = """vcl 4.1;
import std;
import xkey;
backend origin {{ .host = "127.0.0.1"; .port = "{port}"; }}
sub vcl_recv {{
    if (req.method == "PURGE") {{
        set req.http.X-Purged = xkey.purge(req.http.Surrogate-Key);
        return (synth(200, "Purged"));
    }}
    unset req.http.Cookie;
}}
sub vcl_backend_fetch {{
    set bereq.http.CDN-Loop = "edge";
}}
sub vcl_backend_response {{
    set beresp.ttl = std.duration(
        regsub(beresp.http.CDN-Cache-Control, ".*max-age=(\\d+).*", "\\1s"), 0s);
    set beresp.grace = std.duration(regsub(beresp.http.CDN-Cache-Control,
        ".*stale-while-revalidate=(\\d+).*", "\\1s"), 0s);
    set beresp.http.xkey = regsuball(beresp.http.Cache-Tag, ",", " ");
}}
"""
NEEDED = {"front": ("varnishd", "caddy"), "redis": ("redis-server",)}


@contextlib.contextmanager
def scratch():
    """A folder of its own, where another user may write."""
    with tempfile.TemporaryDirectory(prefix="growth-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextlib.contextmanager
def cache(ports, papers, fresh="0.3s"):
    """Varnish with our file; `ports` are those for readers and for purges, `fresh` is
    for how long it asks nobody. Gives its process, and the folder in which it can be
    asked what it holds."""
    with scratch() as folder:
        command = proxies.varnish(folder, ports, papers)
        vcl = folder / "paper.vcl"
        vcl.write_text(vcl.read_text().replace("0.3s", fresh))
        with proxies.running(command, folder / "log", ports[0]) as process:
            yield process.pid, folder / "varnish"


def held(folder):
    """(pages, bytes) that a Varnish holds."""
    path = f"{os.environ['PATH']}:{proxies.PLACES}"
    names = ("MAIN.n_object", "SMA.s0.g_bytes")
    command = ["varnishstat", "-1", "-n", folder]
    said = subprocess.run(
        command, env=os.environ | {"PATH": path}, check=True, stdout=subprocess.PIPE
    )
    lines = map(str.split, said.stdout.decode().splitlines())
    numbers = {words[0]: int(words[1]) for words in lines if words}
    return tuple(numbers[name] for name in names)


@contextlib.contextmanager
def edge(port, origin):
    """A CDN's edge, played by a Varnish that does as it is told."""
    with scratch() as folder:
        vcl = folder / "edge.vcl"
        vcl.write_text(EDGE.format(port=origin))
        where = ["-a", f"127.0.0.1:{port}", "-f", vcl, "-n", folder / "varnish"]
        command = ["varnishd", "-F", *where, "-s", "malloc,50m"]
        with proxies.running(command, folder / "log", port) as process:
            yield process.pid


@contextlib.contextmanager
def proxy(port, cache):
    """Caddy with our file and a certificate of its own, at a port for TLS. Gives its
    process, and the file of its authority."""
    with scratch() as folder:
        ports = (port, free_port(), free_port())
        variables = proxies.caddy_variables(folder, ports, cache)
        command = proxies.caddy()
        with proxies.running(command, folder / "log", port, **variables) as process:
            authority = proxies.authority(folder)
            proxies.wait_for_tls(port, authority)
            yield process.pid, str(authority)


@contextlib.contextmanager
def redis():
    """A Redis: its address, and its process."""
    port = free_port()
    with scratch() as folder:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--dir", folder]
        with proxies.running(command, folder / "log", port) as process:
            yield f"redis://127.0.0.1:{port}/0", process.pid


@contextlib.contextmanager
def standby(primary):
    """A replica of a PostgreSQL that runs: its address, and its process."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        server = Standby(Path(folder), primary)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def tick(server, count):
    """`tick --forever` with a server's own settings, once it has purged that many
    caches for the first time."""
    words = [sys.executable, "manage.py", "tick", "--forever"]
    with Path(server.folder, "tick").open("a") as log:
        process = subprocess.Popen(
            words, cwd=ROOT, env=server.variables, stderr=log, stdout=log
        )
    try:
        while purged() < count and process.poll() is None:
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def purged():
    """How many caches have been asked for everything, the last time too."""
    last = Purge.objects.filter(delay=max(DELAYS), succeeded_at__isnull=False)
    try:
        return last.count()
    finally:
        connection.close()
