"""Settings come from variables, from files for secrets, from flags, and say what is wrong in one sentence."""

from pathlib import Path

import pytest

from opscenter.settings import SETTINGS, Environment, SettingError


def test_a_variable_that_is_not_set_has_its_default() -> None:
    assert Environment({}).text("OPSCENTER_MQTT_HOST") == "127.0.0.1"


def test_a_needed_variable_that_is_not_set_is_named_with_its_meaning() -> None:
    with pytest.raises(SettingError, match=r"OPSCENTER_DATABASE_URL is not set\. Where the database is"):
        Environment({}).text("OPSCENTER_DATABASE_URL")


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret\n", encoding="utf-8")
    environment = Environment({"OPSCENTER_MQTT_PASSWORD_FILE": str(tmp_path / "password")})
    assert environment.text("OPSCENTER_MQTT_PASSWORD") == "s3cret"


def test_a_secret_file_that_is_missing_is_named(tmp_path: Path) -> None:
    environment = Environment({"OPSCENTER_MQTT_PASSWORD_FILE": str(tmp_path / "gone")})
    with pytest.raises(SettingError, match="gone, which cannot be read"):
        environment.text("OPSCENTER_MQTT_PASSWORD")


def test_only_secrets_may_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "host").write_text("elsewhere", encoding="utf-8")
    environment = Environment({"OPSCENTER_MQTT_HOST_FILE": str(tmp_path / "host")})
    assert environment.text("OPSCENTER_MQTT_HOST") == "127.0.0.1"


def test_a_flag_stands_before_its_variable_and_a_missing_flag_does_not() -> None:
    environment = Environment({"OPSCENTER_MQTT_HOST": "variable", "OPSCENTER_MQTT_PORT": "1884"})
    flagged = environment.with_flags({"OPSCENTER_MQTT_HOST": "flag", "OPSCENTER_MQTT_PORT": None})
    assert flagged.text("OPSCENTER_MQTT_HOST") == "flag"
    assert flagged.whole("OPSCENTER_MQTT_PORT", 1, 65_535) == 1884


def test_a_centre_nearby_never_overrules_what_is_set() -> None:
    environment = Environment({"OPSCENTER_DATABASE_URL": "postgresql://mine"})
    beside = environment.with_defaults(
        {"OPSCENTER_DATABASE_URL_FILE": "/not/read", "OPSCENTER_MQTT_PORT": "5"}
    )
    assert beside.text("OPSCENTER_DATABASE_URL") == "postgresql://mine"
    assert beside.text("OPSCENTER_MQTT_PORT") == "5"


@pytest.mark.parametrize("value", ["0", "65536", "eighty", "-1", "1.5", ""])
def test_a_port_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(SettingError, match="must be a whole number from 1 to 65535"):
        Environment({"OPSCENTER_HTTP_PORT": value}).whole("OPSCENTER_HTTP_PORT", 1, 65_535)


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "fast"])
def test_a_speed_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(SettingError, match="must be a number above 0"):
        Environment({"OPSCENTER_SIM_SPEED": value}).positive("OPSCENTER_SIM_SPEED")


def test_yes_and_no_are_read_in_any_case() -> None:
    assert Environment({"OPSCENTER_COOKIE_SECURE": "Yes"}).flag("OPSCENTER_COOKIE_SECURE")
    assert not Environment({"OPSCENTER_COOKIE_SECURE": "off"}).flag("OPSCENTER_COOKIE_SECURE")


def test_every_variable_has_a_sentence_and_stands_once() -> None:
    names = [setting.name for setting in SETTINGS]
    assert len(set(names)) == len(names)
    assert all(setting.sentence.endswith(".") for setting in SETTINGS)
