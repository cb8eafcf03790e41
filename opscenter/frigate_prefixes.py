"""Which topic prefixes Frigate may publish under: those of its registry."""

import tomllib
from pathlib import Path

from opscenter.errors import OpscenterError

_DEFAULT = "frigate"


def frigate_prefixes(registry: Path | None) -> tuple[str, ...]:
    """Return the prefixes that the registry names; Frigate's own default without one."""
    if registry is None:
        return (_DEFAULT,)
    try:
        content = tomllib.loads(registry.read_text(encoding="utf-8"))
    except OSError as error:
        raise OpscenterError(f"The Frigate registry {registry} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise OpscenterError(f"The Frigate registry {registry} is not TOML: {error}.") from error
    return (str(content.get("prefix", _DEFAULT)),)
