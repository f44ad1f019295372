"""Packages that are loaded once somebody asks for what they have, or never. Pure."""

import sys
from importlib.util import find_spec, module_from_spec
from threading import RLock
from typing import Any

LOADING = RLock()


def load_late(name: str) -> None:
    """Let an import of a package wait for the first use of something of it.

    A module of the package is imported alone; what stands beside it stays unread, and
    it may not say `from package import …`: two threads could wait for one another.
    Raises ImportError where there is no such package.
    """
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ImportError(f"there is no {name}", name=name)
    package, loader, ahead = module_from_spec(spec), spec.loader, [name]

    def find(attribute: str) -> Any:
        with LOADING:
            if ahead:
                ahead.clear()  # What it imports of itself is there already.
                try:
                    loader.exec_module(package)
                except BaseException:
                    ahead.append(name)  # Whoever asks next is told why as well.
                    raise
        try:
            return vars(package)[attribute]
        except KeyError:
            raise AttributeError(f"{name} has no {attribute}") from None

    vars(package)["__getattr__"] = find
    sys.modules[name] = package
