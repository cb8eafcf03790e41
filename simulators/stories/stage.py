"""The stage on which stories are played: the district's cameras and streets, and who sees what."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from domain.geodesy import distance_m
from domain.places import Camera, CameraKind, District, LatLon
from domain.street_network import street_network
from simulators.happenings import place_seen_by
from simulators.stories.story import Story, StoryError, Where


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a story happens: the place, its ward and street, and the camera that sees it best."""

    place: LatLon
    ward_code: str
    camera: Camera


class Stage:
    """Finds places for stories, and the cameras around them."""

    def __init__(self, district: District, cameras: Sequence[Camera]) -> None:
        self.fixed = [camera for camera in cameras if camera.kind is not CameraKind.VEHICLE]
        network = street_network(district)
        self._rank = {camera.code: network.nearest(place_seen_by(camera))[0].rank for camera in self.fixed}

    def scene(self, story: Story, rng: random.Random) -> Scene:
        """Return where the story happens; what its file leaves open is drawn."""
        where = story.where
        if where.lat is not None and where.lon is not None:
            place = (where.lat, where.lon)
            camera = min(self.fixed, key=lambda it: distance_m(it.lat, it.lon, *place))
            return Scene(place, camera.ward_code, camera)
        fitting = [camera for camera in self.fixed if self._fits(camera, where)]
        if not fitting:
            raise StoryError(f"{story.name}: no camera of this district stands where the story happens")
        camera = rng.choice(fitting)
        return Scene(place_seen_by(camera), camera.ward_code, camera)

    def around(self, scene: Scene, many: int) -> list[Camera]:
        """Return the camera that sees it best, then those nearest to the place in the same ward."""
        lat, lon = scene.place
        others = (it for it in self.fixed if it.ward_code == scene.ward_code and it is not scene.camera)
        nearest = sorted(others, key=lambda it: distance_m(it.lat, it.lon, lat, lon))
        return [scene.camera, *nearest[: many - 1]]

    def on_street(self, scene: Scene, many: int) -> list[Camera]:
        """Return cameras of the scene's street in its ward, those nearest to the place first."""
        same = [it for it in self.around(scene, len(self.fixed)) if it.street == scene.camera.street]
        return same[:many]

    def _fits(self, camera: Camera, where: Where) -> bool:
        if where.camera is not None:
            return camera.code == where.camera
        is_there = where.ward in (None, camera.ward_code) and camera.name.startswith(where.place_begins)
        return is_there and self._rank[camera.code] in where.ranks
