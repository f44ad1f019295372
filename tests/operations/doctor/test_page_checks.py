"""A Redis that keeps no pages."""

import pytest

from tests.support import neighbours, ward


@pytest.mark.django_db
@pytest.mark.once
def test_a_redis_that_is_not_there_is_named_without_its_password(well, settings):
    place = f"localhost:{neighbours.closed_port()}/0"
    redis = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"redis://paper:hunter2@{place}",
        "OPTIONS": {"socket_connect_timeout": 0.5},
    }
    settings.CACHES = settings.CACHES | {"shared": redis}

    ((check, fault),) = ward.look()

    assert check == "page cache"
    assert fault.startswith(f"The Redis of PAGE_CACHE, {place}, doesn't answer:")
    assert "hunter2" not in fault
