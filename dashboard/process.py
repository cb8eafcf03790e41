"""The console's process: one uvicorn, which ends its streams first when it is told to stop."""

import asyncio
import threading

import uvicorn

from dashboard.live_admission import PictureGate, shut_gate
from dashboard.metrics import ConsoleMetrics
from dashboard.server import Console, build
from dashboard.settings import ConsoleSettings

_GRACE_S = 3
_KEEP_ALIVE_S = 15
_LOOK_S = 0.1


def run(
    settings: ConsoleSettings,
    stop: threading.Event | None = None,
    metrics: ConsoleMetrics | None = None,
    gate: PictureGate = shut_gate,
) -> None:
    """Serve the console until `stop` is set or the process is told to end."""
    console = build(settings, metrics, gate)
    config = uvicorn.Config(
        console,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=_KEEP_ALIVE_S,
    )
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_serve(uvicorn.Server(config), console, stop))


async def _serve(server: uvicorn.Server, console: Console, stop: threading.Event | None) -> None:
    """Serve, and end the streams as soon as the server is to stop: an open one would keep it alive."""
    serving = asyncio.create_task(server.serve())
    while not serving.done():
        await asyncio.wait({serving}, timeout=_LOOK_S)
        if stop is not None and stop.is_set():
            server.should_exit = True
        if server.should_exit:
            console.context.feed.close_streams()
            console.context.pictures.close_viewers()
    await serving
