"""`opscenter story`: lists, checks and plays stories, so that people can train on a running centre."""

import random
from pathlib import Path
from typing import Annotated

import typer

from domain.kinds import KINDS
from opscenter.commands.services import (
    DEFAULT_DATA,
    Data,
    District,
    MqttCaFile,
    MqttHost,
    MqttPort,
    MqttUsername,
    environment_beside,
)
from opscenter.roots import story as root
from opscenter.settings import LARGEST_SEED, MOST_CAMERAS
from simulators.stories.play import Performance
from simulators.stories.story import Story, StoryError, read_story, shipped_stories
from simulators.stories.truth import Truth, truth_line


def register(app: typer.Typer) -> None:
    """Add `story list`, `story check` and `story play` to the command line."""
    group = typer.Typer(no_args_is_help=True, help="Stories for training: list, check and play them.")
    group.command(name="list")(list_stories)
    group.command(name="check")(check)
    group.command(name="play")(play)
    app.add_typer(group, name="story")


def list_stories() -> None:
    """List the stories that come with the product."""
    for story in shipped_stories().values():
        typer.echo(f"{story.name:18} {story.lasts_s / 60:4.0f} min  {story.vi} · {story.en}")


def check(file: Annotated[Path, typer.Argument(help="A story in TOML or JSON.")]) -> None:
    """Check a story file against its schema, and say what it expects of the centre."""
    typer.echo(_expectation(read_story(file)))


def play(
    story: Annotated[str, typer.Argument(help="A story's name, or a file in TOML or JSON.")],
    *,
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=LARGEST_SEED, help="Draws place and course; any when left out."),
    ] = None,
    speed: Annotated[float, typer.Option(min=0.1, max=60, help="How many times faster than life.")] = 1.0,
    exercise: Annotated[
        bool, typer.Option("--exercise", help="Mark everything as part of an exercise.")
    ] = False,
    truth: Annotated[
        Path | None, typer.Option(help="Add the ground truth to this file (JSON lines).", show_default=False)
    ] = None,
    cameras: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_CAMERAS, help="How many cameras the centre runs with.", show_default=False
        ),
    ] = None,
    data: Data = DEFAULT_DATA,
    mqtt_host: MqttHost = None,
    mqtt_port: MqttPort = None,
    mqtt_username: MqttUsername = None,
    mqtt_ca_file: MqttCaFile = None,
    district: District = None,
) -> None:
    """Play a story into a running centre, marked as simulated (login `replay`)."""
    found = find_story(story)
    flags: dict[str, object] = {
        "OPSCENTER_MQTT_HOST": mqtt_host,
        "OPSCENTER_MQTT_PORT": mqtt_port,
        "OPSCENTER_MQTT_USERNAME": mqtt_username,
        "OPSCENTER_MQTT_CA_FILE": mqtt_ca_file,
        "OPSCENTER_DISTRICT": district,
        "OPSCENTER_SIM_CAMERAS": cameras,
    }
    settings = environment_beside(data, flags, login="replay")
    drawn = random.SystemRandom().randint(0, 99_999) if seed is None else seed

    def tell(what: Truth) -> None:
        if truth is not None:
            with truth.open("ab") as file:
                file.write(truth_line(what))
        typer.echo(f"{found.vi}: seed {drawn}, before camera {what.camera}, ward {what.ward_code}")
        typer.echo(_expectation(found))

    done = root.play(settings, found, Performance(drawn, speed, exercise), tell)
    typer.echo(f"{done.said} of {done.of} messages said")


def find_story(name: str) -> Story:
    """Return a story by its name, else from a file; raise StoryError when there is neither."""
    shipped = shipped_stories()
    if name in shipped:
        return shipped[name]
    if not Path(name).exists():
        raise StoryError(f"there is no story and no file called {name}: `opscenter story list` names them.")
    return read_story(Path(name))


def _expectation(story: Story) -> str:
    """Return in words what a perfect centre would do."""
    expected = story.expected
    kinds = " or ".join(KINDS[kind].en.lower() for kind in expected.kinds)
    if not expected.alert:
        return f"{story.name}: a false alarm ({kinds}); a perfect centre calls nobody."
    return (
        f"{story.name}: a perfect centre calls for {kinds} ({expected.severity}) within "
        f"{expected.within_s:g} s and {expected.within_m:g} m, with at most {expected.alerts} alerts "
        f"in {expected.incidents} incident."
    )
