"""An agent's cameras come from a TOML file; a mistake is named."""

from pathlib import Path

import pytest

from domain.messages import Provenance
from edge.errors import SettingsFileError
from edge.settings import BrokerAddress
from edge.settings_file import load_settings

BROKER = BrokerAddress("127.0.0.1", 1883, password="secret-word")
GOOD = """
district = "d1"
ward = "26740"
gateway = "gw-26740-edge"
spool = "spool"

[[cameras]]
code = "q1-bn-014"
source = "rtsp://10.0.0.4/stream"
provenance = "real"
metres_per_pixel = 0.08
counting_line = [[0.1, 0.7], [0.9, 0.7]]
no_parking_zone = [[0.0, 0.5], [0.2, 0.5], [0.2, 1.0]]

[cameras.sizes]
car_m2 = 14.0
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "edge.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_gives_settings(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, GOOD), BROKER)
    (camera,) = settings.cameras
    assert (settings.ward_code, settings.namespace) == ("26740", "d1")
    assert camera.counting_line == ((0.1, 0.7), (0.9, 0.7))
    assert (camera.sizes.car_m2, camera.sizes.motorcycle_m2) == (14.0, 3.5)
    assert settings.spool.folder == tmp_path / "spool"


def test_simulated_cameras_speak_in_the_simulators_namespace(tmp_path: Path) -> None:
    text = GOOD.replace('"real"', '"simulated"').replace("rtsp://10.0.0.4/stream", "synthetic:busy")
    settings = load_settings(written(tmp_path, text), BROKER)
    assert settings.namespace == "d1-sim"
    assert settings.provenance is Provenance.SIMULATED


@pytest.mark.parametrize(
    ("good", "bad", "named"),
    [
        ('provenance = "real"', 'provenance = "true"', "q1-bn-014.*provenance"),
        ("metres_per_pixel", "meters_per_pixel", "q1-bn-014.*meters_per_pixel"),
        ('ward = "26740"', "", "ward"),
        ('gateway = "gw-26740-edge"', 'gateway = "gw" "', r"edge\.toml"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, good: str, bad: str, named: str) -> None:
    with pytest.raises(SettingsFileError, match=named):
        load_settings(written(tmp_path, GOOD.replace(good, bad)), BROKER)


def test_real_and_simulated_cameras_do_not_share_an_agent(tmp_path: Path) -> None:
    other = '\n[[cameras]]\ncode = "q1-bn-015"\nsource = "synthetic:busy"\nprovenance = "simulated"\n'
    with pytest.raises(SettingsFileError, match="an agent each"):
        load_settings(written(tmp_path, GOOD + other), BROKER)


def test_the_brokers_password_is_never_shown() -> None:
    assert "secret-word" not in repr(BROKER)
