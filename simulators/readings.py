"""The eight systems report their figures in turn, each by its period; the first of each comes at once."""

import random
from collections import Counter
from collections.abc import Iterator
from functools import partial

from domain.messages import CameraState, SystemReadingTaken
from domain.places import Camera, Site
from domain.smart_systems import SmartSystem
from simulators.agenda import Agenda, Outgoing
from simulators.camera_health import CameraHealth
from simulators.fleet import latest_wards
from simulators.rhythm import office_done
from simulators.surroundings import Surroundings
from simulators.systems import PERIOD_S, Hour, Meter, meters
from simulators.timeline import Heads


class Readings:
    """Sends the figures of seven systems, and of the eighth what its cameras say."""

    def __init__(
        self,
        surroundings: Surroundings,
        cameras: tuple[Camera, ...],
        health: CameraHealth,
        heads: Heads,
        rng: random.Random,
    ) -> None:
        self._surroundings = surroundings
        self._cameras = cameras
        self._health = health
        self._heads = heads
        self._meters = meters(surroundings.district, rng)

    def begin(self, agenda: Agenda) -> None:
        """Put every figure on the agenda; the first of each comes within four seconds."""
        district = self._surroundings.district
        wards = {ward.code for ward in latest_wards(district)}
        posts = [s for s in district.sites if s.kind == "police_post" and s.ward_code in wards]
        actions = [(partial(self._read, meter), meter.figure.period_s) for meter in self._meters]
        actions += [(partial(self._count_cameras, post), PERIOD_S) for post in posts]
        for index, (action, period_s) in enumerate(actions):
            share = index / len(actions)
            agenda.once(1.0 + 3.0 * share, action)
            agenda.every(period_s, action, first_s=5.0 + period_s * share)

    def _read(self, meter: Meter, at_s: float) -> Iterator[Outgoing]:
        """Send one figure."""
        life = self._surroundings.timeline.life(at_s)
        hour = Hour(self._surroundings.air(at_s).busy, office_done(life))
        value = meter.read(at_s, hour, self._surroundings.seed)
        figure = meter.figure
        yield self._reading(
            figure.system, meter.source, meter.site, (figure.metric, value, figure.unit), at_s
        )

    def _count_cameras(self, post: Site, at_s: float) -> Iterator[Outgoing]:
        """Send how many of a ward's cameras work."""
        mine = [camera.code for camera in self._cameras if camera.ward_code == post.ward_code]
        states = Counter(self._health.states[code] for code in mine)
        system = SmartSystem.SECURITY_CAMERAS
        source = f"security-cameras-{post.ward_code}"
        online = float(states[CameraState.ONLINE])
        yield self._reading(system, source, post, ("cameras_online", online, "camera"), at_s)
        yield self._reading(system, source, post, ("cameras_known", float(len(mine)), "camera"), at_s)

    def _reading(
        self, system: SmartSystem, source: str, site: Site, figure: tuple[str, float, str], at_s: float
    ) -> Outgoing:
        """Return a figure as a message."""
        metric, value, unit = figure
        message = SystemReadingTaken(
            **self._heads.of(source, at_s),
            system=system,
            site=site.code,
            metric=metric,
            value=value,
            unit=unit,
            lat=site.lat,
            lon=site.lon,
        )
        return Outgoing(site.ward_code, message)
