"""`opscenter up` starts everything, leaves nothing, and says what is wrong in one sentence."""

import contextlib
import json
import socket
import urllib.request
from pathlib import Path

import psutil
import pytest

from opscenter.data_folder import open_data_folder
from opscenter.ports import free_port
from tests.integration.opscenter.running import Launcher, launched, living, wait_until

QUICK = ("--no-simulate",)
NAMES = ("dashboard", "broker", "database", "ingest", "rules")
pytestmark = pytest.mark.timeout(240)


def health(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=10) as answer:
        return int(answer.status)


def recorded(centre: Launcher, name: str) -> int | None:
    """Return the process id that is written down for a child; none between two of its lives."""
    with contextlib.suppress(OSError, ValueError):
        return int(json.loads((centre.data / "run" / f"{name}.json").read_bytes())["pid"])
    return None


def test_a_centre_whose_launcher_is_killed_leaves_nothing_running(data: Path) -> None:
    with launched(data, *QUICK) as centre:
        centre.wait_ready()
        family = centre.family()
        assert len(family) >= len(NAMES)
        centre.kill()
        wait_until(lambda: not living(family), lambda: str(living(family)))


def test_a_start_right_after_a_kill_takes_over_and_ctrl_c_leaves_nothing(data: Path) -> None:
    with launched(data, *QUICK) as first:
        first.wait_ready()
        left = first.family()
        first.kill()
        with launched(data, *QUICK) as second:
            second.wait_ready()
            assert living(left) == []
            assert health(second.port) == 200
            family = second.family()
            assert second.press_ctrl_c() == 0
            assert living(family) == []
    assert "nothing is left running" in second.words


def test_a_child_that_dies_is_started_again_and_said(centre: Launcher) -> None:
    rules = json.loads((centre.data / "run" / "rules.json").read_bytes())["pid"]
    psutil.Process(rules).kill()
    wait_until(lambda: "rules ended (killed by SIGKILL)" in centre.words, lambda: centre.words)
    wait_until(lambda: recorded(centre, "rules") not in {rules, None}, lambda: centre.words)


def test_the_folder_tells_how_to_sign_in_and_nobody_else_can_read_it(centre: Launcher) -> None:
    sign_in = centre.data / "sign-in.txt"
    assert "supervisor" in sign_in.read_text(encoding="utf-8")
    assert sign_in.stat().st_mode & 0o777 == 0o600
    assert all(path.stat().st_mode & 0o077 == 0 for path in (centre.data / "secrets").iterdir())


def test_a_second_centre_on_the_same_folder_is_one_sentence(centre: Launcher) -> None:
    with launched(centre.data, *QUICK) as second:
        assert second.process.wait(30) == 1
    assert "Another opscenter (process" in second.words
    assert "Traceback" not in second.words


def test_recorded_process_ids_are_of_the_children_themselves(centre: Launcher) -> None:
    family = {process.pid for process in centre.family()}
    assert {recorded(centre, name) for name in ("dashboard", "broker", "database", "ingest")} <= family


def test_a_taken_port_is_one_sentence(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with launched(data, *QUICK, port=port) as centre:
            assert centre.process.wait(30) == 1
    assert centre.words.strip() == (
        f"opscenter: Port {port} is taken by another program. Stop it, or choose another with --port."
    )


def test_a_broken_database_is_one_sentence_and_leaves_nothing(data: Path) -> None:
    folder = open_data_folder(data)
    (folder.path / "postgres").mkdir()
    with launched(data, *QUICK) as centre:
        assert centre.process.wait(60) == 1
    assert "is broken: its PG_VERSION cannot be read. Restore the data folder" in centre.words
    assert "Traceback" not in centre.words
    assert list((data / "run").iterdir()) == []


def test_starting_over_deletes_what_was_there(data: Path) -> None:
    folder = open_data_folder(data)
    (folder.path / "postgres").mkdir()
    with launched(data, *QUICK, "--fresh") as centre:
        wait_until(lambda: "database   making a new one" in centre.words, lambda: centre.words)
    assert "started over" in centre.words


def test_a_folder_that_is_not_ours_is_never_deleted(data: Path) -> None:
    data.mkdir()
    (data / "thesis.txt").touch()
    with launched(data, "--fresh", port=free_port()) as centre:
        assert centre.process.wait(30) == 1
    assert "so it is not deleted" in centre.words
    assert (data / "thesis.txt").exists()
