"""`opscenter up` starts everything, leaves nothing, and says what is wrong in one sentence."""

import json
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from opscenter.data_folder import open_data_folder
from tests.integration.opscenter.running import free_port, launched, living, wait_until

QUICK = ("--no-simulate",)
NAMES = ("dashboard", "broker", "database", "ingest", "rules")
pytestmark = pytest.mark.timeout(240)


def health(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=10) as answer:
        return int(answer.status)


def test_a_centre_killed_by_sigkill_leaves_nothing_and_starts_again(data: Path) -> None:
    with launched(data, *QUICK) as first:
        first.wait_ready()
        assert health(first.port) == 200
        family = first.family()
        assert len(family) >= len(NAMES)
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        wait_until(lambda: not living(family), lambda: str(living(family)))
    with launched(data, *QUICK) as second:
        second.wait_ready()
        family = second.family()
        assert health(second.port) == 200
        assert second.press_ctrl_c() == 0
        assert living(family) == []
    assert "nothing is left running" in second.words


def test_what_a_killed_launcher_left_is_ended_by_a_start_right_after(data: Path) -> None:
    with launched(data, *QUICK) as first:
        first.wait_ready()
        family = first.family()
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        with launched(data, *QUICK) as second:
            second.wait_ready()
            assert living(family) == []


def test_a_child_that_dies_is_started_again_and_said(data: Path) -> None:
    with launched(data, *QUICK) as centre:
        centre.wait_ready()
        database = next(it for it in centre.family() if it.name() == "postgres")
        database.kill()
        wait_until(lambda: "database ended" in centre.words, lambda: centre.words)
        wait_until(
            lambda: any(it.name() == "postgres" for it in living(centre.family())), lambda: centre.words
        )


def test_the_folder_tells_how_to_sign_in_and_nobody_else_can_read_it(data: Path) -> None:
    with launched(data, *QUICK) as centre:
        centre.wait_ready()
        sign_in = data / "sign-in.txt"
        assert "supervisor" in sign_in.read_text(encoding="utf-8")
        assert sign_in.stat().st_mode & 0o777 == 0o600
        assert all(path.stat().st_mode & 0o077 == 0 for path in (data / "secrets").iterdir())


def test_a_second_centre_on_the_same_folder_is_one_sentence(data: Path) -> None:
    with launched(data, *QUICK) as first:
        first.wait_ready()
        with launched(data, *QUICK) as second:
            assert second.process.wait(30) == 1
    assert "Another opscenter (process" in second.words
    assert "Traceback" not in second.words


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
        centre.wait_ready()
    assert "started over" in centre.words


def test_a_folder_that_is_not_ours_is_never_deleted(data: Path) -> None:
    data.mkdir()
    (data / "thesis.txt").touch()
    with launched(data, "--fresh", port=free_port()) as centre:
        assert centre.process.wait(30) == 1
    assert "so it is not deleted" in centre.words
    assert (data / "thesis.txt").exists()


def test_recorded_process_ids_are_of_the_children_themselves(data: Path) -> None:
    with launched(data, *QUICK) as centre:
        centre.wait_ready()
        recorded = {json.loads((data / "run" / f"{name}.json").read_bytes())["pid"] for name in NAMES}
        assert recorded <= {process.pid for process in centre.family()}
