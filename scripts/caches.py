"""python -m scripts.caches: nginx and Varnish, as docs/ has them, before a dying paper.

Needs both programs. A page is asked for while the paper is up, and again after it has
ended and the page is no longer fresh; so is the desk, which no cache may hold. Prints
what was answered, and fails unless readers got the page both times.
"""

import re
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from scripts.demo_server import ROOT, Paper, free_port

FRESH = 60  # seconds, as the paper tells them


def nginx(folder, port, backend):
    text = (ROOT / "docs" / "nginx.conf").read_text()
    text = text.replace("listen 80", f"listen 127.0.0.1:{port}")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{backend}")
    text = text.replace("/var/cache/nginx/newsroom", f"{folder}/cache")
    conf = folder / "nginx.conf"
    conf.write_text(f"pid {folder}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    return ["nginx", "-c", conf, "-g", f"daemon off; error_log {folder}/errors;"]


def varnish(folder, port, backend):
    text = (ROOT / "docs" / "varnish.vcl").read_text()
    vcl = folder / "paper.vcl"
    vcl.write_text(text.replace('"8000"', f'"{backend}"'))
    where = ["-a", f"127.0.0.1:{port}", "-f", vcl, "-n", folder / "varnish"]
    return ["varnishd", "-F", *where, "-s", "malloc,50m"]


def ask(port, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": "127.0.0.1"})
        answer = connection.getresponse()
        found = re.search("<h1[^>]*>([^<]*)", answer.read().decode())
        said = (answer.status, answer.headers["X-Cache"], answer.headers["Age"])
        return *said, found and found[1]
    finally:
        connection.close()


def main():
    """Ask through both caches, the paper up, then down; exit 1 if readers lost it."""
    with tempfile.TemporaryDirectory(prefix="newsroom-caches-", dir="/tmp") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        paper = Paper(f"sqlite:///{folder}/paper.sqlite3", folder)
        paper.prepare()
        ports = {"nginx": free_port(), "varnish": free_port()}
        commands = [
            nginx(folder, ports["nginx"], paper.port),
            varnish(folder, ports["varnish"], paper.port),
        ]
        running = [subprocess.Popen(command) for command in commands]
        good = True
        try:
            with paper.serving():
                time.sleep(4)  # until Varnish has found the paper ready
                for name, port in ports.items():
                    for path in ("/questions/", "/questions/", "/admin/login/"):
                        print(f"up    {name:8} {path:14}", *ask(port, path))
            time.sleep(FRESH + 2)
            for name, port in ports.items():
                for path in ("/questions/", "/admin/login/"):
                    answer = ask(port, path)
                    good = good and (answer[0] == 200) == (path == "/questions/")
                    print(f"down  {name:8} {path:14}", *answer)
        finally:
            for process in running:
                process.terminate()
                process.wait(10)
        sys.exit(not good)


if __name__ == "__main__":
    main()
