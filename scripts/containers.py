"""A paper in containers as an operator has it: a clone, .env, deploy/newsroom."""

import contextlib
import hashlib
import os
import re
import subprocess
import sys
import time

from scripts.demo_server import free_port

PROJECT = "newsroom-test"
NET = "10.213.79"


class Paper:
    """In a clone of the project; everything of it goes at the end."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.address = f"https://localhost:{self.port}"
        self.variables = os.environ | {"COMPOSE_PROJECT_NAME": PROJECT}

    def run(self, *command):
        """What it prints; the end of everything, with its errors, if it fails."""
        ended = subprocess.run(
            command, cwd=self.folder, env=self.variables, text=True, capture_output=True
        )
        if ended.returncode:
            said = f"{ended.stdout[-3000:]}{ended.stderr[-3000:]}"
            sys.exit(f"docker-test: {' '.join(command)} ended with fault.\n{said}")
        return ended.stdout

    def compose(self, *words):
        return self.run("docker", "compose", *words)

    def newsroom(self, *words):
        said = self.run("./deploy/newsroom", *words)
        print(re.sub(r"^", "     ", said.rstrip(), flags=re.M), flush=True)
        return said

    @contextlib.contextmanager
    def running(self):
        for tag in ("local", "next", "previous"):  # of a run that was cut off
            gone = ("docker", "image", "rm", "--force", f"{PROJECT}:{tag}")
            subprocess.run(gone, env=self.variables, capture_output=True)
        self.newsroom("init", self.address)
        with (self.folder / ".env").open("a") as file:
            file.write(f"HTTPS_PORT={self.port}\nHTTP_PORT={free_port()}\n")
            file.write(f"BIND=127.0.0.1\nFRONT_NET={NET}\nFETCH_SOURCES=0\n")
        try:
            yield self
        except BaseException:
            print(self.compose("logs", "--tail", "30"), file=sys.stderr)
            raise
        finally:
            self.compose("down", "--volumes", "--timeout", "5", "--remove-orphans")

    def trust_its_authority(self):
        file = self.folder / "root.crt"
        file.write_text(
            self.compose(
                *("exec", "-T", "proxy", "cat"),
                "/data/caddy/pki/authorities/local/root.crt",
            )
        )
        os.environ["SSL_CERT_FILE"] = str(file)

    def roll(self):
        self.newsroom("roll")

    def state(self, service, form):
        name = self.compose("ps", "--all", "--quiet", service).strip()
        return self.run("docker", "inspect", "-f", form, name).strip()

    def wait_for(self, service, seconds=120):
        began = time.monotonic()
        while self.state(service, "{{.State.Health.Status}}") != "healthy":
            if time.monotonic() - began > seconds:
                sys.exit(f"docker-test: {service} is not well after {seconds} s.")
            time.sleep(0.5)
        time.sleep(3)  # until Varnish asks it

    def record(self):
        """A hash of all that readers ever had, the record audited."""
        manage = ("exec", "-T", "web-a", "python", "manage.py")
        self.compose(*manage, "check_record")
        told = self.compose(*manage, "export_stories", "--whole")
        return hashlib.sha256(told.encode()).hexdigest()

    def newest_backup(self):
        found = self.compose("exec", "-T", "tick", "ls", "-t", "/backups").split()
        return found[0] if found else ""

    def migrate(self, database):
        """A process that migrates another database, begun."""
        secret = (self.folder / "secrets/database_url").read_text()
        address = secret.removesuffix("/newsroom") + f"/{database}"
        told = ("-e", "DATABASE_URL_FILE=", "-e", f"DATABASE_URL={address}")
        command = ("docker", "compose", "run", "--rm", "--no-deps", "-T", *told, "tick")
        words = ("python", "manage.py", "migrate", "--noinput", "--verbosity", "0")
        return subprocess.Popen([*command, *words], cwd=self.folder, env=self.variables)
