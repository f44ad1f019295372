"""Two processes that share a store of pages say the same of it."""

import socketserver
import threading

import pytest

from operations import shared_pages
from tests.support import neighbours


def use(settings, place, backend="newsroom.page_files.PageFiles"):
    shared = {"BACKEND": backend, "LOCATION": str(place)}
    settings.CACHES = settings.CACHES | {"shared": shared}


def test_a_folder_is_known_by_its_place_not_by_its_name(settings, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "also a").symlink_to(tmp_path / "a")
    said = []
    for name in ("a", "b", "also a", "none"):
        use(settings, tmp_path / name)
        said.append(shared_pages.name())

    assert said[0] == said[2] != said[1]
    assert said[0].startswith("folder ")
    assert said[3] == "no folder"


def test_a_redis_that_does_not_answer_is_out_of_reach(settings):
    place = f"redis://localhost:{neighbours.closed_port()}/0"
    use(settings, place, "django.core.cache.backends.redis.RedisCache")

    assert shared_pages.name() == "out of reach: ConnectionError"


class Redis(socketserver.StreamRequestHandler):
    """As much of one as is asked for its name."""

    def handle(self):
        while head := self.rfile.readline():
            words = [self.word() for _time in range(int(head[1:]))]
            self.wfile.write(self.server.answers.get(words[0], b"-ERR unknown\r\n"))

    def word(self):
        size = int(self.rfile.readline()[1:])
        return self.rfile.read(size + 2)[:size].upper()


@pytest.fixture
def redis():
    """Called with the number of a run, starts one; returns its address."""
    opened = []

    def start(run):
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Redis)
        server.daemon_threads = True
        text = b"run_id:%b" % run
        said = b"$%d\r\n%b\r\n" % (len(text), text)
        hello = b"%1\r\n$5\r\nproto\r\n:3\r\n"
        yes = b"+OK\r\n"
        server.answers = {
            b"INFO": said,
            b"HELLO": hello,
            b"CLIENT": yes,
            b"SELECT": yes,
        }
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        opened.append((server, thread))
        return f"redis://localhost:{server.server_address[1]}/1"

    yield start
    for server, thread in opened:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_redis_is_known_by_its_run_and_the_number_of_its_database(settings, redis):
    use(settings, redis(b"8f3a"), "django.core.cache.backends.redis.RedisCache")

    assert shared_pages.name() == "redis 8f3a 1"
