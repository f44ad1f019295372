"""python -m scripts.image: the image's files, run without an engine for containers.

Copies the build context aside as `.dockerignore` has it, runs the Dockerfile's own
steps with its folders moved below another one, and starts it as `docker-compose.yml`
does. What the image lacks is so found where no engine is.
DATABASE_URL names a database.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

from scripts import smoke
from scripts.demo_server import ROOT, free_port

EDITOR, PASSWORD = "anna", "a-long-and-odd-one"
# Stand-ins for what the documented commands name.
EXAMPLES = {"ARCHIVE…": "old-post.md", "FILE…": "paper.json"}
EXAMPLES |= {"[SLUG…]": "", "DIR": "pictures"}
DEAR = {"export_site"}  # It asks for some thousand pages: tests make a small copy.
OLD_POST = "---\ntitle: A bridge opens\ndate: 2020-05-04\n---\n\nIt was late.\n"


def rules(text):
    """(keeps, pattern) of each line of a .dockerignore."""
    lines = [line.strip() for line in text.splitlines()]
    for line in lines:
        if line and not line.startswith("#"):
            yield (
                line.startswith("!"),
                re.compile(as_regex(line.lstrip("!").strip("/"))),
            )


def as_regex(pattern):
    """Docker's wildcards: `**/` is any folders, `*` and `?` stay within a name."""
    parts = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    found = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return "".join(parts.get(part) or re.escape(part) for part in found)


def is_sent(path, ignore):
    """Whether Docker sends a file: the last rule that names it or a folder of it."""
    kept = True
    places = ["/".join(path.parts[:n]) for n in range(1, len(path.parts) + 1)]
    for keeps, pattern in ignore:
        if any(map(pattern.fullmatch, places)):
            kept = keeps
    return kept


def context(root):
    """Every file of the build context, relative to the project."""
    text = (root / ".dockerignore").read_text()
    ignore, named = [*rules(text)], {*re.findall(r"^!([^/\n]+)", text, re.M)}
    for top in sorted(map(root.joinpath, named)):  # our list has no other
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and is_sent(path.relative_to(root), ignore):
                yield path.relative_to(root)


def instructions(text):
    """(word, rest) of each instruction of a Dockerfile, its lines joined."""
    text = re.sub(r"^#.*\n", "", text, flags=re.M)
    for line in re.sub(r"\\\n", "", text).splitlines():
        word, _, rest = line.strip().partition(" ")
        if word:
            yield word, rest.strip()


class Image:
    """A Dockerfile's folders below `root`, filled by running its steps one by one."""

    def __init__(self, root, variables):
        self.root, self.variables, self.place = root, variables, root
        self.folders, self.entry, self.command, self.probe = set(), [], [], []

    def build(self, text):
        """Runs each instruction that a stage of the image has."""
        steps = {
            "WORKDIR": self.enter,
            "ENV": self.set,
            "COPY": self.copy,
            "RUN": self.run_step,
            "HEALTHCHECK": self.check,
            "ENTRYPOINT": self.begin,
            "CMD": self.serve,
        }
        found = [*instructions(text)]
        self.folders = {*re.findall(r"(?<![\w./])/[a-z]+(?=[\s/:]|$)", places(found))}
        for word, rest in found:
            if word in steps:
                steps[word](rest)

    def moved(self, text):
        """The text with the image's folders below ours."""
        names = "|".join(map(re.escape, sorted(self.folders)))
        return re.sub(rf"(?<![\w./])({names})(?=[\s/:]|$)", rf"{self.root}\1", text)

    def enter(self, rest):
        self.place = Path(self.moved(rest))
        self.place.mkdir(parents=True, exist_ok=True)

    def set(self, rest):
        for name, value in re.findall(r"(\w+)=(\S+)", self.moved(rest)):
            before = self.variables.get(name, "")
            self.variables[name] = value.replace(f"${name}", before)

    def copy(self, rest):
        if rest.startswith("--from="):
            return  # one folder serves all stages: it is there already
        names = rest.split()[:-1]
        for path in context(ROOT) if names == ["."] else map(Path, names):
            (self.place / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, self.place / path)

    def run_step(self, rest):
        if "apt-get" in rest:
            return  # a stage of Debian's programs: this machine has its own
        if os.geteuid():  # only root may give a folder away
            rest = re.sub(r" -[og] \d+", "", rest)
        install = "-m venv" in rest
        self.install(rest) if install else self.run("sh", "-c", self.moved(rest))

    def install(self, rest):
        """The packages, made once for each lock file."""
        lock = (ROOT / "requirements.txt").read_text()
        name = hashlib.sha256(f"{sys.version}{lock}{rest}".encode()).hexdigest()[:16]
        venv = ROOT / ".venv-image"
        if not (venv / name).exists():
            shutil.rmtree(venv, ignore_errors=True)
            self.run(
                "sh", "-c", self.moved(rest).replace(f"{self.root}/venv", str(venv))
            )
            (venv / name).touch()
        (self.root / "venv").symlink_to(venv)

    def check(self, rest):
        self.probe = json.loads(self.moved(rest.partition("CMD ")[2]))

    def begin(self, rest):
        self.entry = json.loads(self.moved(rest))

    def serve(self, rest):
        self.command = json.loads(rest)

    def ask(self, *command):
        """A command as `docker compose run web` runs it."""
        return self.run(*self.entry, *command)

    @contextlib.contextmanager
    def elsewhere(self):
        """An empty paper beside it, of the other engine, for a block of code."""
        usual = self.variables
        other = {"DATABASE_URL": f"sqlite:///{self.place}/other.sqlite3"}
        self.variables = usual | other | {"MEDIA_ROOT": f"{self.place}/other"}
        try:
            self.ask("python", "manage.py", "migrate", "--verbosity", "0")
            yield
        finally:
            self.variables = usual

    def run(self, *command):
        """What it prints; the end of everything, with its errors, if it fails."""
        print("  ", " ".join(command).replace(str(self.root), "…"), flush=True)
        ended = subprocess.run(
            command, cwd=self.place, env=self.variables, text=True, capture_output=True
        )
        if ended.returncode:
            said = f"{ended.stdout[-2000:]}{ended.stderr[-4000:]}"
            sys.exit(f"image: it ended with {ended.returncode}.\n{said}")
        return ended.stdout

    @contextlib.contextmanager
    def serving(self):
        """What the image starts, for a block of code; it must stop when asked."""
        server = subprocess.Popen(
            [*self.entry, *self.command], cwd=self.place, env=self.variables
        )
        try:
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            if server.wait(30):
                sys.exit(f"image: the server ended with {server.returncode}.")


def places(found):
    """Where a Dockerfile names folders of the image."""
    places = [rest for word, rest in found if word in ("WORKDIR", "VOLUME", "ENV")]
    places += [rest.split()[-1] for word, rest in found if word == "COPY"]
    return "\n".join(places).replace("=", " ")


def typed_commands(text):
    """Every `python manage.py …` of a text, as it would be typed."""
    for line in re.findall(r"^    python (manage\.py [^#\n]+)", text, re.M):
        for name, example in EXAMPLES.items():
            line = line.replace(name, example)
        yield line.split()


def interpreter(folder):
    """A folder with `python` in it, as in the base image: no environment of ours."""
    folder.mkdir()
    script = folder / "python"
    base = getattr(sys, "_base_executable", sys.executable)
    script.write_text(f'#!/bin/sh\nexec "{base}" "$@"\n')
    script.chmod(0o755)
    return folder


def look_after(image):
    """The demo, and every command of `docs/operations.md`, while the server runs."""
    image.ask("python", "manage.py", "demo")
    told = image.ask("python", "manage.py", "export_stories", "--media", "pictures")
    (image.place / "paper.json").write_text(told)
    (image.place / "old-post.md").write_text(OLD_POST)
    for command in typed_commands((ROOT / "docs/operations.md").read_text()):
        if command[1] in DEAR:
            continue
        there = image.elsewhere() if "load_paper" in command else None
        with there or contextlib.nullcontext():
            image.ask("python", *command)


def secrets(folder):
    """What is kept in files, as `docker compose` gives it: a key, a first password."""
    values = {"SECRET_KEY": "for-tests-only-" * 4, "ADMIN_PASSWORD": PASSWORD}
    for name, value in values.items():
        (folder / name).write_text(f"{value}\n")
    return {"ADMIN_USER": EDITOR} | {
        f"{name}_FILE": str(folder / name) for name in values
    }


def look_at_files(address):
    """The style sheet comes as it was compressed when the image was built."""
    with urlopen(address) as page:
        path = re.search(r'href="(/static/site[^"]+css)"', page.read().decode())[1]
    for asked in ("br", "gzip"):
        headers = {"Accept-Encoding": f"{asked}, identity;q=0.1"}
        with urlopen(Request(address + path, headers=headers)) as file:
            told = file.headers["Content-Encoding"], file.headers["Cache-Control"]
        if told[0] != asked or "immutable" not in told[1]:
            sys.exit(f"image: {path} asked for in {asked} came as {told}.")


def main():
    """Build the image in a scratch folder, start it, and walk through the paper."""
    with tempfile.TemporaryDirectory(prefix="newsroom-image-") as scratch:
        root, port = Path(scratch).resolve() / "root", free_port()
        root.mkdir()
        path = f"{interpreter(root.parent / 'base')}:{os.environ['PATH']}"
        passed = {name: v for name, v in os.environ.items() if name.startswith("PIP_")}
        image = Image(root, passed | {"PATH": path, "HOME": scratch})
        image.build((ROOT / "Dockerfile").read_text())
        chosen = {"BIND_ADDRESS": "127.0.0.1", "PORT": str(port), "FETCH_SOURCES": "0"}
        chosen |= {"DATABASE_URL": os.environ["DATABASE_URL"], "LOG_LEVEL": "WARNING"}
        image.variables |= chosen | secrets(root.parent)
        address = f"http://127.0.0.1:{port}"
        with image.serving():
            ready = smoke.wait_for(address)
            image.run(*image.probe)
            look_at_files(address)
            look_after(image)
            story = smoke.walk(address, EDITOR, PASSWORD)
        print(f"   ready in {ready:.1f} s; saved and published {story}")


if __name__ == "__main__":
    main()
