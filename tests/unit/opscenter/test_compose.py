"""docker-compose.yml is held to the code: every command, port, variable and file that it names exists."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from opscenter.broker_logins import logins_for
from opscenter.cli import build
from opscenter.production_secrets import write_secrets
from opscenter.settings import SETTINGS, Environment

ROOT = Path(__file__).parents[3]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("opscenter:")}
KNOWN = {setting.name for setting in SETTINGS} | {f"{it.name}_FILE" for it in SETTINGS if it.is_secret}
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def variables(service: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in service.get("environment", {}).items()}


def command_of(service: dict[str, Any]) -> list[str]:
    return [*service.get("entrypoint", ["opscenter"])[1:], *service.get("command", [])]


def leaf(words: list[str]) -> tuple[Any, list[str]]:
    """Follow the words of a command into the command line; return the command and what is left."""
    command: Any = typer.main.get_command(build())
    left = list(words)
    while hasattr(command, "commands") and left and not left[0].startswith("-"):
        command = command.commands[left.pop(0)]
    return command, left


def defaults_in_example() -> dict[str, str]:
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_the_images_are_the_agreed_ones_and_every_image_is_pinned() -> None:
    images = {service["image"] for service in SERVICES.values()}
    assert {"timescale/timescaledb:2.29.2-pg16", "eclipse-mosquitto:2.1.2-alpine"} <= images
    assert all(re.search(r":\d+\.\d+\.\d+", image) for image in images)
    base = re.search(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert base is not None
    assert re.search(r":\d+\.\d+\.\d+", base[1])


@pytest.mark.parametrize("name", OURS)
def test_every_command_exists(name: str) -> None:
    command, left = leaf(command_of(OURS[name]))
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert all(word in options for word in left if word.startswith("--"))


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_settings_know(name: str) -> None:
    assert set(variables(OURS[name])) <= KNOWN


@pytest.mark.parametrize("name", ["ingest", "rules", "dashboard", "simulators"])
def test_every_process_finds_its_settings_complete(name: str, tmp_path: Path) -> None:
    values = variables(OURS[name])
    for variable, value in values.items():
        if value.startswith("/run/secrets/"):
            (tmp_path / variable).write_text("{}", encoding="utf-8")
            values[variable] = str(tmp_path / variable)
        elif value.startswith("${"):
            values[variable] = value[2:-1].partition(":-")[2]
    root = importlib.import_module(f"opscenter.roots.{command_of(OURS[name])[0]}")
    root.settings(Environment(values))


def test_what_compose_leaves_to_the_env_file_stands_in_its_example_and_the_other_way_round() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text))
    assert asked == set(defaults_in_example())


def test_the_example_and_the_settings_agree_on_names_and_defaults() -> None:
    by_name = {setting.name: setting for setting in SETTINGS}
    for name, value in defaults_in_example().items():
        if name.startswith("OPSCENTER_"):
            assert by_name[name].default == value
            assert not by_name[name].is_secret


def test_no_secret_is_baked_in() -> None:
    for service in SERVICES.values():
        for name, value in variables(service).items():
            is_secret = any(word in name for word in ("PASSWORD", "DATABASE_URL", "SECRET"))
            assert not is_secret or (name.endswith("_FILE") and value.startswith("/run/secrets/"))
    assert "password" not in EXAMPLE.lower().replace("password file", "")


def files_wanted() -> Iterator[str]:
    """Yield every file of ./secrets that compose mounts."""
    yield from (secret["file"] for secret in COMPOSE["secrets"].values())
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./secrets/"):
                yield source


def test_every_secret_that_is_mounted_is_written_by_secrets_init(tmp_path: Path) -> None:
    write_secrets(
        tmp_path / "secrets", logins_for("d1", ["26740"], ["frigate"]), ["26740"], ["mqtt.example.org"]
    )
    missing = [path for path in files_wanted() if not (tmp_path / path).is_file()]
    assert missing == []


def test_every_file_that_is_mounted_from_the_repository_is_there() -> None:
    sources = {volume.split(":")[0] for it in SERVICES.values() for volume in it.get("volumes", [])}
    ours = {source for source in sources if source.startswith("./") and not source.startswith("./secrets")}
    assert "./opscenter/mosquitto/mosquitto.conf" in ours
    assert all((ROOT / source).exists() for source in ours)


def test_secrets_that_a_service_reads_are_mounted_into_it() -> None:
    for service in SERVICES.values():
        read = {
            value.removeprefix("/run/secrets/")
            for value in variables(service).values()
            if "/run/secrets/" in value
        }
        assert read <= set(service.get("secrets", []))
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])


def test_only_tls_ports_and_the_redirect_to_them_are_published() -> None:
    published = {port.split(":")[-1] for it in SERVICES.values() for port in it.get("ports", [])}
    assert published == {"8883", "443", "80"}
    listeners = (ROOT / "deploy/mosquitto/listeners").glob("*.conf")
    assert all("certfile" in path.read_text(encoding="utf-8") for path in listeners)


def test_the_console_listens_where_proxy_and_health_check_look() -> None:
    port = variables(SERVICES["dashboard"])["OPSCENTER_HTTP_PORT"]
    caddy = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
    assert f"reverse_proxy dashboard:{port}" in caddy
    assert f"127.0.0.1:{port}/api/v1/health" in SERVICES["dashboard"]["healthcheck"]["test"][-1]
    assert set(re.findall(r"\{\$([A-Z_]+)\}", caddy)) == set(variables(SERVICES["proxy"]))


@pytest.mark.parametrize("name", ["ingest", "rules", "simulators"])
def test_health_is_asked_where_the_process_serves_it_and_nowhere_beyond_loopback(name: str) -> None:
    told = variables(SERVICES[name])
    asked = SERVICES[name]["healthcheck"]["test"][-1]
    assert f"127.0.0.1:{told['OPSCENTER_METRICS_PORT']}/health/ready" in asked
    assert told["OPSCENTER_METRICS_HOST"].endswith(":-127.0.0.1}")


def test_everything_that_runs_on_restarts_is_checked_and_keeps_its_data_in_volumes() -> None:
    lasting = {name: it for name, it in SERVICES.items() if it["restart"] == "unless-stopped"}
    assert set(lasting) == {"database", "broker", "ingest", "rules", "dashboard", "proxy", "simulators"}
    assert all("healthcheck" in service for service in lasting.values())
    assert "database:/var/lib/postgresql/data" in SERVICES["database"]["volumes"]
    assert "broker:/mosquitto/data" in SERVICES["broker"]["volumes"]
    assert "outage:/var/lib/opscenter/outage" in SERVICES["dashboard"]["volumes"]
    assert {"database", "broker", "proxy", "outage"} == set(COMPOSE["volumes"])
