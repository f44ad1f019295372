"""Varnish, Caddy and nginx with the files of deploy/, on ports of their own.

Only where things are is written anew in these files: addresses, ports and folders.
"""

import contextlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import time

from scripts.demo_server import ROOT

DEPLOY = ROOT / "deploy"
PLACES = "/usr/sbin:/usr/local/sbin"
DOORS = ("tls", "http", "api", "cache", "purge")


def lacking(*programs):
    """Those that are not installed."""
    path = f"{os.environ['PATH']}:{PLACES}"
    return [each for each in programs if not shutil.which(each, path=path)]


def varnish(folder, ports, papers):
    """`ports` are those for readers and for purges, `papers` those of two services."""
    text = (DEPLOY / "varnish.vcl").read_text()
    for name, port in zip(("web-a", "web-b"), papers, strict=True):
        there = f'.host = "127.0.0.1";\n    .port = "{port}";'
        text = text.replace(f'.host = "{name}";\n    .port = "8000";', there)
    vcl = folder / "paper.vcl"
    vcl.write_text(text.replace("/etc/varnish", str(DEPLOY)))
    doors = [f"-ahttp=127.0.0.1:{ports[0]}", f"-ainside=127.0.0.1:{ports[1]}"]
    return ["varnishd", *doors, "-f", vcl, "-n", folder / "varnish", *flags("cache")]


def flags(service):
    """What docker-compose.yml gives Varnish beside its doors and its file."""
    text = (ROOT / "docker-compose.yml").read_text()
    block = re.search(rf"\n  {service}:\n(.*?)\n\n", text, re.S)[1]
    words = re.search(r"command:\n((?:      - .+\n)+)", block)[1]
    words = [line.strip()[2:].strip('"') for line in words.splitlines()]
    rest = words[words.index("/etc/varnish/varnish.vcl") + 1 :]
    return ["-F", *(word.replace("${CACHE_SIZE:-256m}", "50m") for word in rest)]


def caddy():
    return ["caddy", "run", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile"]


def caddy_variables(folder, ports, cache):
    """`ports` are those for TLS, for HTTP and for the API."""
    return {
        "SITE_URL": f"https://localhost:{ports[0]}",
        "HTTPS_PORT": str(ports[0]),
        "HTTP_PORT": str(ports[1]),
        "CADDY_ADMIN": f"127.0.0.1:{ports[2]}",
        "TLS_LINE": "tls internal",
        "CACHE": f"127.0.0.1:{cache}",
        "PAGES": str(DEPLOY),
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }


def authority(folder):
    """The file of the authority that Caddy makes for `tls internal`."""
    return folder / "caddy/pki/authorities/local/root.crt"


def nginx(folder, port, backend):
    text = (DEPLOY / "nginx.conf").read_text()
    text = text.replace("listen 80", f"listen 127.0.0.1:{port}")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{backend}")
    text = text.replace("/var/cache/nginx/newsroom", f"{folder}/cache")
    conf = folder / "nginx.conf"
    conf.write_text(f"pid {folder}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    return ["nginx", "-c", conf, "-g", f"daemon off; error_log {folder}/errors;"]


@contextlib.contextmanager
def before(folder, ports, papers):
    """Varnish and Caddy before papers at these two ports, for a block of code; `ports`
    has one for `tls`, `http`, `api`, `cache` and `purge`. Who reads here trusts it."""
    variables = caddy_variables(
        folder, (ports["tls"], ports["http"], ports["api"]), ports["cache"]
    )
    cache = varnish(folder, (ports["cache"], ports["purge"]), papers)
    with (
        running(cache, folder / "varnish.log", ports["cache"]),
        running(caddy(), folder / "caddy.log", ports["tls"], **variables),
    ):
        wait_for_tls(ports["tls"], authority(folder))
        os.environ["SSL_CERT_FILE"] = str(authority(folder))
        yield


@contextlib.contextmanager
def running(command, log, port, **variables):
    """A program that answers at a port, for a block of code."""
    path = f"{os.environ['PATH']}:{PLACES}"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            env=os.environ | {"PATH": path} | variables,
            stdout=output,
            stderr=output,
        )
    try:
        wait_for_port(port, process, log)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def wait_for_tls(port, file, seconds=30):
    """Until Caddy has its certificate."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with contextlib.suppress(OSError):
            context = ssl.create_default_context(cafile=file)
            with socket.create_connection(("127.0.0.1", port)) as plain:
                context.wrap_socket(plain, server_hostname="localhost").close()
            return
        time.sleep(0.05)
    raise SystemExit(f"No certificate for localhost at {port}.")


def wait_for_port(port, process, log, seconds=30):
    began = time.monotonic()
    while time.monotonic() - began < seconds and process.poll() is None:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port)),
        ):
            return
        time.sleep(0.05)
    raise SystemExit(f"It does not answer at {port}:\n{log.read_text()[-3000:]}")
