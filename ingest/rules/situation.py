"""What the rules know beside the change in hand: the registered cameras and the wards."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.places import Camera, Ward


@dataclass(frozen=True, slots=True)
class CentrePlace:
    """Where the centre itself is: what is wrong with it is shown there."""

    name: str
    ward_code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Situation:
    """The cameras and wards by their codes, the names of sites by theirs, and where the centre is."""

    cameras: Mapping[str, Camera]
    wards: Mapping[str, Ward]
    site_names: Mapping[str, str]
    centre: CentrePlace | None = None

    def the_centre(self) -> CentrePlace:
        """Return where the centre is: its site, else the first ward."""
        if self.centre is not None:
            return self.centre
        ward_code = min(self.wards, default="")
        lat, lon = self.point_of_ward(ward_code)
        return CentrePlace("Trung tâm", ward_code, lat, lon)

    def place_of_camera(self, code: str, ward_code: str) -> str:
        """Return in words where a camera looks: its name and its street, else the ward."""
        camera = self.cameras.get(code)
        if camera is None:
            return self.place_in_ward(ward_code)
        if not camera.street or camera.street in camera.name:
            return camera.name
        return f"{camera.name} · {camera.street}"

    def place_of_site(self, site: str, ward_code: str) -> str:
        """Return a site in words."""
        return self.site_names.get(site) or f"{site} · {self.place_in_ward(ward_code)}"

    def place_in_ward(self, ward_code: str) -> str:
        """Return the ward in words."""
        ward = self.wards.get(ward_code)
        return ward_code if ward is None else ward.name

    def point_of_ward(self, ward_code: str) -> tuple[float, float]:
        """Return where a thing of the whole ward is shown."""
        ward = self.wards.get(ward_code)
        return (0.0, 0.0) if ward is None else ward.label
