"""What the library of C is told of memory; one that isn't glibc is told nothing."""

import ctypes
import gc
from contextlib import suppress

# How glibc numbers what can be set: how many heaps the threads of a process have, and
# from which size on a piece goes back to the system once it is done with.
M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
LARGE = 128 * 1024


def set_up():
    """One heap for all threads: they take turns, and each of them keeps what it once
    had. Of two processes under load each is 12 MB smaller. What is large never comes
    from the heap, where glibc would put it after a while, and leave holes of 5 MB."""
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(M_ARENA_MAX, 1)
        library.mallopt(M_MMAP_THRESHOLD, LARGE)


def tidy():
    """Let go of what pages left behind that points at itself (8 MB of a busy process,
    which Python looks for when a quarter more has come), and give the holes in the
    heap back to the system (4 MB, of pages made at the same time)."""
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
