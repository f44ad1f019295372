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

    def __init__(self, folder, project=PROJECT):
        self.folder, self.project, self.port = folder, project, free_port()
        self.address = f"https://localhost:{self.port}"
        self.variables = os.environ | {"COMPOSE_PROJECT_NAME": project}

    def run(self, *command, ends=0):
        """What it prints; all is over, with its errors, if its status is another."""
        ended = subprocess.run(
            command, cwd=self.folder, env=self.variables, text=True, capture_output=True
        )
        if ended.returncode != ends:
            said = f"{ended.stdout[-3000:]}{ended.stderr[-3000:]}"
            code = ended.returncode
            sys.exit(f"docker-test: {' '.join(command)} ended with {code}.\n{said}")
        return ended.stdout + (ended.stderr if ends else "")

    def compose(self, *words):
        return self.run("docker", "compose", *words)

    def newsroom(self, *words, ends=0):
        """What the operator's program says, printed too; `ends` is its status."""
        said = self.run("./deploy/newsroom", *words, ends=ends)
        print(re.sub(r"^", "     ", said.rstrip(), flags=re.M), flush=True)
        return said

    @contextlib.contextmanager
    def running(self):
        """The whole set's settings, and nothing of it afterwards."""
        for tag in ("local", "next", "previous"):  # of a run that was cut off
            gone = ("docker", "image", "rm", "--force", f"{self.project}:{tag}")
            subprocess.run(gone, env=self.variables, capture_output=True)
        self.newsroom("init", self.address)
        self.set(HTTPS_PORT=self.port, HTTP_PORT=free_port(), BIND="127.0.0.1")
        self.set(FRONT_NET=NET, FETCH_SOURCES=0)
        with self.removed():
            yield self

    @contextlib.contextmanager
    def removed(self):
        """Containers, networks and volumes go at the end; what they said is shown first
        if it is a fault."""
        try:
            yield
        except BaseException:
            print(self.compose("logs", "--tail", "30"), file=sys.stderr)
            raise
        finally:
            words = ("down", "--volumes", "--timeout", "5", "--remove-orphans")
            self.compose("--profile", "*", *words)

    def beside(self, folder, project):
        """Another paper of the same image, in a clone of its own."""
        self.run("git", "clone", "-q", ".", str(folder))
        self.run("docker", "tag", f"{self.project}:local", f"{project}:local")
        return Paper(folder, project)

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

    def image(self):
        """The hash of the image that is taken at a start."""
        name = f"{self.project}:local"
        return self.run("docker", "image", "inspect", "-f", "{{.Id}}", name).strip()

    def answer_of(self, service, path):
        """The status of a page as one web service sends it, the cache left out."""
        told = {"Host": f"localhost:{self.port}", "X-Forwarded-Proto": "https"}
        code = (
            "import sys, urllib.error as e, urllib.request as u\n"
            f"try: print(u.urlopen(u.Request(sys.argv[1], headers={told})).status)\n"
            "except e.HTTPError as said: print(said.code)"
        )
        address = f"http://127.0.0.1:8000{path}"
        said = self.compose("exec", "-T", service, "python", "-c", code, address)
        return int(said)

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

    def set(self, **settings):
        """Lines of .env; the last of a name counts."""
        with (self.folder / ".env").open("a") as file:
            file.writelines(f"{name}={value}\n" for name, value in settings.items())

    def manage(self, *words):
        return self.compose("exec", "-T", "web-a", "python", "manage.py", *words)

    def record(self):
        """A hash of all that readers ever had, the record audited."""
        self.manage("check_record")
        told = self.manage("export_stories", "--whole")
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
