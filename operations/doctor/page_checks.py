"""The store of pages that processes share."""

from django.conf import settings
from django.core.cache import caches

from operations.doctor.diagnosis import fault


def redis_answers(_case):
    place = settings.CACHES["shared"]["LOCATION"]
    if "://" not in place:
        return
    try:
        caches["shared"].get("doctor")
    except Exception as failure:  # whatever the library raises
        yield fault(
            f"The Redis of PAGE_CACHE, {place.rpartition('@')[2]}, doesn't answer: "
            f"{failure}.",
            "Start it (`docker compose --profile full up -d pages`), or mend the "
            "address; until then each process makes its own pages.",
            "processes.md",
        )
