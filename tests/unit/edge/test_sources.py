"""Frames from a real video file and from scenes; what is not there is named."""

from pathlib import Path

import cv2
import pytest

from edge.analysis import CameraAnalysis
from edge.capture import FileFrames
from edge.errors import FramesUnavailableError
from edge.scenes import busy_street
from edge.sources import open_source
from edge.synthetic import SyntheticFrames
from tests.unit.edge.scene_runs import CAMERA, NOW, frames_of, watching


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("video") / "street.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 8.0, (480, 270))
    assert writer.isOpened()
    for frame in frames_of(busy_street(40, 30, seed=3), 40, 8.0):
        writer.write(frame.picture)
    writer.release()
    return path


def opened(video: Path, **kwargs: object) -> FileFrames:
    options = {"started_at": NOW, "frames_per_s": 8.0, "is_paced": False} | kwargs
    return FileFrames(video, **options)  # type: ignore[arg-type]


def read_all(frames: FileFrames) -> list[float]:
    times = []
    while not frames.is_over:
        frame = frames.read(0)
        if frame is not None:
            times.append((frame.taken_at - NOW).total_seconds())
    frames.close()
    return times


def test_a_file_is_read_to_its_end_in_its_own_time(video: Path) -> None:
    times = read_all(opened(video))
    assert len(times) == 320
    assert times[8] == pytest.approx(1.0)


def test_frames_are_thinned_out(video: Path) -> None:
    times = read_all(opened(video, frames_per_s=4.0))
    assert len(times) == 160
    assert times[1] == pytest.approx(0.25)


def test_a_file_that_repeats_goes_on_in_time(video: Path) -> None:
    frames = opened(video, repeats=True)
    times = [frame.taken_at for _ in range(330) if (frame := frames.read(0)) is not None]
    frames.close()
    assert len(times) == 330
    assert times == sorted(times)


def test_a_paced_file_gives_nothing_before_its_time(video: Path) -> None:
    frames = opened(video, is_paced=True)
    assert frames.read(0) is not None
    assert frames.read(0) is None
    frames.close()


def test_vehicles_in_a_video_file_are_counted_as_in_the_scene(video: Path) -> None:
    frames = opened(video)
    analysis = CameraAnalysis(CAMERA, NOW.timestamp())
    counted = 0
    while (frame := frames.read(0)) is not None:
        flow = analysis.see(frame).flow
        counted += flow.motorcycles + flow.cars + flow.trucks + flow.buses if flow else 0
    frames.close()
    truth = sum(3 < vehicle.enters_s + 11.8 / 8 < 34 for vehicle in busy_street(40, 30, seed=3).vehicles)
    assert abs(counted - truth) <= 2


@pytest.mark.parametrize("content", [b"", b"no video at all"])
def test_a_file_that_is_no_video_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.avi"
    path.write_bytes(content)
    with pytest.raises(FramesUnavailableError, match=r"odd\.avi"):
        opened(path)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(FramesUnavailableError, match="nowhere"):
        open_source(watching(source="nowhere.mp4"), NOW)


def test_an_unknown_scene_is_named() -> None:
    with pytest.raises(FramesUnavailableError, match="moon"):
        open_source(watching(source="synthetic:moon"), NOW)


def test_a_named_scene_gives_frames() -> None:
    source = open_source(watching(source="synthetic:busy"), NOW)
    assert isinstance(source, SyntheticFrames)
    assert source.read(1.0) is not None
