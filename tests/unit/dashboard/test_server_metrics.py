"""What the console counts of itself, and which parts of the centre it says are missing."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from dashboard.live_watch import SILENT_S, missing_parts
from dashboard.metrics import ConsoleMetrics, Measured
from db.self_watch import Silence

LONG, SHORT = SILENT_S + 1, 1.0


@pytest.mark.parametrize(
    ("heard", "watched_s", "missing"),
    [
        (Silence(SHORT, SHORT), LONG, ()),
        (Silence(LONG, SHORT), LONG, ("rules",)),
        (Silence(SHORT, LONG), LONG, ("ingest",)),
        (Silence(None, None), LONG, ("rules", "ingest")),
        (Silence(3600.0, 3600.0), SHORT, ()),
        (Silence(None, None), SHORT, ()),
    ],
)
def test_a_part_is_missing_when_it_was_silent_for_as_long_as_it_was_watched(
    heard: Silence, watched_s: float, missing: tuple[str, ...]
) -> None:
    assert missing_parts(heard, watched_s) == missing


def answering(status: int) -> Callable[[Any, Any, Any], Awaitable[None]]:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return app


def asked(registry: CollectorRegistry, method: str, path: str, status: int = 200) -> None:
    """Let an application answer one request, measured."""

    async def nothing(*_: Any) -> Any:
        return {"type": "http.request"}

    measured = Measured(answering(status), ConsoleMetrics(registry))
    coroutine = measured({"type": "http", "method": method, "path": path}, nothing, nothing)
    with pytest.raises(StopIteration):
        coroutine.send(None)


def count(registry: CollectorRegistry, route: str) -> float | None:
    return registry.get_sample_value("opscenter_console_answer_seconds_count", {"route": route})


def test_a_request_is_counted_by_its_route_and_not_by_what_it_names() -> None:
    registry = CollectorRegistry()
    asked(registry, "GET", "/live/cameras/q1-bn-014")
    assert count(registry, "/live/cameras/{code}") == 1
    assert count(registry, "/live/cameras/q1-bn-014") is None


def test_a_path_that_is_none_is_counted_with_all_others() -> None:
    registry = CollectorRegistry()
    asked(registry, "GET", "/wp-admin/setup.php", 404)
    assert count(registry, "/{path:path}") == 1
    assert registry.get_sample_value("opscenter_console_answers_total", {"status": "4xx"}) == 1


def test_the_stream_is_no_answer() -> None:
    registry = CollectorRegistry()
    asked(registry, "GET", "/live/stream")
    assert count(registry, "/live/stream") is None
