"""The commands beside a running database and broker: what they print, write and end with."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from domain.codec import encode
from domain.identifiers import uuid7
from domain.messages import GatewayState, GatewayStatusReported, Provenance
from domain.topics import topic_for
from opscenter.embedded_broker import find_mosquitto
from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD, own_mosquitto
from tests.integration.mosquitto import NO_MOSQUITTO, Publisher
from tests.integration.postgres import Database

GOOD = "code,name,lat,lon,owner,purpose\ncho-1,Chợ Bến Thành,10.7725,106.6981,Ban quản lý,An ninh\n"
BAD = "cho-2,Chợ,0,0,Ban quản lý,An ninh\n"
REGISTERED = "SELECT code, provenance FROM camera ORDER BY code"


def opscenter(
    *words: str, database: Database | None = None, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing but the given variables set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OPSCENTER_")}
    clean |= {"OPSCENTER_DATABASE_URL": database.dsn} if database else {}
    command = [sys.executable, "-P", "-m", "opscenter", *words]
    return subprocess.run(
        command, env=clean | dict(variables or {}), capture_output=True, text=True, check=False, timeout=60
    )


def rows(database: Database, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(question.encode()).fetchall()


@pytest.fixture
def cameras(tmp_path: Path) -> Path:
    path = tmp_path / "cameras.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_cameras_are_registered_as_real(database: Database, cameras: Path) -> None:
    done = opscenter("cameras", "import", str(cameras), database=database)
    assert done.returncode == 0, done.stderr
    assert rows(database, REGISTERED) == [("cho-1", "real")]


def test_a_dry_run_writes_nothing(database: Database, cameras: Path) -> None:
    done = opscenter("cameras", "import", str(cameras), "--dry-run", database=database)
    assert "1 cameras" in done.stdout
    assert rows(database, REGISTERED) == []


def test_one_bad_line_keeps_all_out_and_is_named(database: Database, cameras: Path) -> None:
    cameras.write_text(GOOD + BAD, encoding="utf-8")
    done = opscenter("cameras", "import", str(cameras), database=database)
    assert done.returncode == 1
    assert f"{cameras}:3: no ward of the district is within 30 m" in done.stderr
    assert rows(database, REGISTERED) == []


def test_good_lines_come_in_when_bad_ones_may_be_skipped(database: Database, cameras: Path) -> None:
    cameras.write_text(GOOD + BAD, encoding="utf-8")
    assert opscenter("cameras", "import", str(cameras), "--skip-bad", database=database).returncode == 0
    assert rows(database, REGISTERED) == [("cho-1", "real")]


def test_a_file_in_another_encoding_is_one_sentence(database: Database, cameras: Path) -> None:
    cameras.write_bytes(GOOD.encode("utf-16"))
    done = opscenter("cameras", "import", str(cameras), database=database)
    assert done.returncode == 1
    assert "is not in UTF-8" in done.stderr


def test_migrating_registers_wards_and_may_be_repeated(database: Database) -> None:
    for _ in range(2):
        done = opscenter("db", "migrate", "--simulated-district", database=database)
        assert done.returncode == 0, done.stderr
    assert rows(database, "SELECT count(*) FROM ward") == [(10,)]
    assert rows(database, "SELECT count(*), min(provenance) FROM camera") == [(1115, "simulated")]


def test_the_state_of_the_database_is_told_in_words(database: Database) -> None:
    done = opscenter("db", "status", database=database)
    assert done.returncode == 0
    assert "engine      plain (PostgreSQL 18" in done.stdout
    assert "0 missing" in done.stdout


def test_without_a_database_the_variable_is_named(tmp_path: Path) -> None:
    done = opscenter("db", "status", "--data", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("opscenter: OPSCENTER_DATABASE_URL is not set.")


def test_an_account_is_made_once_and_its_password_reset(database: Database) -> None:
    first = opscenter("accounts", "create", "lan", "--role", "operator", database=database)
    again = opscenter("accounts", "create", "lan", "--role", "operator", database=database)
    reset = opscenter("accounts", "reset-password", "lan", database=database)
    assert (first.returncode, again.returncode, reset.returncode) == (0, 1, 0)
    assert "There is an account lan already." in again.stderr
    assert first.stdout.split()[-1] != reset.stdout.split()[-1]
    assert rows(database, "SELECT must_change_password FROM account") == [(True,)]


def test_a_liaison_without_a_ward_is_refused(database: Database) -> None:
    done = opscenter("accounts", "create", "lan", "--role", "liaison", database=database)
    assert done.returncode == 1
    assert "A liaison needs at least one --ward" in done.stderr


def test_the_doctor_says_what_is_wrong_and_ends_with_1(database: Database, tmp_path: Path) -> None:
    nobody = {"OPSCENTER_MQTT_PORT": "1"}
    done = opscenter("doctor", "--data", str(tmp_path), database=database, variables=nobody)
    assert done.returncode == 1
    assert "WRONG    broker     no MQTT broker answers at 127.0.0.1:1" in done.stdout
    assert "ok       database   plain PostgreSQL 18" in done.stdout


@pytest.mark.mosquitto
@pytest.mark.skipif(find_mosquitto() is None, reason=NO_MOSQUITTO)
def test_the_doctor_finds_a_mosquitto_with_our_configuration_loss_proof(
    database: Database, tmp_path: Path
) -> None:
    with own_mosquitto() as broker:
        login = {
            "OPSCENTER_MQTT_PORT": str(broker.port),
            "OPSCENTER_MQTT_USERNAME": "ingest",
            "OPSCENTER_MQTT_PASSWORD": PASSWORD,
        }
        done = opscenter("doctor", "--data", str(tmp_path), database=database, variables=login)
    assert done.returncode == 0, done.stdout
    assert "speaks MQTT 5" in done.stdout
    assert "is not lost, whatever of ours dies" in done.stdout


def said_by_a_gateway() -> tuple[str, bytes]:
    """Return a message and where it is said."""
    now = datetime.now(UTC)
    message = GatewayStatusReported(
        id=uuid7(now),
        source="gw-26740",
        seq=1,
        observed_at=now,
        provenance=Provenance.SIMULATED,
        state=GatewayState.ONLINE,
    )
    return str(topic_for("d1-sim", "26740", message)), encode(message)


@pytest.mark.mosquitto
@pytest.mark.skipif(find_mosquitto() is None, reason=NO_MOSQUITTO)
def test_what_is_said_can_be_recorded_and_said_again(tmp_path: Path) -> None:
    file = tmp_path / "span.gz"
    with own_mosquitto() as broker, Publisher(broker, "sim-26740") as gateway:
        address = {
            "OPSCENTER_MQTT_HOST": HOST,
            "OPSCENTER_MQTT_PORT": str(broker.port),
            "OPSCENTER_MQTT_PASSWORD": PASSWORD,
        }
        # Kept by the broker, so that it is heard however late the recorder begins to listen.
        gateway.publish(*said_by_a_gateway(), retain=True)
        recorded = opscenter(
            "replay",
            "record",
            str(file),
            "--seconds",
            "3",
            variables=address | {"OPSCENTER_MQTT_USERNAME": "recorder"},
        )
        played = opscenter(
            "replay", "play", str(file), variables=address | {"OPSCENTER_MQTT_USERNAME": "replay"}
        )
    assert recorded.stdout.startswith("1 messages of 3 s written")
    assert played.stdout.startswith("1 messages said"), played.stderr
