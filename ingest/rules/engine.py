"""The engine: hands each change, and the passing of time, to the rules and collects what they decide.

It touches neither database nor clock: the same changes and times give the same decisions.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from db.alerting import CameraFlow, NewAlert, SilentGateway
from db.changes import Change
from db.post_rows import PostRow
from db.rows import AlertRow, CameraRow, EventRow, GatewayRow, ReportRow, SystemRow
from domain.camera_papers import HELD_REASON
from domain.messages import Provenance
from domain.smart_systems import SmartSystem
from ingest.rules import camera_events, citizens, police, systems
from ingest.rules.camera_events import CameraSigns
from ingest.rules.cameras import TroubledCameras
from ingest.rules.congestion import JamWatch, jams_of
from ingest.rules.decisions import Decision, key_of
from ingest.rules.gates import Gates
from ingest.rules.in_force import InForce
from ingest.rules.posts import decisions_of_posts
from ingest.rules.quiet import ends_of_quiet
from ingest.rules.self_watch import SelfFacts, SelfWatch
from ingest.rules.situation import Situation
from ingest.rules.standing import StandingAlerts


class Engine:
    """The rules at work: what stands, what they remember, and the situation they see it in."""

    def __init__(
        self,
        situation: Situation,
        open_alerts: Iterable[AlertRow],
        self_watch: SelfWatch | None = None,
        held: Iterable[str] = (),
        in_force: InForce | None = None,
    ) -> None:
        self.situation = situation
        self.in_force = in_force or InForce()
        self._held = set(held)
        self._standing = StandingAlerts(open_alerts)
        self._gates = Gates()
        self._signs = CameraSigns()
        self._cameras = TroubledCameras()
        self._jams = JamWatch()
        self._self_watch = self_watch or SelfWatch()
        self._citizens: tuple[ReportRow, ...] = ()
        self._last_readings: dict[tuple[SmartSystem, Provenance], SystemRow] = {}

    def on_change(self, change: Change) -> list[Decision]:
        """Return what the rules decide on one change."""
        match change.row:
            case AlertRow() as alert:
                self._standing.note(alert)
                decisions: Sequence[Decision | None] = ()
            case EventRow(source=source) if source in self._held:
                decisions = ()
            case EventRow() as event:
                decisions = [self._on_event(event)]
            case ReportRow() as report:
                decisions = [self._on_report(report)]
            case SystemRow() as reading:
                decisions = self._on_reading(reading)
            case GatewayRow() as gateway:
                decisions = [systems.decision_of_gateway(gateway, self._standing, self.situation)]
            case CameraRow() as camera:
                self._note_hold(camera)
                decisions = self._cameras.note(camera, change.at)
            case _:
                decisions = ()
        return self._admitted(decisions, change.at)

    def on_time(self, now: datetime) -> list[Decision]:
        """Return what the rules decide because time has passed."""
        decisions = [
            *self._cameras.due(now, self._standing, self.situation, self.in_force),
            *ends_of_quiet(self._standing, now, self.in_force.settings.quiet),
            *self._fallen_silent(now),
        ]
        return self._admitted(decisions, now) + self._standing.calmed(now, self.in_force.settings)

    def on_traffic(
        self, flows: Sequence[CameraFlow], silent: Sequence[SilentGateway], now: datetime
    ) -> list[Decision]:
        """Return what the rules decide on the traffic of the last minute, and on who counts none."""
        jams = jams_of([flow for flow in flows if flow.camera_code not in self._held], self.situation)
        rule = self.in_force.settings.congestion
        decisions = self._jams.decide(jams, now, self._standing, self.situation, rule)
        decisions += systems.decisions_of_silence(silent, now, self._standing, self.situation)
        return self._admitted(decisions, now)

    def on_self(self, facts: SelfFacts, now: datetime) -> list[Decision]:
        """Return what the rules decide on how the centre itself is."""
        return self._admitted(self._self_watch.decide(facts, now, self._standing, self.situation), now)

    def on_posts(self, posts: Iterable[PostRow], now: datetime) -> list[Decision]:
        """Return what the rules decide on the ward posts that can be reached, and those that cannot."""
        return self._admitted(decisions_of_posts(posts, now, self._standing), now)

    def _note_hold(self, camera: CameraRow) -> None:
        """Remember whether a camera is held for want of papers: it opens no alert then."""
        if camera.reason == HELD_REASON:
            self._held.add(camera.code)
        else:
            self._held.discard(camera.code)

    def _on_event(self, event: EventRow) -> Decision | None:
        settings = self.in_force.settings
        decision = self._signs.decision(event, self._standing, self.situation, settings)
        return decision or camera_events.sign_of_review(event, self.situation)

    def _on_report(self, report: ReportRow) -> Decision | None:
        settings = self.in_force.settings
        is_borne_out = self._signs.bears_out(report, settings)
        if report.channel == "police":
            return police.decision_of(report, self._standing, self.situation, settings.reports)
        self._citizens = citizens.still_recent(self._citizens, report, settings.reports)
        return citizens.sign_of(
            report,
            self._citizens,
            is_borne_out=is_borne_out,
            standing=self._standing,
            situation=self.situation,
            rule=settings.reports,
        )

    def _on_reading(self, row: SystemRow) -> list[Decision | None]:
        self._last_readings[row.system, row.provenance] = row
        decision = systems.decision_of_reading(row, self._standing, self.situation)
        return [systems.end_of_silence(row), decision]

    def _fallen_silent(self, now: datetime) -> list[Decision]:
        return [
            systems.silence_alert(row, now, self.situation)
            for row in self._last_readings.values()
            if now - row.observed_at >= systems.SILENT_AFTER
            and not self._standing.is_open(systems.silence_key(row))
        ]

    def _admitted(self, decisions: Iterable[Decision | None], now: datetime) -> list[Decision]:
        """Return the decisions that pass the gates and say something new."""
        return [
            admitted
            for decision in decisions
            if decision is not None
            for passed in self._passed(decision)
            for admitted in self._remembered(passed, now)
        ]

    def _passed(self, decision: Decision) -> list[Decision]:
        if not isinstance(decision, NewAlert):
            return [decision]
        return self._gates.passed(decision, self._standing, self.situation, self.in_force)

    def _remembered(self, decision: Decision, now: datetime) -> list[Decision]:
        is_new = isinstance(decision, NewAlert) and not self._standing.is_open(key_of(decision))
        admitted = self._standing.admitted(decision, now, self.in_force.settings)
        for it in admitted:
            if is_new and isinstance(it, NewAlert):
                self._gates.opened(it)
        return admitted
