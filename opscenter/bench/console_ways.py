"""How long an event is on its way from its publishing to the eyes of an operator, part by part."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from db.connection import AsyncConnection, connect_async
from db.console import alert_detail
from opscenter.bench.console_browser import a_desk, painted, watch_paint
from opscenter.bench.console_crowd import a_crowd
from opscenter.bench.console_listeners import Seen
from opscenter.bench.console_probe import Probe, Prober
from opscenter.chaos.cable import Cable
from opscenter.proving.living_centre import LivingCentre
from opscenter.proving.processes import cpu_seconds, memory_mb
from opscenter.proving.progress import progress

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PARTS = ("broker and reading", "commit and rule", "notify and feed", "send", "paint")
_PAUSE_S = 0.4
_PATIENCE_S = 10.0
_POLL_MS = 50


@dataclass(frozen=True, slots=True)
class Way:
    """One event's way, in milliseconds: each part in the order of PARTS, and whether its row was drawn."""

    parts_ms: tuple[float, ...]
    is_drawn: bool

    @property
    def whole_ms(self) -> float:
        """From just before the publishing until the frame was painted."""
        return sum(self.parts_ms)


@dataclass(frozen=True, slots=True)
class Ways:
    """What was seen with one browser and some consoles beside it; `unseen` counts probes that never came."""

    consoles: int
    ways: tuple[Way, ...]
    unseen: int


@dataclass(frozen=True, slots=True)
class CrowdResult:
    """What a crowd saw: ms from publishing to each console, and what the console's process took for it."""

    consoles: int
    deaf: int
    delays_ms: tuple[float, ...]
    unseen: int
    lost: int
    memory_mb: float
    cpu_cores: float


@dataclass(frozen=True, slots=True)
class Return:
    """A console that was cut off: for how long, seconds until it was right again, alerts it never got."""

    cut_s: float
    right_after_s: float
    alerts: int
    missed: int


def time_ways(
    centre: LivingCentre, browser: "Browser", prober: Prober, *, consoles: int, probes: int
) -> Ways:
    """Publish lone events while a browser and other consoles watch, and follow each."""
    with a_crowd(centre, consoles - 1), a_desk(browser, centre) as page:
        watch_paint(page)
        sent = _publish(prober, probes, f"lone events, {consoles} consoles")
        page.wait_for_timeout(_PATIENCE_S * 200)
        notes = painted(page)
    found = [(probe, notes[probe.camera]) for probe in sent if probe.camera in notes]
    return Ways(consoles, _followed(centre.dsn, found), len(sent) - len(found))


def time_crowd(centre: LivingCentre, prober: Prober, *, consoles: int, deaf: int, probes: int) -> CrowdResult:
    """Publish lone events while many consoles listen, some of which never read."""
    pid = centre.pid("dashboard")
    before_mb = memory_mb(pid)
    with a_crowd(centre, consoles, deaf=deaf) as crowd:
        began_s, began_cpu_s = time.monotonic(), cpu_seconds(pid)
        sent = _publish(prober, probes, f"lone events, {consoles} consoles")
        time.sleep(2)
        cores = (cpu_seconds(pid) - began_cpu_s) / (time.monotonic() - began_s)
        held_mb = memory_mb(pid) - before_mb
        seen = crowd.seen()
    delays = _delays_ms(sent, seen)
    unseen = consoles * len(sent) - len(delays)
    return CrowdResult(consoles, deaf, delays, unseen, seen.lost, held_mb, cores)


def time_return(
    centre: LivingCentre, browser: "Browser", prober: Prober, *, cut_s: float, alerts: int
) -> Return:
    """Cut a browser off while alerts open, and time how soon it shows them all when it is back."""
    with ExitStack() as parts:
        cable = parts.enter_context(Cable(centre.port))
        page = parts.enter_context(a_desk(browser, centre, cable.port))
        cable.cut()
        with progress("a console is cut off", cut_s) as steps:
            sent = []
            for _ in range(alerts):
                sent.append(prober.publish())
                time.sleep(cut_s / alerts)
                steps.advance(cut_s / alerts)
        cable.mend()
        began = time.monotonic()
        right_after_s = _seconds_until_known(page, [probe.camera for probe in sent], began)
        known = _known(page)
    missed = sum(probe.camera not in known for probe in sent)
    return Return(cut_s, right_after_s, alerts, missed)


def _publish(prober: Prober, count: int, title: str) -> list[Probe]:
    sent = []
    with progress(title, count) as steps:
        for _ in range(count):
            sent.append(prober.publish())
            time.sleep(_PAUSE_S)
            steps.advance()
    return sent


def _delays_ms(sent: Sequence[Probe], seen: Seen) -> tuple[float, ...]:
    return tuple(
        (at_s - probe.published_at_s) * 1000 for probe in sent for at_s in seen.arrivals.get(probe.camera, ())
    )


def _known(page: "Page") -> set[str]:
    """Return the cameras whose alerts the page holds."""
    return set(page.evaluate("() => [...window.opscenter.store.state.alerts.values()].map((it) => it.cam)"))


def _seconds_until_known(page: "Page", cameras: Sequence[str], began: float) -> float:
    """Return when the page held the alerts of all these cameras; infinity when it never did."""
    while not set(cameras) <= _known(page):
        if time.monotonic() - began > 60:
            return float("inf")
        page.wait_for_timeout(_POLL_MS)
    return time.monotonic() - began


def _followed(dsn: str, found: Sequence[tuple[Probe, dict[str, Any]]]) -> tuple[Way, ...]:
    """Return the way of each event; in a thread, since the browser's driver has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return tuple(thread.submit(asyncio.run, _ways(dsn, found)).result())


async def _ways(dsn: str, found: Sequence[tuple[Probe, dict[str, Any]]]) -> list[Way]:
    connection = await connect_async(dsn, "opscenter-bench")
    try:
        return [await _way(connection, probe, note) for probe, note in found]
    finally:
        await connection.close()


async def _way(connection: AsyncConnection, probe: Probe, note: dict[str, Any]) -> Way:
    """Return an event's way: its clocks in the database between those of the sender and of the page."""
    detail = await alert_detail(connection, UUID(note["id"]))
    received = detail.event.received_at if detail.event else detail.alert.opened_at
    clocks = (
        probe.published_at_s * 1000,
        _ms(received),
        _ms(detail.transitions[0].at),
        float(note["sent"]),
        float(note["heard"]),
        float(note["painted"] or note["heard"]),
    )
    parts = tuple(later - earlier for earlier, later in itertools.pairwise(clocks))
    return Way(parts, bool(note["isDrawn"]))


def _ms(at: datetime) -> float:
    return at.timestamp() * 1000
