"""What a data folder tells about the centre that `opscenter up` runs on it, as environment variables.

So that `opscenter db status`, `doctor`, `replay` and `cameras import` work beside a running centre
without a variable set.
"""

from pathlib import Path

from opscenter.data_folder import DataFolder
from opscenter.ports import HOST
from opscenter.service_environment import DATABASE_URL_FILE, mqtt_secret

_PORTS = {"OPSCENTER_MQTT_PORT": "broker", "OPSCENTER_HTTP_PORT": "console"}


def local_variables(data: Path, login: str = "ingest") -> dict[str, str]:
    """Return the variables of a command that logs in at the broker as `login`; none without a centre."""
    folder = data.absolute()
    database_url = folder / "secrets" / DATABASE_URL_FILE
    if not database_url.is_file():
        return {}
    variables = {
        "OPSCENTER_DATABASE_URL_FILE": str(database_url),
        "OPSCENTER_OUTAGE_FOLDER": str(DataFolder(folder).outage),
        "OPSCENTER_MQTT_HOST": HOST,
        "OPSCENTER_MQTT_USERNAME": login,
        "OPSCENTER_MQTT_PASSWORD_FILE": str(folder / "secrets" / mqtt_secret(login)),
    }
    for name, port in _PORTS.items():
        path = folder / f"{port}.port"
        if path.is_file():
            variables[name] = path.read_text(encoding="utf-8").strip()
    return variables
