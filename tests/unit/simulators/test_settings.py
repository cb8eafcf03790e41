"""The gateways' logins: read from a file, never shown."""

from pathlib import Path

import pytest

from opscenter.district_files import load_district
from simulators.errors import LoginsFileError
from simulators.settings import BrokerAddress, Login, SimulatorSettings, read_logins


def test_logins_are_read_by_ward(tmp_path: Path) -> None:
    file = tmp_path / "logins.json"
    file.write_text('{"26740": {"username": "sim-26740", "password": "word"}}')

    assert read_logins(file) == {"26740": Login("sim-26740", "word")}


@pytest.mark.parametrize("content", ["", "[]", '{"26740": {"username": "x"}}'])
def test_a_file_that_is_no_logins_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "logins.json"
    file.write_text(content)

    with pytest.raises(LoginsFileError, match=r"logins\.json is not a JSON object of logins"):
        read_logins(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoginsFileError, match="cannot be read"):
        read_logins(tmp_path / "nowhere.json")


def test_no_password_is_shown() -> None:
    settings = SimulatorSettings(
        broker=BrokerAddress("localhost", 1883, "someone", "hidden-word"),
        district=load_district(),
        logins={"26740": Login("sim-26740", "hidden-word")},
    )

    assert "hidden-word" not in f"{settings!r} {settings.logins['26740']!r}"
