"""Two processes that share a store of pages say the same of it."""

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
