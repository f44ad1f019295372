"""What processes know together: the newest generation that readers were shown."""

import os
import stat
import subprocess
import sys

import pytest
from django.core.cache.backends.locmem import LocMemCache

from newsroom.watermark import KEY, Watermark, beside_pages

NOW = 1_800_000_000_000


def test_what_one_process_has_shown_each_knows_at_once(tmp_path):
    one, two = (Watermark(tmp_path / "pages" / "newest") for _process in range(2))

    one.tell(NOW)
    told = two.number()
    two.tell(NOW + 1)

    assert (told, one.number()) == (NOW, NOW + 1)


def test_what_was_shown_is_never_taken_back(tmp_path):
    mark = Watermark(tmp_path / "newest")
    mark.tell(NOW)
    mark.tell(NOW - 1)

    assert (mark.number(), Watermark(tmp_path / "newest").number()) == (NOW, NOW)


def test_it_is_for_our_own_processes_alone(tmp_path):
    Watermark(tmp_path / "newest")

    assert stat.S_IMODE(os.stat(tmp_path / "newest").st_mode) == 0o600


FORKED = """import os
from newsroom.watermark import Watermark
mark = Watermark()
if not os.fork():
    mark.tell(1_800_000_000_000)
    os._exit(0)
os.wait()
print(mark.number())"""


def test_a_process_that_was_forked_has_the_same_one():
    said = subprocess.run(
        [sys.executable, "-c", FORKED], check=True, capture_output=True, text=True
    )

    assert int(said.stdout) == NOW


def test_a_folder_that_was_emptied_loses_nobody_the_number(tmp_path):
    one, two = (Watermark(tmp_path / "newest") for _process in range(2))
    one.tell(NOW)
    (tmp_path / "newest").unlink()

    found = [one.exchange(), two.exchange(), Watermark(tmp_path / "newest").number()]
    one.tell(NOW + 1)

    assert (found, two.number()) == ([NOW] * 3, NOW + 1)


def test_without_a_place_to_write_it_is_one_processs_own_and_said_once(
    tmp_path, caplog
):
    (tmp_path / "file").touch()
    mark = Watermark(tmp_path / "file" / "newest")
    mark.tell(NOW)

    assert [mark.exchange(), mark.exchange()] == [NOW, NOW]
    assert len(caplog.records) == 1
    assert "How new our pages are is not shared" in caplog.text


@pytest.fixture
def cache():
    made = LocMemCache("watermark", {})
    yield made
    made.clear()


def test_other_machines_are_told_by_the_cache(cache):
    here, there = Watermark(cache=cache), Watermark(cache=cache)
    here.tell(NOW)

    assert (here.exchange(), cache.get(KEY), there.number()) == (NOW, NOW, 0)
    assert there.exchange() == NOW
    there.tell(NOW + 1)
    assert (there.exchange(), here.exchange()) == (NOW + 1, NOW + 1)


class Gone(LocMemCache):
    def get(self, *given, **said):
        raise ConnectionError


def test_a_cache_that_is_gone_is_no_readers_fault():
    mark = Watermark(cache=Gone("watermark", {}))
    mark.tell(NOW)

    assert mark.exchange() == NOW


def test_it_lies_beside_the_pages_under_a_name_of_the_database(tmp_path):
    pages = {"LOCATION": str(tmp_path)}
    one, same, other = (
        beside_pages(pages, {"NAME": name}) for name in ("paper", "paper", "another")
    )
    one.tell(NOW)

    assert (one.path.parent, same.number(), other.number()) == (tmp_path, NOW, 0)
    redis = beside_pages({"LOCATION": "redis://a/0"}, {"NAME": "paper"})
    assert (redis.path, redis.cache is None) == (None, False)
