"""Every login of a district may do its work and nothing else."""

import base64
import hashlib

from opscenter.broker_logins import Login, logins_for, mosquitto_acl, mosquitto_passwords

LOGINS = {
    login.name: login
    for login in logins_for("d1", ["26740", "26734"], ["frigate", "site/north"], ["dev7", "axis/ACCC8E1"])
}


def test_a_ward_writes_its_own_ward_and_hears_what_it_is_asked() -> None:
    assert LOGINS["ward-26740"] == Login(
        "ward-26740",
        reads=("d1/v1/26740/camera/+/request", "d1/v1/26740/police/+/command"),
        writes=("d1/v1/26740/#",),
    )


def test_simulators_and_replays_never_write_in_the_namespace_of_real_sources() -> None:
    for login in LOGINS.values():
        if login.name.startswith("sim-") or login.name == "replay":
            assert all(topic.startswith("d1-sim/") for topic in login.writes)


def test_nobody_but_wards_and_the_console_writes_among_real_sources() -> None:
    writers = {it.name for it in LOGINS.values() if any(topic.startswith("d1/") for topic in it.writes)}
    assert writers == {"ward-26740", "ward-26734", "console"}


def test_the_console_writes_requests_and_commands_only() -> None:
    assert {topic.split("/", 3)[3] for topic in LOGINS["console"].writes} == {
        "camera/+/request",
        "police/+/command",
    }


def test_of_what_cameras_say_the_console_reads_live_pictures_only() -> None:
    of_cameras = [topic for topic in LOGINS["console"].reads if not topic.startswith("$SYS/")]
    assert of_cameras == ["d1/v1/+/camera/+/live", "d1-sim/v1/+/camera/+/live"]


def test_frigate_writes_under_every_prefix_of_its_registry() -> None:
    assert LOGINS["frigate"].writes == ("frigate/#", "site/north/#")


def test_a_device_writes_under_its_own_prefix_and_reads_nothing() -> None:
    assert LOGINS["device-dev7"] == Login("device-dev7", (), ("dev7/#",))
    assert LOGINS["device-axis-accc8e1"] == Login("device-axis-accc8e1", (), ("axis/ACCC8E1/#",))


def test_ingest_reads_everything_and_writes_nothing_but_its_own_probe() -> None:
    assert {"d1/v1/#", "d1-sim/v1/#", "frigate/#", "site/north/#", "dev7/#"} <= set(LOGINS["ingest"].reads)
    assert LOGINS["ingest"].writes == ("opscenter/probe/#",)


def test_the_access_list_has_one_block_for_each_login() -> None:
    text = mosquitto_acl([Login("a", ("r/#",), ("w/1", "w/2")), Login("b", (), ())])
    assert text == "user a\ntopic read r/#\ntopic write w/1\ntopic write w/2\n\nuser b\n"


def test_the_password_file_holds_hashes_that_mosquitto_can_check() -> None:
    name, _, line = mosquitto_passwords({"ward-26740": "pässword"}).strip().partition(":")
    _, kind, rounds, salt, digest = line.split("$")
    again = hashlib.pbkdf2_hmac("sha512", "pässword".encode(), base64.b64decode(salt), int(rounds))
    assert (name, kind, base64.b64decode(digest)) == ("ward-26740", "7", again)
