"""The opening scene: what a newcomer sees within the first seconds, so that the centre shows its use."""

from domain.kinds import IncidentKind
from domain.places import Camera, CameraKind
from domain.roads import XY
from simulators.congestion import Congestion, Jam
from simulators.happenings import Fortune, Happening
from simulators.traffic import CountingPlace

_CRASH_AT = ("Công trường Quách Thị Trang", "Lê Lợi", "Hàm Nghi")
_PARKED_AT = ("Phố đi bộ Bùi Viện", "Bùi Viện", "Đề Thám", "Phạm Ngũ Lão")
_CROWD_AT = ("Nguyễn Huệ", "Nhà thờ Đức Bà", "Chợ Bến Thành")
_CRASH_S, _PARKED_S, _CROWD_S = 4.0, 9.0, 15.0


def opening_happenings(cameras: tuple[Camera, ...], fortune: Fortune) -> list[Happening]:
    """Return what happens first: a crash on the main square, a parked truck, a crowd."""
    scenes = (
        (IncidentKind.CRASH, _CRASH_AT, _CRASH_S),
        (IncidentKind.ILLEGAL_PARKING, _PARKED_AT, _PARKED_S),
        (IncidentKind.CROWD, _CROWD_AT, _CROWD_S),
    )
    taken: set[str] = set()
    happenings = []
    for kind, names, at_s in scenes:
        camera = _camera_at(names, cameras, taken)
        if camera is not None:
            taken.add(camera.code)
            happenings.append(_certain(fortune.happening(kind, camera, at_s, is_true=True)))
    return happenings


def opening_jam(crash: Happening, place: CountingPlace, heart: XY, congestion: Congestion) -> None:
    """Let traffic stand behind the first crash."""
    jam = Jam(place.street, heart, 260.0, crash.begin_s, 45.0, 420.0, 240.0, 0.95)
    congestion.add(jam)


def _certain(happening: Happening) -> Happening:
    """Return it with a score that opens an alert whatever the luck, and lasting long enough to be seen."""
    return Happening(
        kind=happening.kind,
        camera=happening.camera,
        is_true=True,
        score=max(0.91, happening.score),
        begin_s=happening.begin_s,
        lasts_s=max(420.0, happening.lasts_s),
        place=happening.place,
    )


def _camera_at(names: tuple[str, ...], cameras: tuple[Camera, ...], taken: set[str]) -> Camera | None:
    """Return the first camera at the first of the named places, or any; none when there is none left."""
    free = [c for c in cameras if c.kind is CameraKind.FIXED and c.code not in taken]
    for name in names:
        for camera in free:
            if camera.name.startswith(name):
                return camera
    return free[0] if free else None
