"""Looks after the rules themselves: what is in force, what verdicts made of them, trials of settings."""

import logging
import threading
import time
from datetime import UTC, datetime

from db import rule_keeping, rule_settings
from db.connection import Connection, connect
from db.errors import DatabaseError
from domain.alarm_verdicts import Finding
from domain.rule_settings import RuleSettingsError
from ingest.rules.in_force import InForce
from ingest.rules.situation import Situation
from ingest.rules.trial import try_settings

_LOOK_S = 2.0
_JUDGE_S = 3600.0

log = logging.getLogger(__name__)


class RuleCare:
    """Reads what is in force every few seconds, judges the rules hourly, tries what is asked to be tried."""

    def __init__(self, connection: Connection, database_url: str) -> None:
        self._connection = connection
        self._database_url = database_url
        self._next_look_at = 0.0
        self._next_judging_at = 0.0
        self._trial: threading.Thread | None = None

    def in_force(self) -> InForce:
        """Return what is in force; a document that cannot be read leaves the shipped settings in force."""
        windows = rule_settings.camera_windows(self._connection)
        silenced = frozenset(
            (mode.rule, mode.kind, mode.provenance)
            for mode in rule_settings.rule_modes(self._connection)
            if mode.finding is Finding.LOG_ONLY and mode.released_at is None
        )
        try:
            settings = rule_settings.live_settings(self._connection).settings
        except RuleSettingsError as error:
            log.error("%s; the shipped settings are in force", error)  # noqa: TRY400 - the text says all
            return InForce(windows=windows, silenced=silenced)
        return InForce(settings, windows, silenced)

    def newer(self, known: InForce, situation: Situation) -> InForce:
        """Return what is in force now, looking again every few seconds; see to trials and verdicts."""
        clock = time.monotonic()
        if clock < self._next_look_at:
            return known
        self._next_look_at = clock + _LOOK_S
        if clock >= self._next_judging_at:
            self._next_judging_at = clock + _JUDGE_S
            now = datetime.now(UTC)
            rule_keeping.judge_rules(self._connection, known.settings.verdicts, now)
            rule_keeping.forget_suppressed(self._connection, now)
        self._begin_trial(known, situation)
        found = self.in_force()
        if found.settings != known.settings:
            log.info("new settings of the rules are in force")
        return found

    def _begin_trial(self, known: InForce, situation: Situation) -> None:
        """Try what was asked for in a thread of its own, one at a time."""
        if self._trial is not None and self._trial.is_alive():
            return
        asked = rule_keeping.asked_trial(self._connection)
        if asked is not None:
            arguments = (asked, known, situation)
            self._trial = threading.Thread(target=self._try, args=arguments, name="rules-trial", daemon=True)
            self._trial.start()

    def _try(self, asked: rule_keeping.AskedTrial, known: InForce, situation: Situation) -> None:
        try:
            with connect(self._database_url, "opscenter-rules-trial") as connection:
                trial = try_settings(connection, asked.settings, known, situation, datetime.now(UTC))
                rule_keeping.keep_trial(connection, asked.number, trial)
            log.info("settings of the rules were tried", extra={"version": asked.number})
        except DatabaseError as error:
            log.warning("a trial of the rules' settings was cut short and is made again: %s", error)
