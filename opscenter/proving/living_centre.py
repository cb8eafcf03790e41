"""A whole centre as `opscenter up` starts it for a person, for as long as one trial takes."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from domain.roles import Role
from opscenter.data_folder import DataFolder
from opscenter.ports import HOST, free_port
from opscenter.proving.console_view import ConsoleView
from opscenter.proving.homes import temporary_home
from opscenter.proving.processes import Child, running, wait_until
from opscenter.running_centre import local_variables
from opscenter.service_user import remove_elsewhere
from simulators.settings import BrokerAddress

DISTRICT_CAMERAS = 1115
_START_S = 180.0


@dataclass(frozen=True, slots=True)
class LivingCentre:
    """A centre that runs as it does for a person; `password` is the supervisor's."""

    data: Path
    launcher: Child
    port: int
    password: str
    view: ConsoleView

    @property
    def dsn(self) -> str:
        """Where its database is."""
        return Path(self._variables()["OPSCENTER_DATABASE_URL_FILE"]).read_text(encoding="utf-8").strip()

    def broker(self, login: str) -> BrokerAddress:
        """Return its broker as `login` finds it."""
        known = self._variables(login)
        password = Path(known["OPSCENTER_MQTT_PASSWORD_FILE"]).read_text(encoding="utf-8").strip()
        return BrokerAddress(HOST, int(known["OPSCENTER_MQTT_PORT"]), login, password)

    def _variables(self, login: str = "ingest") -> dict[str, str]:
        return local_variables(self.data, login)

    def pid(self, name: str) -> int:
        """Return the process of part `name`: the program itself where it runs on a leash."""
        running = DataFolder(self.data).running
        on_leash = running / f"{name}.pid"
        if on_leash.is_file():
            return int(on_leash.read_text(encoding="utf-8").split()[0])
        return int(json.loads((running / f"{name}.json").read_text(encoding="utf-8"))["pid"])

    def shows_news_since(self, moment: datetime) -> bool:
        """Tell whether the console shows a unit where it was after `moment`: the whole way works."""
        shown = self.view.state()
        units = shown.get("units", {}).values() if shown else ()
        return any(datetime.fromisoformat(it["at"]) > moment for it in units if it.get("at"))


@contextlib.contextmanager
def living_centre(cameras: int = DISTRICT_CAMERAS, *, simulates: bool = True) -> Iterator[LivingCentre]:
    """Run a whole centre in a folder of its own, with a simulated district of so many cameras, and end it."""
    with contextlib.ExitStack() as parts:
        folder = parts.enter_context(temporary_home()).path
        data, port = folder / "centre", free_port()
        parts.callback(remove_elsewhere, data)
        up = ["opscenter", "up", "--data", str(data), "--port", str(port)]
        up += ["--cameras", str(cameras), "--simulate" if simulates else "--no-simulate"]
        launcher = parts.enter_context(running("up", up, {}, folder))
        wait_until(lambda: "ready " in launcher.words, _START_S, lambda: launcher.words)
        password = (data / "secrets" / f"account-{Role.SUPERVISOR}").read_text(encoding="utf-8").strip()
        view = ConsoleView(port, Role.SUPERVISOR, password)
        centre = LivingCentre(data, launcher, port, password, view)
        started = datetime.now(UTC)
        if simulates:
            wait_until(lambda: centre.shows_news_since(started), _START_S, lambda: launcher.words)
        yield centre
