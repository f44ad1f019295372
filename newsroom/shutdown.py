"""How the web server stops: first it says so, then nobody new gets in, and last of all
who is in is answered. The master decides; its processes see it in memory they share."""

import mmap
import socket
import time
from contextlib import suppress

# A page of memory that every process forked from here on has in common.
shared = mmap.mmap(-1, 1)
# Linux's options for how far a packet may have come (RFC 5082); Python has no names.
IP_MINTTL, IPV6_MINHOPCOUNT = 21, 73
FROM_ANYWHERE, FROM_NOWHERE = 0, 255
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
    yet. Now who knocks from further than from here is not heard, tries again in a
    second, and is refused; who is at the door already comes in.
    """
    hear(listener, FROM_NOWHERE)


def let_speak(connection):
    """Who came in as the door was closing has it from there that nobody is heard."""
    hear(connection, FROM_ANYWHERE)


def hear(found, least):
    for level, option in (
        (socket.IPPROTO_IP, IP_MINTTL),
        (socket.IPPROTO_IPV6, IPV6_MINHOPCOUNT),
    ):
        with suppress(OSError):  # of the other family, or on another system
            found.setsockopt(level, option, least)


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
