"""Frames over the network: found again after a cut, and no wait without an end."""

import functools
import http.server
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.capture import StreamFrames


class _QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve a short video over HTTP: a stream that ends, as one does that is cut."""
    writer = cv2.VideoWriter(str(tmp_path / "short.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 25.0, (64, 48))
    for shade in range(0, 250, 10):
        writer.write(np.full((48, 64, 3), shade, np.uint8))
    writer.release()
    handler = functools.partial(_QuietFiles, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/short.avi"
        server.shutdown()


def test_a_stream_that_ends_is_taken_up_again(address: str) -> None:
    frames = StreamFrames(address, frames_per_s=1_000)
    first = frames.read(5)
    assert first is not None
    last_s = time.monotonic()
    while frames.read(0.5) is not None:
        last_s = time.monotonic()
    again = frames.read(5)
    frames.close()
    assert again is not None
    assert time.monotonic() - last_s < 5


def test_a_silent_camera_gives_nothing_and_can_be_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        frames = StreamFrames(f"rtsp://127.0.0.1:{silent.getsockname()[1]}/live", frames_per_s=5)
        assert frames.read(0.5) is None
        began_s = time.monotonic()
        frames.close()
        assert time.monotonic() - began_s < 7
