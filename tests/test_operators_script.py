"""What the operator's script leaves behind: whatever fails, whoever stops it, and where
nobody is there to hear of it."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "deploy/newsroom"
TICK = "compose up --detach --no-deps --no-build tick"
WEB_A = "compose up --detach --no-deps --no-build web-a"
ANEW = "--force-recreate web-a"
SIGNALS = ("HUP", "INT", "QUIT", "PIPE", "TERM")
pytestmark = pytest.mark.once

# In the place of docker: notes what it is told, fails or waits where it should.
DOCKER = """#!/bin/sh
cd "$PAPER"
echo "$*" >>calls
case "$*" in
  *"$WAITS"*) touch waits; until [ -e go ]; do /bin/sleep 0.02; done; touch went ;;
esac
case "$*" in *"$FAILS"*) exit 1 ;; esac
case "$*" in
  build*) echo new >next ;;
  "image inspect"*) for name; do :; done; cat "${name#*:}" ;;
  tag*) echo "$2" >"${3#*:}" ;;
  "compose ps"*) echo one ;;
  inspect*RestartCount*) echo 0 ;;
  inspect*) [ "$FAILS" = web-a ] && echo "exited " || echo "running healthy" ;;
  *backend.list*) echo "one healthy" ;;
esac
"""


def heed_signals():
    """Who tests in the background ignores some, and so does what is begun there."""
    for name in SIGNALS:
        signal.signal(getattr(signal, f"SIG{name}"), signal.SIG_DFL)


class Paper:
    """`local` is the image that runs, `previous` the one before."""

    def __init__(self, folder):
        self.folder = folder
        for name, text in {"docker": DOCKER, "sleep": "#!/bin/sh\n"}.items():
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)
        (folder / "local").write_text("old\n")
        (folder / "previous").write_text("older\n")

    def begin(self, *words, fails="nothing", waits="nothing", output=subprocess.PIPE):
        told = {"PATH": f"{self.folder}:{os.environ['PATH']}", "PAPER": self.folder}
        told |= {"COMPOSE_PROJECT_NAME": "newsroom"}
        return subprocess.Popen(
            [SCRIPT, *words],
            env=os.environ | told | {"FAILS": fails, "WAITS": waits},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=heed_signals,
        )

    def run(self, *words, **how):
        """Its status, and of what it complains."""
        begun = self.begin(*words, **how)
        _said, complaints = begun.communicate(timeout=30)
        return begun.returncode, complaints

    def stop(self, name, *words, waits):
        """The same of one whose whole group gets a signal at that step."""
        begun = self.begin(*words, waits=waits)
        until = time.monotonic() + 30
        while not (self.folder / "waits").exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        os.killpg(begun.pid, getattr(signal, f"SIG{name}"))
        (self.folder / "go").touch()
        _said, complaints = begun.communicate(timeout=30)
        return begun.returncode, complaints

    @property
    def calls(self):
        return (self.folder / "calls").read_text().splitlines()

    def place_of(self, words):
        """Where it was told so for the last time."""
        return max(at for at, call in enumerate(self.calls) if words in call)

    def image(self, name):
        return (self.folder / name).read_text().strip()


@pytest.fixture
def paper(tmp_path):
    return Paper(tmp_path)


@pytest.fixture(params=["full", "closed"])
def nobody(request):
    """An output that takes nothing: of a full disk, or of a terminal that is gone."""
    reading, writing = os.pipe()
    os.close(reading)
    with open("/dev/full", "w") as full, open(writing, "w") as closed:
        yield {"full": full, "closed": closed}[request.param]


def is_back(paper):
    """After a restore: caches forget what was, and tick goes on."""
    order = [paper.place_of(words) for words in ("stop tick", "PURGE", TICK)]
    return order == sorted(order) and paper.calls[-1] == TICK


@pytest.mark.parametrize("fails", ["restore --replace", "web-a", "PURGE"])
def test_however_a_restore_fails_caches_are_purged_and_tick_goes_on(paper, fails):
    code, complaints = paper.run("restore", "old.tar", fails=fails)

    assert is_back(paper)
    assert code == 1
    assert "newsroom: it did not end well" in complaints


def test_of_a_restore_that_fails_tick_goes_on_though_it_does_not_stop(paper):
    code, complaints = paper.run("restore", "old.tar", fails="stop tick")

    assert (code, paper.calls[-1]) == (1, TICK)
    assert complaints == "newsroom: tick does not stop; nothing was changed.\n"


@pytest.mark.parametrize("name", SIGNALS)
def test_whoever_stops_a_restore_caches_are_purged_and_tick_goes_on(paper, name):
    paper.stop(name, "restore", "old.tar", waits="restore --replace")

    assert is_back(paper)


def test_who_stops_what_starts_tick_waits_for_it(paper):
    assert paper.stop("INT", "restore", "old.tar", waits=TICK) == (0, "")

    assert (paper.folder / "went").exists()


def test_a_restore_goes_on_once_the_service_is_back_that_was_stopped(paper):
    paper.stop("INT", "restore", "old.tar", waits=ANEW)

    assert is_back(paper)
    assert paper.place_of(WEB_A) < paper.place_of("* auto") < paper.place_of("PURGE")


def test_a_restore_that_nobody_hears_of_is_brought_to_its_end(paper, nobody):
    code, complaints = paper.run("restore", "old.tar", output=nobody)

    assert (code, complaints) == (0, "")
    assert is_back(paper)
    assert ANEW in "".join(paper.calls)


@pytest.mark.parametrize("name", SIGNALS)
def test_a_service_that_begins_anew_is_up_and_asked_whoever_stops_it(paper, name):
    paper.stop(name, "roll", waits=ANEW)

    began, asked = paper.place_of(ANEW), paper.place_of("*.web_a* auto")
    assert paper.place_of("*.web_a* sick") < began < asked
    if name in ("INT", "QUIT", "TERM"):
        assert began < paper.place_of(WEB_A) < asked
    else:  # a terminal that is gone stops nothing
        assert paper.place_of("*.web_b* auto") > asked


@pytest.mark.parametrize("name", ["HUP", "PIPE"])
def test_an_upgrade_outlives_its_terminal(paper, name):
    code, complaints = paper.stop(name, "upgrade", waits=ANEW)

    assert (code, complaints) == (0, "")
    assert (paper.image("local"), paper.image("previous")) == ("new", "old")
    assert paper.place_of(TICK) > paper.place_of("--force-recreate web-b")


@pytest.mark.parametrize("name", ["INT", "QUIT", "TERM"])
def test_an_upgrade_that_is_stopped_before_anybody_has_it_is_taken_back(paper, name):
    code, complaints = paper.stop(name, "upgrade", waits=ANEW)

    assert code != 0
    assert "the upgrade was taken back" in complaints
    assert paper.image("local") == "old"
    assert paper.calls[paper.place_of("tag ")] == "tag old newsroom:local"
    assert paper.place_of("tag ") < paper.place_of(ANEW)
    assert "--force-recreate web-b" not in "".join(paper.calls)


def test_an_upgrade_that_is_stopped_half_way_is_finished_by_another(paper):
    code, complaints = paper.stop("INT", "upgrade", waits="--force-recreate web-b")
    assert code != 0
    assert "deploy/newsroom upgrade, once more, does the rest" in complaints

    assert paper.run("upgrade") == (0, "")

    assert (paper.image("local"), paper.image("previous")) == ("new", "old")
    assert paper.place_of(TICK) > paper.place_of("--force-recreate web-b")


@pytest.mark.parametrize("verb", ["upgrade", "rollback", "roll"])
def test_what_nobody_hears_of_is_brought_to_its_end(paper, nobody, verb):
    assert paper.run(verb, output=nobody) == (0, "")

    assert "*.web_b* auto" in "".join(paper.calls)
    local = {"upgrade": "new", "rollback": "older", "roll": "old"}[verb]
    assert paper.image("local") == local
    assert verb == "roll" or paper.place_of(TICK)


def test_a_rollback_that_is_stopped_says_what_is_left_to_do(paper):
    """Another one would be forward again."""
    code, complaints = paper.stop("INT", "rollback", waits=ANEW)

    assert code != 0
    assert "deploy/newsroom roll, then deploy/newsroom up, do the rest" in complaints
