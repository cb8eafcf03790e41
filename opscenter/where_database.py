"""Which database a command speaks to: the one of the environment, else the one that `up` runs here."""

from pathlib import Path

from opscenter.settings import Environment, SettingError

NAME = "OPSCENTER_DATABASE_URL"


def database_url(environment: Environment, data: Path) -> str:
    """Return the database's address; raise SettingError when neither place knows one."""
    kept = data / "secrets" / "database-url"
    if not environment.is_set(NAME) and kept.is_file():
        return kept.read_text(encoding="utf-8").strip()
    try:
        return environment.text(NAME)
    except SettingError as error:
        raise SettingError(
            f"No database is known: set {NAME}, or name with --data the folder of a centre "
            "that `opscenter up` runs."
        ) from error
