"""The port that the web server listens on, asked before anything else is done."""

import errno
import socket

FAULTS = {
    errno.EADDRINUSE: "is in use: another program listens on {place}",
    errno.EADDRNOTAVAIL: "cannot be had: this machine has no address {place}",
    errno.EACCES: "may not be used by this user: {place}",
}


def fault(address, port):
    """Why nobody could listen there now, in words that follow PORT; nothing if one
    could. An address is written as in BIND_ADDRESS."""
    host = address.strip("[]")
    try:
        kind, *_rest, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(kind, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
            listener.listen(1)
    except OSError as found:
        said = FAULTS.get(found.errno, f"leads nowhere: {found.strerror} ({{place}})")
        return said.format(place=f"{address}:{port}")
    return ""


def claim(address, port):
    """End the start in one line if somebody else has the port."""
    if found := fault(address, port):
        raise SystemExit(f"newsroom: PORT {found}.")
