"""Memory is set up where the library of C can be told, and nowhere else."""

import ctypes
from types import SimpleNamespace

from newsroom import heap


def test_threads_have_one_heap_without_large_pieces_and_holes(monkeypatch):
    told = []
    library = SimpleNamespace(
        mallopt=lambda *option: told.append(option),
        malloc_trim=lambda left: told.append(left),
    )
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)

    heap.set_up()
    heap.tidy()

    assert told == [(-8, 1), (-3, 131_072), 0]


def test_another_library_of_c_is_left_alone(monkeypatch):
    asked = []
    monkeypatch.setattr(ctypes, "CDLL", lambda name: asked.append(name) or object())

    heap.set_up()
    heap.tidy()

    assert asked == [None, None]
