"""How the web server stops: first it says so, then nobody new gets in, and last of all
who is in is answered. The master decides; its processes see it in memory they share."""

import ctypes
import mmap
import socket
import struct
import time
from contextlib import suppress

# A page of memory that every process forked from here on has in common.
shared = mmap.mmap(-1, 1)
SO_ATTACH_FILTER = 26  # Linux; Python has no name for it
# The kernel's own small language, for a packet of TCP: its flags are byte 13; if it
# asks for a new connection (SYN) nothing of it is taken, else all.
NO_NEWCOMERS = [(0x30, 0, 0, 13), (0x45, 0, 1, 0x02), (0x06, 0, 0, 0)]
NO_NEWCOMERS += [(0x06, 0, 0, 0xFFFFFFFF)]
# Seconds in which the greetings that were under way end, and are accepted.
SETTLE = 0.2
PAUSE = 0.05


def is_announced():
    """Whether the server was asked to stop, and somebody should take us out."""
    return shared[0] == 1


def announce():
    shared[0] = 1


def close_door(listener):
    """Let nobody new into the queue of a socket that others wait in.

    To close it would send away, with a reset, whoever has come and was not accepted
    yet. Who knocks now is not answered, tries again in a second, and is refused.
    """
    program = b"".join(struct.pack("HBBI", *step) for step in NO_NEWCOMERS)
    kept = ctypes.create_string_buffer(program, len(program))
    said = struct.pack("HP", len(NO_NEWCOMERS), ctypes.addressof(kept))
    with suppress(OSError):  # another system: there remain some microseconds
        listener.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, said)


def let_out(server, drain):
    """What gunicorn's master does at SIGTERM before it tells its processes: serve on
    for `drain` seconds, in which proxies notice; another signal ends that."""
    announce()
    until = time.monotonic() + drain
    while time.monotonic() < until and server.SIG_QUEUE.empty():
        time.sleep(PAUSE)
    if not (server.reexec_pid or server.master_pid or server.systemd):
        for listener in server.LISTENERS:  # else it is somebody else's as well
            close_door(listener)
        time.sleep(SETTLE)
    raise StopIteration
