"""docs/wire.md: every example decodes, stands on its topic, shows every field; every key is named."""

import re
from pathlib import Path

import pytest

from domain.codec import decode
from domain.kinds import KINDS
from domain.messages import MESSAGE_TYPES, AnyMessage
from domain.smart_systems import SmartSystem
from domain.topics import is_home_of, parse_topic
from simulators.recording import FORMAT, VERSION

DOCUMENT = (Path(__file__).parents[3] / "docs" / "wire.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(r"^### (\w+)\n.*?^`(\S+)`\n\n```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = {name: (topic, body) for name, topic, body in _EXAMPLE.findall(DOCUMENT)}


def decoded(name: str) -> AnyMessage:
    (message,) = decode(EXAMPLES[name][1].encode())
    return message


def test_every_message_has_an_example() -> None:
    assert set(EXAMPLES) == {kind.__name__ for kind in MESSAGE_TYPES}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_what_its_heading_says(name: str) -> None:
    message = decoded(name)
    assert type(message).__name__ == name
    assert is_home_of(parse_topic(EXAMPLES[name][0]), message)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_shows_every_field(name: str) -> None:
    for field in type(decoded(name)).__struct_fields__:
        assert f'"{field}":' in EXAMPLES[name][1]


def test_every_kind_and_system_is_named() -> None:
    for key, facts in KINDS.items():
        assert f"| `{key}` | {facts.vi} | {facts.en} |" in DOCUMENT
    for system in SmartSystem:
        assert f"`{system}`" in DOCUMENT


def test_the_head_of_a_recording_is_as_written() -> None:
    assert f'"format": "{FORMAT}", "version": {VERSION}' in DOCUMENT
