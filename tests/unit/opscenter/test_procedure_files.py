"""Every kind has its procedure in both languages, and a file that cannot be followed is named."""

import shutil
from pathlib import Path

import pytest

from domain.kinds import IncidentKind
from domain.procedures import ACTOR_WORDS, Procedures
from opscenter.district_files import SHIPPED_DISTRICT
from opscenter.doctor import Level, procedures_finding
from opscenter.procedure_files import FOLDER, ProcedureFilesError, load_procedures

FIRE = Path(FOLDER) / "fire.toml"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED_DISTRICT / FOLDER, tmp_path / FOLDER)
    return tmp_path


@pytest.fixture(scope="module")
def shipped() -> Procedures:
    return load_procedures()


@pytest.mark.parametrize("kind", list(IncidentKind))
def test_every_kind_has_steps_in_both_languages(kind: IncidentKind, shipped: Procedures) -> None:
    steps = shipped.steps_of(kind)

    assert len(steps) >= 4
    assert all(step.vi and step.en and step.vi != step.en for step in steps)
    assert {step.by for step in steps} <= ACTOR_WORDS.keys()


def test_whoever_is_called_to_a_fire_is_called_within_a_minute(shipped: Procedures) -> None:
    first = shipped.steps_of(IncidentKind.FIRE)[0]

    assert (first.key, first.within_min) == ("call_114", 1)


def test_a_district_without_procedures_of_its_own_has_the_shipped_ones(
    tmp_path: Path, shipped: Procedures
) -> None:
    assert load_procedures(tmp_path) == shipped


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('by = "operator"', 'by = "wizard"', "Invalid enum value 'wizard'"),
        ("within_min = 1\n", "within_min = 0\n", "step 1 (call_114): within_min must be 1 to 1440"),
        ('key = "verify_camera"', 'key = "call_114"', "step 2: the key 'call_114' is used twice"),
        ('vi = "Báo 114', 'vi = " Báo 114', "step 1 (call_114): vi must be one line of composed text"),
        ('kinds = ["fire", "smoke"]', 'kinds = ["fire"]', "no procedure is written for smoke"),
        ('kinds = ["fire", "smoke"]', 'kinds = ["fire", "smoke", "crash"]', "crash has two procedures"),
    ],
)
def test_a_file_that_cannot_be_followed_is_said_with_its_place(
    copied: Path, before: str, after: str, said: str
) -> None:
    path = copied / FIRE
    path.write_text(path.read_text().replace(before, after, 1))

    with pytest.raises(ProcedureFilesError) as caught:
        load_procedures(copied)

    assert said in str(caught.value)
    assert str(copied / FOLDER) in str(caught.value)


def test_the_doctor_tells_of_a_bad_procedure_and_names_its_file(copied: Path) -> None:
    (copied / FIRE).write_text("kinds = [")

    finding = procedures_finding(copied)

    assert finding.level is Level.WRONG
    assert "fire.toml" in finding.sentence
