"""Forgets what a process only has to be quick, so that the next page is cold."""

import sys

from django.core.cache import caches

ROOMS = (
    *("newsroom", "desk", "paper", "pages", "stories"),
    *("sources", "images", "entities", "explainer", "people"),
)
ADDRESS = "/benchmark/empty/"


def empty():
    """Forget all kept pages, in Django's caches and in objects of our own, and the
    texts that functions remember. What is made once from the code stays, and the menu,
    which is the same on all pages and known for a second."""
    for name in caches.settings:
        caches[name].clear()
    modules = [m for name, m in sys.modules.items() if name.split(".")[0] in ROOMS]
    for module in modules:
        for value in [*vars(module).values()]:
            if remembers_texts(value):
                value.cache_clear()
            for each in layers(value):
                getattr(each, "clear", lambda: None)()


def layers(value):
    """An object of ours, and what stands behind it: applications are around others."""
    while type(value).__module__.split(".")[0] in ROOMS:
        yield value
        value = getattr(value, "application", None)


def remembers_texts(value):
    """Whether it is a function that keeps a number of results, not all of a few."""
    asked = getattr(value, "cache_parameters", None)
    return bool(asked) and asked()["maxsize"] not in (None, 1)
