"""Where the weights of `opscenter bench size` come from: earlier reports, or a short run of each."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from opscenter.bench.city_run import CityTrial, report_of, run_city
from opscenter.bench.size import Weights
from opscenter.bench.store import measure_storage
from opscenter.errors import OpscenterError
from opscenter.proving.engine_choice import EngineChoice
from opscenter.proving.figures import Report

_SHORT_CITY_CAMERAS = 1_115
_SHORT_CITY_S = 20.0
_SHORT_CITY_PERIOD_S = 2.0
_SHORT_STORE_MESSAGES = 200_000
_KINDS = ("flow", "event", "unit_position", "reading")


class _JsonFigure(msgspec.Struct, frozen=True):
    """A figure as reports are written."""

    name: str
    value: float | None


class _JsonReport(msgspec.Struct, frozen=True):
    """What is read of a report."""

    figures: list[_JsonFigure]
    versions: dict[str, str] = {}


def weights_from(
    city: Path | None, store: Path | None, dsn: str | None, choice: EngineChoice
) -> tuple[Weights, Mapping[str, str]]:
    """Return the weights and the versions they were measured on; what no file tells is measured now."""
    if city is None:
        trial = CityTrial(_SHORT_CITY_CAMERAS, _SHORT_CITY_S, _SHORT_CITY_PERIOD_S, dsn, choice)
        city_report = _as_read(report_of(run_city(trial)))
        said_city = f"bench city with {_SHORT_CITY_CAMERAS:,} cameras for {_SHORT_CITY_S:.0f} s, now"
    else:
        city_report, said_city = _read(city), f"bench city, {city}"
    if store is None:
        store_report = _as_read(measure_storage(_SHORT_STORE_MESSAGES, dsn, choice))
        said_store = f"bench store with {_SHORT_STORE_MESSAGES:,} messages, now"
    else:
        store_report, said_store = _read(store), f"bench store, {store}"
    weights = weights_of(_values(city_report), _values(store_report), (said_city, said_store))
    return weights, {**city_report.versions, **store_report.versions}


def weights_of(city: Mapping[str, float], store: Mapping[str, float], sources: tuple[str, ...]) -> Weights:
    """Return the weights that figures tell; raise OpscenterError when they do not tell all."""
    try:
        rate = city["ingest.city_messages_per_s"]
        return Weights(
            cpu_us={name: cores * 1e6 / rate for name, cores in _under(city, "city.cpu_").items()},
            memory_mb=_under(city, "city.memory_"),
            wire_bytes=city["city.wire_bytes_per_message"],
            raw_bytes={kind: store[f"store.raw_bytes_{kind}"] for kind in _KINDS},
            compressed_bytes=_under(store, "store.compressed_bytes_"),
            sources=sources,
        )
    except KeyError as error:
        raise OpscenterError(
            f"The figure {error} is missing: write the files with `opscenter bench city --json` and "
            "`opscenter bench store --json` of this version."
        ) from error


def _read(path: Path) -> _JsonReport:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_JsonReport)
    except (OSError, msgspec.DecodeError) as error:
        raise OpscenterError(f"{path} cannot be read as a report: {error}.") from error


def _as_read(report: Report) -> _JsonReport:
    return _JsonReport([_JsonFigure(it.name, it.value) for it in report.figures], dict(report.versions))


def _values(report: _JsonReport) -> dict[str, float]:
    return {it.name: it.value for it in report.figures if it.value is not None}


def _under(values: Mapping[str, float], prefix: str) -> dict[str, float]:
    """Return the figures whose names begin with `prefix`, by the rest of their names."""
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}
