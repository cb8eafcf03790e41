"""The listener of a process: metrics and health, off and on loopback until told otherwise."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from prometheus_client import Counter

from opscenter.observability import ListenerError, listening, new_registry, observed
from opscenter.ports import free_port
from opscenter.settings import Environment

LOOPBACK = "127.0.0.1"


@pytest.fixture
def parts() -> dict[str, bool]:
    return {"broker": True, "database": True}


@pytest.fixture
def address(parts: dict[str, bool]) -> Iterator[str]:
    registry = new_registry()
    Counter("things", "Things that happened.", registry=registry).inc(3)
    with listening(LOOPBACK, 0, registry, lambda: parts) as port:
        yield f"http://{LOOPBACK}:{port}"


def fetched(url: str) -> tuple[int, str]:
    answer = httpx.get(url, timeout=5)
    return answer.status_code, answer.text


def test_metrics_are_those_of_the_registry_and_of_the_process(address: str) -> None:
    status, page = fetched(f"{address}/metrics")
    assert status == 200
    assert "things_total 3.0" in page
    assert "process_cpu_seconds_total" in page
    assert "opscenter_build_info" in page


def test_a_process_that_misses_a_part_is_alive_but_not_ready(address: str, parts: dict[str, bool]) -> None:
    parts["broker"] = False
    assert fetched(f"{address}/health/live")[0] == 200
    status, page = fetched(f"{address}/health/ready")
    assert status == 503
    assert json.loads(page) == {"alive": True, "ready": False, "parts": parts}


def test_a_process_that_misses_nothing_is_ready(address: str) -> None:
    assert fetched(f"{address}/health/ready")[0] == 200


def test_there_is_nothing_else(address: str) -> None:
    assert fetched(f"{address}/")[0] == 404


def test_nothing_listens_until_a_port_is_named() -> None:
    registry = new_registry()
    port = free_port()
    with observed(Environment({}), registry, dict), pytest.raises(httpx.ConnectError):
        fetched(f"http://{LOOPBACK}:{port}/metrics")


def test_only_loopback_answers_until_a_host_is_named() -> None:
    port = free_port()
    told = Environment({"OPSCENTER_METRICS_PORT": str(port)})
    with observed(told, new_registry(), dict):
        assert fetched(f"http://{LOOPBACK}:{port}/health/live")[0] == 200
        with closing(socket.socket()) as other, pytest.raises(ConnectionRefusedError):
            other.connect(("127.0.0.2", port))


def test_a_port_that_is_taken_is_named() -> None:
    with closing(socket.socket()) as holder:
        holder.bind((LOOPBACK, 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(ListenerError, match=str(port)), listening(LOOPBACK, port, new_registry(), dict):
            pass
