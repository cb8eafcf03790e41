"""How the rules are set: versions, times of work on cameras, what the verdicts made of a rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.accounts import record_audit
from db.connection import AsyncConnection, Connection
from db.errors import DatabaseError, RuleVersionMissing, RuleVersionUntried
from db.sql import query
from domain.alarm_verdicts import Finding
from domain.alarm_windows import CameraWindow
from domain.kinds import IncidentKind
from domain.messages import Provenance
from domain.roles import Person
from domain.rule_settings import RuleSettings, decode_settings, encode_settings, shipped_settings

_MOST_VERSIONS = 100
SHIPPED = 0
"""The number of the settings that are in force before anybody changed them."""


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """The settings that are in force, and their number."""

    number: int
    settings: RuleSettings


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the settings with its life: written, tried, live."""

    number: int
    written_at: datetime
    written_by: str
    why: str
    trial_asked_at: datetime | None
    trial_at: datetime | None
    trial: Mapping[str, Any] | None
    live_at: datetime | None
    live_by: str | None
    live_why: str | None
    is_live: bool


@dataclass(frozen=True, slots=True)
class ModeRow:
    """What the verdicts of a month made of a rule for a kind; released: a supervisor let it call again."""

    rule: str
    kind: IncidentKind
    provenance: Provenance
    finding: Finding
    confirmed: int
    rejected: int
    since: datetime
    released_at: datetime | None
    released_by: str | None
    released_why: str | None


@dataclass(frozen=True, slots=True)
class _Version:
    """A version's document."""

    number: int
    settings: str


@dataclass(frozen=True, slots=True)
class _Draft:
    """A version as it is before it goes live."""

    number: int
    settings: str
    why: str
    trial_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that was given."""

    number: int


@dataclass(frozen=True, slots=True)
class _Id:
    """The id of a new row."""

    id: int


@dataclass(frozen=True, slots=True)
class _Locked:
    """Whether the lock is held; it always is."""

    is_locked: bool


def live_settings(connection: Connection) -> LiveSettings:
    """Return the settings that are in force."""
    return _live(connection.row(query("rule_settings", "live"), _Version))


def live_number(connection: Connection) -> int:
    """Return the number of the version in force."""
    return int(connection.values(query("rule_settings", "live_number"))[0])


def camera_windows(connection: Connection) -> tuple[CameraWindow, ...]:
    """Return the times of work on cameras that are not over."""
    return tuple(connection.rows(query("rule_settings", "windows"), CameraWindow))


def rule_modes(connection: Connection) -> list[ModeRow]:
    """Return what the verdicts found of rules."""
    return connection.rows(query("rule_settings", "modes"), ModeRow)


async def settings_now(connection: AsyncConnection) -> LiveSettings:
    """Return the settings that are in force."""
    return _live(await connection.row(query("rule_settings", "live"), _Version))


async def settings_of(connection: AsyncConnection, number: int) -> RuleSettings:
    """Return the settings of a version; raise RuleVersionMissing when there is none."""
    if number == SHIPPED:
        return shipped_settings()
    return decode_settings((await _draft(connection, number)).settings)


async def versions(connection: AsyncConnection) -> list[VersionRow]:
    """Return the versions of the settings, the newest first."""
    return await connection.rows(query("rule_settings", "versions"), VersionRow, limit=_MOST_VERSIONS)


async def windows_now(connection: AsyncConnection) -> list[CameraWindow]:
    """Return the times of work on cameras that are not over."""
    return await connection.rows(query("rule_settings", "windows"), CameraWindow)


async def modes_now(connection: AsyncConnection) -> list[ModeRow]:
    """Return what the verdicts found of rules, the newest first."""
    return await connection.rows(query("rule_settings", "modes"), ModeRow)


async def write_version(connection: AsyncConnection, person: Person, settings: RuleSettings, why: str) -> int:
    """Write a version, ask for its trial, and return its number."""
    async with connection.transaction():
        await connection.row(query("rule_settings", "lock_versions"), _Locked)
        written = await connection.row(
            query("rule_settings", "write_version"),
            _Number,
            settings=encode_settings(settings),
            by_name=person.display_name,
            why=why,
        )
        if written is None:
            raise DatabaseError("the database gave a new version of the rules no number")
        await connection.run(query("rule_settings", "ask_trial"), number=written.number)
        await record_audit(connection, person, "write_rule_version", str(written.number), {"why": why})
    return written.number


async def ask_trial(connection: AsyncConnection, number: int) -> None:
    """Ask the rules process to try a version against the last 24 hours, again if need be."""
    if await connection.run(query("rule_settings", "ask_trial"), number=number) == 0:
        raise RuleVersionMissing(f"there is no version {number} of the rules")


async def make_live(connection: AsyncConnection, person: Person, number: int, why: str) -> None:
    """Put a version in force; raise RuleVersionUntried when it was never tried."""
    async with connection.transaction():
        await connection.row(query("rule_settings", "lock_versions"), _Locked)
        draft = await _draft(connection, number)
        if draft.trial_at is None:
            raise RuleVersionUntried(f"version {number} was not tried against the last 24 hours yet")
        await connection.run(
            query("rule_settings", "make_live"), number=number, by_name=person.display_name, why=why
        )
        await record_audit(connection, person, "make_rules_live", str(number), {"why": why})


async def add_window(
    connection: AsyncConnection,
    person: Person,
    *,
    camera_code: str | None,
    ward_code: str,
    begins_at: datetime,
    ends_at: datetime,
    reason: str,
) -> int:
    """Plan work on a camera, or on all of a ward, and return its number; RuleVersionMissing for neither."""
    async with connection.transaction():
        made = await connection.row(
            query("rule_settings", "add_window"),
            _Id,
            camera_code=camera_code,
            ward_code=ward_code,
            begins_at=begins_at,
            ends_at=ends_at,
            reason=reason,
            by_name=person.display_name,
        )
        if made is None:
            raise RuleVersionMissing(f"there is no camera {camera_code} and no ward {ward_code}")
        details = {"camera": camera_code, "ward": ward_code, "reason": reason}
        await record_audit(connection, person, "plan_camera_work", str(made.id), details)
    return made.id


async def end_window(connection: AsyncConnection, person: Person, window_id: int) -> None:
    """End planned work early; raise RuleVersionMissing when it is over already."""
    async with connection.transaction():
        ended = await connection.run(
            query("rule_settings", "end_window"), id=window_id, by_name=person.display_name
        )
        if not ended:
            raise RuleVersionMissing(f"there is no planned work {window_id} that goes on")
        await record_audit(connection, person, "end_camera_work", str(window_id))


async def release_mode(
    connection: AsyncConnection,
    person: Person,
    *,
    rule: str,
    kind: IncidentKind,
    provenance: Provenance,
    why: str,
) -> None:
    """Let a rule call again; its verdicts count anew from now on."""
    async with connection.transaction():
        released = await connection.run(
            query("rule_settings", "release_mode"),
            rule=rule,
            kind=kind,
            provenance=provenance,
            by_name=person.display_name,
            why=why,
        )
        if not released:
            raise RuleVersionMissing(f"the verdicts hold back no {kind} of the rule {rule}")
        await record_audit(connection, person, "release_rule", f"{rule}/{kind}", {"why": why})


async def _draft(connection: AsyncConnection, number: int) -> _Draft:
    draft = await connection.row(query("rule_settings", "version"), _Draft, number=number)
    if draft is None:
        raise RuleVersionMissing(f"there is no version {number} of the rules")
    return draft


def _live(version: _Version | None) -> LiveSettings:
    if version is None:
        return LiveSettings(SHIPPED, shipped_settings())
    return LiveSettings(version.number, decode_settings(version.settings))
