"""Stories: their files, how they are played, and the truth they leave."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from domain.geodesy import distance_m
from domain.kinds import CENTRES_OWN
from domain.messages import CameraEventObserved, Message, Provenance
from opscenter.district_files import load_district
from simulators.fleet import simulated_cameras
from simulators.stories.course import Faults, Playing, Take, play_out
from simulators.stories.noise import Noise, noisy_day
from simulators.stories.play import observed_now
from simulators.stories.stage import Stage
from simulators.stories.story import StoryError, read_story, shipped_stories, story_schema
from simulators.stories.truth import Truth, truth_line

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SCHEMA = Path(__file__).parents[3] / "docs" / "story.schema.json"
A_STORY = """\
name = "nap"
vi = "Ngủ"
en = "A nap"
lasts_s = 60
[[cameras]]
kind = "crash"
from_s = [0, 5]
until_s = 50
every_s = 10
score = [0.6, 0.9]
[expected]
alert = true
kinds = ["crash"]
"""


@pytest.fixture(scope="module")
def stage() -> Stage:
    district = load_district(None)
    return Stage(district, simulated_cameras(district, 200))


def playing(stage: Stage, name: str = "crash", seed: int = 1, faults: Faults | None = None) -> Playing:
    return play_out(shipped_stories()[name], stage, Take(1, seed, NOW), faults or Faults())


def test_the_schema_of_stories_is_the_one_written_out() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(story_schema()))


def test_the_stories_that_were_asked_for_are_there() -> None:
    asked = {
        "crash",
        "parked_truck",
        "crowd",
        "fire",
        "flood",
        "tampered_camera",
        "network_cut",
        "false_steam",
    }
    assert asked <= shipped_stories().keys()


def test_no_story_claims_what_only_the_centre_may_say() -> None:
    kinds = {part.kind for story in shipped_stories().values() for part in story.cameras}
    assert not kinds & CENTRES_OWN


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("until_s = 50", "until_s = 70", "lasts_s"),
        ('kinds = ["crash"]', 'kinds = ["quake"]', "quake"),
        ("alert = true", "alert = false", "none means 0"),
        ('en = "A nap"', 'en = "A nap"\ncolour = "red"', "colour"),
    ],
)
def test_a_story_that_cannot_be_played_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "nap.toml"
    path.write_text(A_STORY.replace(old, new), encoding="utf-8")
    with pytest.raises(StoryError, match=said):
        read_story(path)


def test_a_story_may_be_json(tmp_path: Path) -> None:
    (tmp_path / "nap.toml").write_text(A_STORY, encoding="utf-8")
    story = read_story(tmp_path / "nap.toml")
    expected = {"alert": True, "kinds": ["crash"]}
    seen = {"kind": "crash", "from_s": [0, 5], "until_s": 50, "every_s": 10, "score": [0.6, 0.9]}
    told = {"name": "nap", "vi": "Ngủ", "en": "A nap", "lasts_s": 60, "cameras": [seen], "expected": expected}
    (tmp_path / "nap.json").write_text(json.dumps(told), encoding="utf-8")
    assert read_story(tmp_path / "nap.json") == story


def messages_of(made: Playing) -> list[Message]:
    return [told.outgoing.message for told in made.told]


@pytest.mark.parametrize("name", sorted(shipped_stories()))
def test_every_story_can_be_played_in_the_district(stage: Stage, name: str) -> None:
    made = playing(stage, name)
    times = [told.at_s for told in made.told]
    assert times
    assert times == sorted(times)
    assert all(message.provenance is Provenance.SIMULATED for message in messages_of(made))


def test_the_same_seed_plays_the_same_and_another_elsewhere(stage: Stage) -> None:
    assert playing(stage).told == playing(stage).told
    assert len({playing(stage, seed=seed).truth.camera for seed in range(8)}) > 1


def test_an_exercise_is_marked_in_every_message(stage: Stage) -> None:
    made = play_out(shipped_stories()["fire"], stage, Take(1, 1, NOW, is_exercise=True), Faults())
    assert all(message.exercise for message in messages_of(made))


def test_cameras_that_miss_and_are_dark_tell_less(stage: Stage) -> None:
    looks = [
        sum(
            isinstance(message, CameraEventObserved)
            for message in messages_of(playing(stage, "crowd", 1, faults))
        )
        for faults in (Faults(), Faults(miss=0.5), Faults(dark=1.0))
    ]
    assert looks[0] > looks[1] > looks[2] == 0


def test_the_truth_comes_back_from_its_line_and_says_where(stage: Stage) -> None:
    truth = playing(stage).truth
    assert msgspec.json.decode(truth_line(truth), type=Truth) == truth
    camera = next(it for it in stage.fixed if it.code == truth.camera)
    assert distance_m(camera.lat, camera.lon, truth.lat, truth.lon) <= camera.range_m


def test_a_story_played_faster_is_observed_when_it_is_said(stage: Stage) -> None:
    message = playing(stage).told[-1].outgoing.message
    assert observed_now(message, NOW, 12.0).observed_at == NOW + timedelta(seconds=12)


def test_noise_has_the_rates_it_states(stage: Stage) -> None:
    noise = Noise(lies_per_camera=2.0, lasting_share=0.0, citizens=0, police=0, pranks=0, jams=0)
    day = noisy_day(stage.fixed, NOW, 2.0, noise, seed=1)
    quiet = noisy_day(stage.fixed, NOW, 2.0, replace(noise, lies_per_camera=0.0), seed=1)
    many = [sum(isinstance(it.message, CameraEventObserved) for it in one.sent) for one in (day, quiet)]
    assert many[0] - many[1] > 3 * len(stage.fixed)
