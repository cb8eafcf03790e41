"""Which topic prefixes the devices of others may publish under: those of their registries."""

from pathlib import Path

from ingest.dialects.device_entries import load_entries

_DEFAULT = ("frigate",)


def frigate_prefixes(registry: Path | None) -> tuple[str, ...]:
    """Return the prefixes that the registry names; Frigate's own default without one."""
    return device_prefixes(registry) or _DEFAULT


def device_prefixes(registry: Path | None) -> tuple[str, ...]:
    """Return the prefixes that a registry names; none without one."""
    return () if registry is None else tuple(entry.prefix for entry in load_entries(registry))
