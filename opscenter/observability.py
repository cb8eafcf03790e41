"""The small HTTP listener of a process: its metrics for Prometheus, and whether it is alive and ready.

It lives once for all processes; each room only describes its numbers and tells what is missing. It is
off until OPSCENTER_METRICS_PORT names a port, and stays on loopback until OPSCENTER_METRICS_HOST says
otherwise: what it shows are counts, never what a message held, but it asks nobody for a password.
"""

import contextlib
import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from importlib.metadata import version
from socketserver import ThreadingTCPServer

from prometheus_client import CollectorRegistry, Info, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from opscenter.errors import OpscenterError
from opscenter.settings import PORTS, Environment

_OFF = 0
_ANSWER_LIMIT_S = 5.0
_SIGNPOST = b"There are /metrics, /health/live and /health/ready."

log = logging.getLogger(__name__)

Readiness = Callable[[], Mapping[str, bool]]
"""Tells of each part that a process needs whether it is there; asked from another thread."""


class ListenerError(OpscenterError):
    """The address of the listener cannot be had."""


def new_registry() -> CollectorRegistry:
    """Return the registry of one process, with the process's own figures in it."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    build = Info("opscenter_build", "Which version of the centre this process runs.", registry=registry)
    build.info({"version": version("opscenter")})
    return registry


@contextlib.contextmanager
def observed(environment: Environment, registry: CollectorRegistry, readiness: Readiness) -> Iterator[None]:
    """Answer on the listener while what is inside runs; do nothing where no port is set."""
    port = environment.whole("OPSCENTER_METRICS_PORT", _OFF, PORTS[1])
    if port == _OFF:
        yield
        return
    with listening(environment.text("OPSCENTER_METRICS_HOST"), port, registry, readiness):
        yield


@contextlib.contextmanager
def listening(host: str, port: int, registry: CollectorRegistry, readiness: Readiness) -> Iterator[int]:
    """Answer on `host` and `port` (0: any free one) from a thread; give the port."""
    try:
        server = _Listener((host, port), registry, readiness)
    except OSError as error:
        raise ListenerError(
            f"The metrics cannot be served on {host}:{port}: {error.strerror}. "
            "Choose another OPSCENTER_METRICS_PORT, or 0 for none."
        ) from error
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    taken = server.server_address[1]
    log.info("metrics and health are served", extra={"host": host, "port": taken})
    try:
        yield taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join(_ANSWER_LIMIT_S)


class _Listener(ThreadingTCPServer):
    """The server, with what its answers are made of."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], registry: CollectorRegistry, readiness: Readiness) -> None:
        self.registry = registry
        self.readiness = readiness
        super().__init__(address, _Answer)


class _Answer(BaseHTTPRequestHandler):
    """One request: a page of numbers, a word on health, or nothing."""

    server: _Listener
    timeout = _ANSWER_LIMIT_S
    server_version = "opscenter"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer /metrics, /health/live and /health/ready."""
        path = self.path.partition("?")[0]
        if path == "/metrics":
            self._send(HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(self.server.registry))
        elif path == "/health/live":
            self._send_health(HTTPStatus.OK, {"alive": True})
        elif path == "/health/ready":
            parts = dict(self.server.readiness())
            is_ready = all(parts.values())
            status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
            self._send_health(status, {"alive": True, "ready": is_ready, "parts": parts})
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", _SIGNPOST)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - so called by http.server
        """Say nothing: a scrape every few seconds is no news."""

    def _send_health(self, status: HTTPStatus, health: Mapping[str, object]) -> None:
        self._send(status, "application/json", json.dumps(health).encode())

    def _send(self, status: HTTPStatus, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)
