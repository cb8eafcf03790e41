"""Roles and the one table of what each may do.

Six roles stand in a shift's chain (viewer, operator, ward post, liaison, supervisor, administrator);
the auditor stands outside it and reads the audit alone.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who a person is in the centre."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    POST = "post"
    LIAISON = "liaison"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Right(StrEnum):
    """One thing a person may do."""

    SEE_MAP = "see_map"
    SEE_ALERTS = "see_alerts"
    SEE_PICTURES = "see_pictures"
    SEE_UNITS = "see_units"
    ACT_ON_ALERTS = "act_on_alerts"
    REJECT_ALERTS = "reject_alerts"
    DISPATCH_UNITS = "dispatch_units"
    READ_DEAD_LETTERS = "read_dead_letters"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    READ_HEALTH = "read_health"
    MANAGE_CAMERAS = "manage_cameras"
    PROPOSE_ZONES = "propose_zones"
    APPROVE_ZONES = "approve_zones"
    SEE_INCIDENTS = "see_incidents"
    WORK_ON_INCIDENTS = "work_on_incidents"
    TRANSFER_INCIDENTS = "transfer_incidents"
    SEE_CALLERS = "see_callers"
    USE_POST = "use_post"
    MANAGE_RULES = "manage_rules"
    SIGN_HANDOVER = "sign_handover"
    READ_SHIFT_FIGURES = "read_shift_figures"


_WATCH = frozenset({Right.SEE_MAP, Right.SEE_ALERTS, Right.SEE_INCIDENTS})
_ZONES = frozenset({Right.PROPOSE_ZONES, Right.APPROVE_ZONES})
_WORK = _WATCH | {
    Right.SEE_PICTURES,
    Right.SEE_UNITS,
    Right.ACT_ON_ALERTS,
    Right.REJECT_ALERTS,
    Right.WORK_ON_INCIDENTS,
}
_DESK = _WORK | {
    Right.DISPATCH_UNITS,
    Right.READ_HEALTH,
    Right.TRANSFER_INCIDENTS,
    Right.SIGN_HANDOVER,
}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: _WATCH,
    Role.OPERATOR: _DESK,
    Role.POST: frozenset({Right.SEE_INCIDENTS, Right.SEE_UNITS, Right.WORK_ON_INCIDENTS, Right.USE_POST}),
    Role.LIAISON: _WORK,
    Role.SUPERVISOR: _DESK | _ZONES | {Right.SEE_CALLERS, Right.MANAGE_RULES, Right.READ_SHIFT_FIGURES},
    Role.ADMINISTRATOR: _WATCH
    | _ZONES
    | {
        Right.SEE_UNITS,
        Right.READ_DEAD_LETTERS,
        Right.MANAGE_ACCOUNTS,
        Right.READ_HEALTH,
        Right.MANAGE_CAMERAS,
    },
    Role.AUDITOR: frozenset({Right.READ_AUDIT}),
}

WARD_BOUND = frozenset({Role.LIAISON, Role.POST})
"""Roles whose rights hold in their own wards only."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: an account, its role and, for ward-bound roles, its wards."""

    account_id: int
    username: str
    display_name: str
    role: Role
    ward_codes: frozenset[str] = frozenset()
    language: str = "vi"

    def may(self, right: Right, ward_code: str | None = None) -> bool:
        """Tell whether the person has `right`, in `ward_code` when the thing has a ward."""
        if right not in RIGHTS[self.role]:
            return False
        return ward_code is None or self.sees_ward(ward_code)

    def sees_ward(self, ward_code: str) -> bool:
        """Tell whether things of this ward are this person's to see."""
        return self.role not in WARD_BOUND or ward_code in self.ward_codes

    def wards_among(self, codes: Set[str]) -> frozenset[str]:
        """Return those of `codes` that this person may see."""
        return frozenset(code for code in codes if self.sees_ward(code))
