"""Ports for parts that live as long as one trial."""

import socket

HOST = "127.0.0.1"


def free_port() -> int:
    """Return a loopback port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_answered(port: int) -> bool:
    """Tell whether somebody takes connections on this loopback port."""
    try:
        socket.create_connection((HOST, port), timeout=0.5).close()
    except OSError:
        return False
    return True
