"""A cable passes everything, until it is cut; mended, it passes new connections."""

import socket
import threading
from collections.abc import Iterator

import pytest

from opscenter.chaos.cable import Cable

PATIENCE_S = 10.0


@pytest.fixture
def echo_port() -> Iterator[int]:
    """Answer every connection with what it says."""
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_echo_all, args=(listener,), daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.close()


def test_it_passes_what_is_said(echo_port: int) -> None:
    with Cable(echo_port) as cable, _connected(cable) as connection:
        connection.sendall(b"hello")
        assert connection.recv(5) == b"hello"


def test_mended_it_drops_what_hung_in_it_and_passes_what_is_new(echo_port: int) -> None:
    with Cable(echo_port) as cable, _connected(cable) as before:
        before.sendall(b"hello")
        assert before.recv(5) == b"hello"
        cable.cut()
        before.sendall(b"into the cut")
        cable.mend()
        assert _is_dropped(before)
        with _connected(cable) as after:
            after.sendall(b"again")
            assert after.recv(5) == b"again"


def _connected(cable: Cable) -> socket.socket:
    return socket.create_connection(("127.0.0.1", cable.port), timeout=PATIENCE_S)


def _is_dropped(connection: socket.socket) -> bool:
    try:
        return connection.recv(64) == b""
    except ConnectionError:
        return True


def _echo_all(listener: socket.socket) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_echo, args=(connection,), daemon=True).start()


def _echo(connection: socket.socket) -> None:
    try:
        while data := connection.recv(64):
            connection.sendall(data)
    except ConnectionError:
        return
