"""`opscenter bench console`: from an event's publishing to the operator's eyes, with many of both."""

from dataclasses import dataclass

from opscenter.bench.city_watch import percentile
from opscenter.bench.console_browser import a_browser
from opscenter.bench.console_map import MapResult, time_map
from opscenter.bench.console_probe import prober
from opscenter.bench.console_ways import (
    PARTS,
    CrowdResult,
    Return,
    Ways,
    time_crowd,
    time_return,
    time_ways,
)
from opscenter.district_files import load_district
from opscenter.proving.figures import Figure, Report, Table, at_least, at_most
from opscenter.proving.living_centre import DISTRICT_CAMERAS, living_centre

_SPARE_PROBES = 10
_RETURNING_ALERTS = 20


@dataclass(frozen=True, slots=True)
class ConsoleTrial:
    """What to run: how many lone events, consoles, cameras, and for how long."""

    probes: int = 100
    consoles: int = 50
    crowd: int = 500
    deaf: int = 5
    cut_s: float = 600.0
    cameras: int = 10_000
    changes_per_s: int = 1_000
    minutes: float = 10.0


@dataclass(frozen=True, slots=True)
class ConsoleResult:
    """What was seen."""

    trial: ConsoleTrial
    browser: str
    ways: Ways
    crowd: CrowdResult
    returned: Return
    map: MapResult


def measure_console(trial: ConsoleTrial) -> Report:
    """Run the whole trial on living centres and return its report."""
    return report_of(run_console(trial))


def run_console(trial: ConsoleTrial) -> ConsoleResult:
    """Run a district with consoles, then a map with many cameras."""
    district = load_district()
    wanted = trial.probes * 2 + _RETURNING_ALERTS + _SPARE_PROBES
    with a_browser() as browser:
        with living_centre() as centre, prober(centre, district, wanted) as sender:
            ways = time_ways(centre, browser, sender, consoles=trial.consoles, probes=trial.probes)
            crowd = time_crowd(centre, sender, consoles=trial.crowd, deaf=trial.deaf, probes=trial.probes)
            returned = time_return(centre, browser, sender, cut_s=trial.cut_s, alerts=_RETURNING_ALERTS)
        with living_centre(simulates=False) as centre:
            seen = time_map(
                centre,
                browser,
                district,
                cameras=trial.cameras,
                minutes=trial.minutes,
                rate=trial.changes_per_s,
            )
        return ConsoleResult(trial, browser.version, ways, crowd, returned, seen)


def report_of(result: ConsoleResult) -> Report:
    """Return the report of a run."""
    return Report(
        title=f"The console beside a district of {DISTRICT_CAMERAS:,} cameras that talks as usual",
        figures=(
            *_way_figures(result.ways),
            *_crowd_figures(result.crowd),
            *_return_figures(result.returned),
            *_map_figures(result.map),
        ),
        tables=(_parts_table(result.ways), _heap_table(result.map)),
        versions={"Chromium": f"{result.browser} (headless, painted in software)"},
        remarks=_remarks(result),
    )


def _way_figures(ways: Ways) -> tuple[Figure, ...]:
    whole = [way.whole_ms for way in ways.ways]
    note = f"{ways.consoles} consoles, one of them Chromium"
    return (
        Figure("console.publish_to_paint_p95_ms", percentile(whole, 0.95), "ms", at_most(100), note),
        Figure("console.publish_to_paint_p50_ms", percentile(whole, 0.5), "ms"),
        Figure("console.unseen", ways.unseen, "events", at_most(0)),
        Figure("console.not_drawn", sum(not way.is_drawn for way in ways.ways), "events", at_most(0)),
    )


def _crowd_figures(crowd: CrowdResult) -> tuple[Figure, ...]:
    name = f"console.consoles_{crowd.consoles}"
    held_kb = crowd.memory_mb * 1000 / (crowd.consoles + crowd.deaf)
    return (
        Figure(f"{name}_p95_ms", percentile(crowd.delays_ms, 0.95), "ms", at_most(250), "publish to receipt"),
        Figure(f"{name}_worst_ms", max(crowd.delays_ms, default=float("nan")), "ms"),
        Figure(f"{name}_starved", crowd.unseen, "receipts missing", at_most(0), f"{crowd.lost} streams lost"),
        Figure(f"{name}_memory_kb", held_kb, "kB a console", note=f"{crowd.deaf} of them never read"),
        Figure(f"{name}_cpu", crowd.cpu_cores, "cores", note="the console's process"),
    )


def _return_figures(returned: Return) -> tuple[Figure, ...]:
    note = f"after {returned.cut_s:g} s without a connection"
    return (
        Figure("console.right_again_s", returned.right_after_s, "s", at_most(2), note),
        Figure(
            "console.missed", returned.missed, "alerts", at_most(0), f"of {returned.alerts} opened meanwhile"
        ),
    )


def _map_figures(seen: MapResult) -> tuple[Figure, ...]:
    size = "10k" if seen.cameras == 10_000 else str(seen.cameras)
    growth_mb = seen.heap_mb[-1] - seen.heap_mb[0]
    return (
        Figure(
            f"map.first_paint_{size}_s", seen.first_paint_s, "s", at_most(1.0), "since the navigation began"
        ),
        Figure(
            f"map.first_paint_{size}_cold_s", seen.first_paint_cold_s, "s", note="the first after sign-in"
        ),
        Figure(f"map.pan_fps_{size}", seen.pan_fps, "frames/s", at_least(50)),
        Figure(f"map.pan_worst_frame_{size}_ms", seen.worst_frame_ms, "ms"),
        Figure(f"map.changes_{size}_per_s", seen.changes_per_s, "changes/s"),
        Figure(f"map.memory_growth_{size}_mb", growth_mb, "MB", note=f"in {seen.minutes:g} minutes"),
    )


def _parts_table(ways: Ways) -> Table:
    """Return how the time of the way is made up."""
    rows = []
    for number, part in enumerate(PARTS):
        taken = [way.parts_ms[number] for way in ways.ways]
        rows.append((part, *(f"{percentile(taken, share):.1f}" for share in (0.5, 0.95, 1.0))))
    return Table("Where a lone event's time goes", ("part", "median ms", "p95 ms", "worst ms"), tuple(rows))


def _heap_table(seen: MapResult) -> Table:
    step = seen.minutes / (len(seen.heap_mb) - 1)
    rows = tuple((f"{number * step:.1f}", f"{mb:.1f}") for number, mb in enumerate(seen.heap_mb))
    return Table("What the page's script holds, after collecting garbage", ("minute", "MB"), rows)


def _remarks(result: ConsoleResult) -> tuple[str, ...]:
    way = (
        "A lone event's time runs from just before it is published until the task after the animation frame "
        "in which Chromium drew its alert: the rule that opens the alert is in it."
    )
    others = (
        f"The other consoles are streams in one process that reads them all on the same machine; "
        f"{result.crowd.deaf} more in the crowd never read."
    )
    clocks = "All clocks are this machine's. The frames are painted in software, without a graphics card."
    return way, others, clocks
