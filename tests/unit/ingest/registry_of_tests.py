"""A registry for tests: two square wards, cameras of each provenance, a unit and devices of each dialect."""

from datetime import date

from db.registry import KnownCamera, KnownSources, KnownUnit
from domain.messages import Provenance
from domain.places import Ward
from ingest.dialects.device_entries import read_entries
from ingest.dialects.device_registry import placed
from ingest.registry import Registry

WARD = "26734"
OTHER_WARD = "26740"
DAY = date(2026, 3, 1)


def a_square(lon: float) -> tuple[tuple[float, float], ...]:
    """Return a square of a hundredth of a degree."""
    return ((10.0, lon), (10.0, lon + 0.01), (10.01, lon + 0.01), (10.01, lon))


WARDS = tuple(
    Ward(code, f"Phường {code}", (10.005, lon + 0.005), a_square(lon), date(2000, 1, 1))
    for code, lon in ((WARD, 106.0), (OTHER_WARD, 106.01))
)
FRIGATE = {
    "prefix": "frigate",
    "cameras": {
        "cong_cho": {"name": "Cổng chợ", "lat": 10.005, "lon": 106.005, "street": "Lê Lợi"},
        "bai_xe": {"ward": OTHER_WARD},
    },
    "kinds": {"zones": {"cam_do": "illegal_parking"}},
}
ONVIF = {
    "dialect": "onvif",
    "prefix": "dev7",
    "cameras": {"1": {"code": "onvif-1", "ward": WARD}, "2": {"code": "onvif-2", "ward": OTHER_WARD}},
    "kinds": {"zones": {"MyFence": "illegal_parking"}, "labels": {"LineDetector/Crossed": "wrong_way"}},
}
AXIS = {
    "dialect": "axis",
    "prefix": "axis/ACCC8E000001",
    "cameras": {"main": {"code": "axis-main", "ward": WARD}},
    "kinds": {"zones": {"Device1Scenario1": "crowd"}},
}
DEVICES = {"device": [FRIGATE, ONVIF, AXIS]}


def a_camera(code: str, provenance: Provenance, ward_code: str = WARD) -> KnownCamera:
    """Return a camera with the gateway and the recorder of its ward and provenance."""
    recorder = "rec-1" if provenance is Provenance.SIMULATED and ward_code == WARD else "rec-2"
    return KnownCamera(code, ward_code, provenance, f"gw-{provenance}-{ward_code}", 10.005, 106.005, recorder)


def a_registry() -> Registry:
    """Return the registry."""
    cameras = [
        a_camera("cam-1", Provenance.SIMULATED),
        a_camera("cam-2", Provenance.SIMULATED),
        a_camera("cam-far", Provenance.SIMULATED, OTHER_WARD),
        a_camera("cam-real", Provenance.REAL),
    ]
    unit = KnownUnit("u-1", WARD, Provenance.SIMULATED)
    sources = KnownSources({camera.code: camera for camera in cameras}, {unit.code: unit})
    return Registry("d1", sources, placed(read_entries(DEVICES, "test"), WARDS, DAY))
