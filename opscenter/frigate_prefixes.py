"""Which topic prefixes Frigate may publish under: those of its registry."""

from pathlib import Path

from ingest.dialects.device_entries import load_entries

_DEFAULT = ("frigate",)


def frigate_prefixes(registry: Path | None) -> tuple[str, ...]:
    """Return the prefixes that the registry names; Frigate's own default without one."""
    return _DEFAULT if registry is None else tuple(entry.prefix for entry in load_entries(registry))
