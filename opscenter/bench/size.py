"""How large a machine a ward, the district and the city need: what was measured, multiplied. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from db.made_past import STREAMS, Stream
from opscenter.bench.city import CITY_CAMERAS
from opscenter.proving.figures import Figure, Report, Table

_YEAR = timedelta(days=365)
_SECOND = timedelta(seconds=1)
_DISTRICT_CAMERAS = 1_115
_WARDS = 10
_PROCESSES = ("broker", "database", "ingest", "rules", "dashboard")
_FIGURES_5M = Stream("flow", _DISTRICT_CAMERAS, timedelta(minutes=5), timedelta(days=60), timedelta(days=8))
_FIGURES_1H = Stream("flow", _DISTRICT_CAMERAS, timedelta(hours=1), _YEAR, timedelta(days=8))
_EVENTFUL = 0.02


@dataclass(frozen=True, slots=True)
class Weights:
    """What one message was measured to cost."""

    cpu_us: Mapping[str, float]
    memory_mb: Mapping[str, float]
    wire_bytes: float
    raw_bytes: Mapping[str, float]
    compressed_bytes: Mapping[str, float]
    sources: tuple[str, ...]

    @property
    def cpu_us_of_all(self) -> float:
        """Processor time of all processes for one message."""
        return sum(self.cpu_us.values())


@dataclass(frozen=True, slots=True)
class Place:
    """A place with what speaks in it, each stream scaled to it."""

    name: str
    title: str
    streams: tuple[Stream, ...]
    figures: tuple[Stream, ...]

    @property
    def messages_per_s(self) -> float:
        """How many messages it sends in a second."""
        return sum(stream.sources * (_SECOND / stream.period) for stream in self.streams)


@dataclass(frozen=True, slots=True)
class Need:
    """What a place needs."""

    place: Place
    cores: float
    memory_gb: float
    disk_gb: float
    disk_written_gb: float
    network_gb: float


def places() -> tuple[Place, ...]:
    """Return a ward, the district and the city, at the default rates and as the city is measured."""
    city = CITY_CAMERAS / _DISTRICT_CAMERAS
    minute = timedelta(minutes=1)
    slow = (
        Stream("flow", CITY_CAMERAS, minute, timedelta(days=7), timedelta(days=2)),
        Stream("event", int(CITY_CAMERAS * _EVENTFUL), minute, _YEAR, timedelta(days=7)),
    )
    figures = tuple(_scaled(stream, city) for stream in (_FIGURES_5M, _FIGURES_1H))
    return (
        _place("ward", "a ward", 1 / _WARDS),
        _place("district", "District 1", 1.0),
        _place("city", "the city", city),
        Place("city_by_minute", "the city, a count a minute", slow, figures),
    )


def need_of(place: Place, weights: Weights) -> Need:
    """Multiply what a message costs by the messages of a place."""
    rate = place.messages_per_s
    a_year = rate * _YEAR.total_seconds()
    kept = sum(_kept_bytes(stream, weights) for stream in (*place.streams, *place.figures))
    written = sum(
        stream.sources * (_YEAR / stream.period) * weights.raw_bytes[stream.name] for stream in place.streams
    )
    return Need(
        place=place,
        cores=rate * weights.cpu_us_of_all / 1e6,
        memory_gb=sum(weights.memory_mb.values()) / 1000,
        disk_gb=kept / 1e9,
        disk_written_gb=written / 1e9,
        network_gb=a_year * weights.wire_bytes / 1e9,
    )


def size_report(weights: Weights, versions: Mapping[str, str]) -> Report:
    """Return the table of what each place needs, and what stands behind it."""
    needs = [need_of(place, weights) for place in places()]
    return Report(
        title="What a ward, the district and the city need",
        figures=tuple(figure for need in needs for figure in _figures(need)),
        tables=(_table(needs), _cost_table(weights)),
        versions=versions,
        remarks=_remarks(weights),
    )


def _place(name: str, title: str, factor: float) -> Place:
    """Return a place so many times the district, at the default rates."""
    return Place(
        name,
        title,
        tuple(_scaled(stream, factor) for stream in STREAMS),
        tuple(_scaled(stream, factor) for stream in (_FIGURES_5M, _FIGURES_1H)),
    )


def _scaled(stream: Stream, factor: float) -> Stream:
    """Return a stream of so many times the messages; a lone source speaks so many times as often."""
    if stream.sources == 1:
        return Stream(stream.name, 1, stream.period / factor, stream.kept, stream.raw_for)
    return Stream(
        stream.name, max(1, round(stream.sources * factor)), stream.period, stream.kept, stream.raw_for
    )


def _kept_bytes(stream: Stream, weights: Weights) -> float:
    """Return what a stream takes once its oldest rows are dropped: the newest raw, the rest compressed."""
    raw = weights.raw_bytes[stream.name]
    packed = weights.compressed_bytes.get(stream.name, raw)
    raw_for = min(stream.raw_for, stream.kept)
    return stream.sources * (
        (raw_for / stream.period) * raw + ((stream.kept - raw_for) / stream.period) * packed
    )


def _figures(need: Need) -> Iterator[Figure]:
    name = need.place.name
    yield Figure(f"size.{name}_cores", need.cores, "cores")
    yield Figure(f"size.{name}_memory_gb", need.memory_gb, "GB")
    yield Figure(f"size.{name}_disk_gb", need.disk_gb, "GB after a year")
    yield Figure(f"size.{name}_network_gb", need.network_gb, "GB a year each way")


def _table(needs: list[Need]) -> Table:
    rows = tuple(
        (
            need.place.title,
            f"{need.place.messages_per_s:,.0f}",
            f"{need.cores:.2f}",
            f"{need.memory_gb:.1f}",
            f"{need.disk_gb:,.0f}",
            f"{need.disk_written_gb:,.0f}",
            f"{need.network_gb:,.0f}",
        )
        for need in needs
    )
    columns = (
        *("place", "messages/s", "busy cores", "memory GB", "disk after a year GB"),
        *("rows written a year GB", "network a year GB, each way"),
    )
    return Table("What each place needs", columns, rows)


def _cost_table(weights: Weights) -> Table:
    rows = tuple(
        (
            name,
            f"{weights.cpu_us.get(name, float('nan')):.0f}",
            f"{weights.memory_mb.get(name, float('nan')):.0f}",
        )
        for name in _PROCESSES
    )
    return Table("What one message was measured to cost", ("process", "us of a core", "memory MB"), rows)


def _remarks(weights: Weights) -> tuple[str, ...]:
    """Return what was measured and what is multiplied, in words."""
    packed = ", ".join(f"{name} {size:.0f}" for name, size in weights.compressed_bytes.items()) or "not here"
    raw = ", ".join(f"{name} {size:.0f}" for name, size in weights.raw_bytes.items())
    measured = f"Measured: {'; '.join(weights.sources)}."
    bytes_a_row = (
        f"Bytes a row with indexes: {raw}; compressed: {packed}; "
        f"on the wire {weights.wire_bytes:.0f} a message."
    )
    multiplied = (
        "Multiplied: processor time by messages a second; bytes by messages and how long each kind is kept; "
        "five-minute and hourly figures are weighed like counts. Memory is as measured, not multiplied: "
        "for a city's, give the report of a city (--city)."
    )
    left_out = (
        "Default rates: a count each 10 s a camera, a position each second a unit, a reading each 15 s. "
        "Not in it: pictures (at most 512 KiB each, 72 hours), logs, the write-ahead log, a standby, peaks."
    )
    return measured, bytes_a_row, multiplied, left_out
