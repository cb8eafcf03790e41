"""The command line: everything is there, everything explains itself, and errors are one sentence."""

import errno
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from db.errors import DatabaseUnavailable
from opscenter import cli
from opscenter.settings import SETTINGS


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command that does something, with the words that name it."""
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))
    else:
        yield path, command


ALL = dict(commands(typer.main.get_command(cli.build())))


def test_every_promised_command_is_there() -> None:
    promised = [
        "up",
        "ingest",
        "rules",
        "dashboard",
        "simulate",
        "edge",
        "doctor",
        "backup",
        "restore",
        "chaos",
    ]
    groups = [
        ("replay", "record"),
        ("replay", "play"),
        ("cameras", "import"),
        ("db", "migrate"),
        ("db", "status"),
        ("db", "gaps"),
        ("dead-letters", "resend"),
        ("standby", "promote"),
        *(("bench", name) for name in ("ingest", "store", "query", "city", "size")),
    ]
    assert {*((name,) for name in promised), *groups} <= set(ALL)


def test_a_service_starts_without_the_other_commands() -> None:
    code = "import sys; from opscenter.cli import build; build('ingest'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    commands_read = {name for name in done.stdout.split() if name.startswith("opscenter.commands.")}
    assert commands_read == {"opscenter.commands.services"}


@pytest.mark.parametrize("name", sorted({words[0] for words in ALL}))
def test_a_command_is_read_without_those_of_other_modules(name: str) -> None:
    alone = {words for words, _ in commands(typer.main.get_command(cli.build(name)))}
    assert {words for words in ALL if words[0] == name} <= alone < set(ALL)


@pytest.mark.parametrize("words", ALL)
def test_every_command_and_every_option_explains_itself(words: tuple[str, ...]) -> None:
    command = ALL[words]
    assert command.help
    silent = [it.name for it in command.params if it.name != "help" and not getattr(it, "help", None)]
    assert silent == []


@pytest.mark.parametrize("words", ALL)
def test_every_variable_of_an_option_is_one_that_the_settings_know(words: tuple[str, ...]) -> None:
    variables = {it.envvar for it in ALL[words].params if getattr(it, "envvar", None)}
    assert variables <= {setting.name for setting in SETTINGS}


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (DatabaseUnavailable("the database sleeps"), "the database sleeps"),
        (OSError(errno.ENOSPC, "no room", "/data/x"), "The disk is full (/data/x)"),
        (PermissionError(errno.EACCES, "Permission denied", "/data/x"), "Permission denied: /data/x"),
    ],
)
def test_what_a_person_can_put_right_is_one_sentence(
    error: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(cli, "build", lambda _named: fail)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert sentence in capsys.readouterr().err


def test_a_programming_error_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise KeyError("bug")

    monkeypatch.setattr(cli, "build", lambda _named: fail)
    with pytest.raises(KeyError):
        cli.main()
