"""The rules process: one leads, holding the database's lock; a second stands by and takes over."""

import logging
import threading
import time
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from db import alerting
from db.camera_papers import held_cameras
from db.changes import Change
from db.connection import Connection, connect
from db.errors import DatabaseError, DataRefused
from db.notices import ReadingPace
from db.posts import look_after_posts
from db.registry import registered_cameras, wards_on
from db.rows import EventRow
from db.rule_keeping import keep_suppressed
from db.segments import write_segment_states
from db.self_watch import tell_leader
from db.shelf import return_from_shelf
from ingest.metrics import RulesMetrics
from ingest.rules.congestion import usual_levels, ward_states
from ingest.rules.correlating import Correlating
from ingest.rules.decisions import Clear, Decision, Suppressed
from ingest.rules.engine import Engine
from ingest.rules.orders import follow_orders, look_at_orders
from ingest.rules.rule_care import RuleCare
from ingest.rules.segments import camera_levels, segment_states
from ingest.rules.self_facts import read_self
from ingest.rules.self_watch import SelfWatch
from ingest.rules.settings import RulesSettings
from ingest.rules.situation import Situation
from ingest.rules.upkeep import upkeep

READER = "rules"
_CHANGES_AT_ONCE = 500
_IDLE_S = 0.5
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 8.0
_GATEWAY_SILENT_S = 90.0

log = logging.getLogger(__name__)


def run(settings: RulesSettings, stop: threading.Event, metrics: RulesMetrics | None = None) -> None:
    """Lead when nobody else does, stand by otherwise, until `stop` is set."""
    metrics = metrics or RulesMetrics()
    pause_s = _FIRST_PAUSE_S
    while not stop.is_set():
        try:
            with connect(settings.database_url, f"{settings.instance}-rules") as connection:
                metrics.database_is_there(True)
                if _has_lock_in_the_end(connection, settings, stop):
                    log.info("the rules lead")
                    with metrics.leading(), upkeep(settings):
                        _Leader(settings, connection, metrics).run(stop)
            pause_s = _FIRST_PAUSE_S
        except DatabaseError as error:
            metrics.database_is_there(False)
            log.warning("%s (the rules try again)", error)
            stop.wait(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)


def _has_lock_in_the_end(connection: Connection, settings: RulesSettings, stop: threading.Event) -> bool:
    """Wait for the lock; return False when the stop comes first."""
    is_first_look = True
    while not stop.is_set():
        if alerting.try_rules_lock(connection):
            return True
        if is_first_look:
            log.info("another rules process leads; this one stands by")
        is_first_look = False
        stop.wait(settings.stand_by_every_s)
    return False


def names_a_stranger(changes: Sequence[Change], situation: Situation) -> bool:
    """Tell whether a camera speaks that was registered after the situation was read."""
    cameras = {change.row.camera_code for change in changes if isinstance(change.row, EventRow)}
    return not cameras <= {None, *situation.cameras}


class _Leader:
    """The loop of the process that leads."""

    def __init__(self, settings: RulesSettings, connection: Connection, metrics: RulesMetrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._connection = connection
        watch = SelfWatch(timedelta(seconds=settings.watch_hold_s))
        held = held_cameras(connection)
        self._care = RuleCare(connection, settings.database_url)
        self._engine = Engine(
            self._situation(), alerting.open_alerts(connection), watch, held, self._care.in_force()
        )
        self._correlating = Correlating(connection)
        self._next_traffic_at = 0.0
        self._next_segments_at = 0.0
        self._next_learning_at = 0.0
        self._next_second_at = 0.0
        self._next_watch_at = 0.0
        self._learn_what_is_usual()

    def run(self, stop: threading.Event) -> None:
        """Follow the feed and the clock until `stop` is set."""
        alerting.listen_for_changes(self._connection)
        position = alerting.saved_position(self._connection, READER)
        pace = ReadingPace(_IDLE_S)
        while not stop.is_set():
            pace.begin_reading(time.monotonic())
            changes = alerting.changes_after(self._connection, position, _CHANGES_AT_ONCE)
            if changes:
                self._work_through(changes)
                position = changes[-1].position
            self._look_at_the_clock()
            if len(changes) < _CHANGES_AT_ONCE:
                alerting.wait_for_changes(self._connection, pace)

    def _work_through(self, changes: Sequence[Change]) -> None:
        """Apply what the rules decide on these changes and remember how far we are, in one transaction."""
        if names_a_stranger(changes, self._engine.situation):
            self._engine.situation = self._situation()
        self._correlating.take(changes)
        decisions = [decision for change in changes for decision in self._decided(change)]
        with self._connection.transaction():
            self._apply(decisions)
            follow_orders(self._connection, changes, datetime.now(UTC))
            alerting.save_position(self._connection, READER, changes[-1].position)
        self._metrics.follow(len(changes), changes[0].at, datetime.now(UTC))

    def _decided(self, change: Change) -> list[Decision]:
        """Return what the rules decide; a change that breaks a rule is logged and left behind."""
        try:
            return self._engine.on_change(change)
        except Exception as error:  # noqa: BLE001 - the one wide except of this loop
            self._metrics.rule_failed()
            trace = traceback.extract_tb(error.__traceback__)
            log.error(  # noqa: TRY400 - the exception's own text may hold what was reported
                "a rule failed on a change and goes on with the next: %s %s at %s",
                change.subject,
                type(error).__name__,
                trace[-1] if trace else "",
            )
            return []

    def _apply(self, decisions: Sequence[Decision]) -> None:
        for decision in decisions:
            try:
                self._apply_one(decision)
            except DataRefused as error:
                log.error("the database refused what a rule decided: %s", error)  # noqa: TRY400

    def _apply_one(self, decision: Decision) -> None:
        if isinstance(decision, Suppressed):
            keep_suppressed(self._connection, decision.sign, decision.cause, decision.why)
            return
        if isinstance(decision, Clear):
            key = decision.key
            cleared = alerting.clear(
                self._connection,
                key.rule,
                key.place_key,
                key.kind,
                provenance=key.provenance,
                reason=decision.reason,
                exercise=key.exercise,
            )
            self._metrics.cleared(key.rule, cleared is not None)
            return
        opened = alerting.open_or_repeat(self._connection, decision)
        self._metrics.opened(decision.rule, decision.severity, opened.is_new)
        if opened.is_new:
            log.info(
                "alert: %s %s at %s (%s)", decision.severity, decision.kind, decision.place_key, decision.rule
            )

    def _look_at_the_clock(self) -> None:
        """Do what is due by time: every second, every few seconds, twice a minute."""
        clock, now = time.monotonic(), datetime.now(UTC)
        if clock >= self._next_second_at:
            self._next_second_at = clock + 1.0
            self._engine.in_force = self._care.newer(self._engine.in_force, self._engine.situation)
            self._apply_together(self._engine.on_time(now))
            return_from_shelf(self._connection, now)
            self._correlating.pass_time(now)
            look_at_orders(self._connection, now)
        if clock >= self._next_traffic_at:
            self._next_traffic_at = clock + self._settings.traffic_every_s
            self._look_at_traffic(now)
        if clock >= self._next_learning_at:
            self._next_learning_at = clock + self._settings.upkeep_every_s
            self._engine.situation = self._situation()
            self._learn_what_is_usual()
        if clock >= self._next_watch_at:
            self._next_watch_at = clock + self._settings.watch_every_s
            self._look_at_ourselves(now)

    def _look_at_ourselves(self, now: datetime) -> None:
        """Say that the rules lead, and decide on how the centre itself and the wards' posts are."""
        tell_leader(self._connection)
        facts = read_self(self._connection, self._settings.database_disk, now)
        self._metrics.saw(facts.free_disk)
        self._apply_together(self._engine.on_self(facts, now))
        self._apply_together(self._engine.on_posts(look_after_posts(self._connection, now), now))

    def _look_at_traffic(self, now: datetime) -> None:
        flows = alerting.flow_lately(self._connection, self._settings.traffic_window_s, now)
        silent = alerting.silent_gateways(self._connection, _GATEWAY_SILENT_S, now)
        alerting.write_ward_states(self._connection, ward_states(flows, self._usual, now))
        if time.monotonic() >= self._next_segments_at:
            self._next_segments_at = time.monotonic() + self._settings.segments_every_s
            rows = segment_states(flows, self._usual_of_cameras, self._engine.situation, now)
            write_segment_states(self._connection, rows)
        self._apply_together(self._engine.on_traffic(flows, silent, now))

    def _learn_what_is_usual(self) -> None:
        usual = alerting.usual_flow(self._connection)
        self._usual = usual_levels(usual)
        self._usual_of_cameras = camera_levels(usual)

    def _apply_together(self, decisions: Sequence[Decision]) -> None:
        if decisions:
            with self._connection.transaction():
                self._apply(decisions)

    def _situation(self) -> Situation:
        cameras = registered_cameras(self._connection)
        wards = wards_on(self._connection, datetime.now(UTC).date())
        return Situation(
            {camera.code: camera for camera in cameras},
            {ward.code: ward for ward in wards},
            self._settings.site_names,
            self._settings.centre,
        )
