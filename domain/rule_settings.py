"""How the rules are set: one document, shipped whole, changed by a supervisor version by version.

Everything in it is a number or a choice that a person can understand; what cannot be right is refused
with a sentence in both languages by `domain.rule_checks`.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec
from msgspec import Struct

from domain.errors import DomainError
from domain.kinds import CENTRES_OWN, IncidentKind


class RuleSettingsError(DomainError):
    """A document of settings cannot be read; the text says where."""


class RuleMode(StrEnum):
    """What comes of the signs of a kind: alerts, a list that calls nobody, or nothing but the event."""

    ON = "on"
    LOG_ONLY = "log_only"
    OFF = "off"


class KindRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When signs of a kind become an alert. Scores are 0 to 1.

    A camera's sign counts from `counts_at` on. One that is at least `sure_at` opens an alert by itself;
    otherwise `signs` of them are needed (`alone` when all come from one source), none more than `window_s`
    after the one before, within `near_m`, and from first to last at least `hold_s` long. While an alert is
    open, a sign from `keeps_at` on keeps it from going quiet. What was closed opens no other alert for
    `reactivation_s`.
    """

    mode: RuleMode = RuleMode.ON
    counts_at: float = 0.6
    sure_at: float = 0.92
    keeps_at: float = 0.5
    signs: int = 2
    alone: int = 2
    window_s: float = 60.0
    hold_s: float = 0.0
    near_m: float = 100.0
    reactivation_s: float = 180.0


class CameraRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long a camera must be in trouble, and from how many of one ward on they are one alert."""

    offline_hold_s: float = 1800.0
    many_hold_s: float = 30.0
    obscured_hold_s: float = 300.0
    moved_hold_s: float = 20.0
    many: int = 5


class CongestionRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which level (0 free, 1 standing), held how long, a street is jammed; and flows again."""

    open_at: float = 0.75
    clear_at: float = 0.55
    hold_s: float = 300.0


class ReportRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many citizens must say the same, within what; whether small matters of the police are logged."""

    citizens: int = 2
    window_s: float = 600.0
    near_m: float = 150.0
    logs_low_police: bool = True


class ChatterRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many openings of one alert within so long are chattering: it then stays open until it is calm."""

    times: int = 3
    within_s: float = 60.0
    calm_s: float = 300.0


class FloodRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """More than `more_than` alerts within `within_s` are a flood: then all but critical ones are grouped."""

    more_than: int = 10
    within_s: float = 600.0


class QuietRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """After how long without a further sign small alerts that nobody took up clear by themselves."""

    low_s: float = 600.0
    medium_s: float = 1200.0


class VerdictRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind confirmed in less than `share` of at least `least` verdicts in `days` days turns to log-only."""

    share: float = 0.5
    least: int = 10
    days: int = 30


class Schedule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mode in some wards (none named: all), on some days (0 is Monday), from `begins` to `ends`.

    A time is local, "HH:MM"; what ends before it begins goes past midnight.
    """

    kind: IncidentKind
    mode: RuleMode
    begins: str
    ends: str
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    ward_codes: tuple[str, ...] = ()
    note: str = ""


_URGENT = KindRule(counts_at=0.5, sure_at=0.9, keeps_at=0.4, alone=3, window_s=45.0, near_m=120.0)
_SWIFT = KindRule(window_s=60.0, near_m=80.0)
_PASSING = KindRule(counts_at=0.75, window_s=20.0, near_m=60.0)
_LASTING = KindRule(counts_at=0.65, sure_at=1.01, signs=4, alone=4, window_s=120.0, hold_s=180.0)
_STANDING = KindRule(counts_at=0.6, sure_at=1.01, signs=6, alone=6, window_s=90.0, hold_s=360.0, near_m=30.0)
_LOGGED = KindRule(mode=RuleMode.LOG_ONLY, counts_at=0.9)
_OFF = KindRule(mode=RuleMode.OFF)
SHIPPED_KINDS: Mapping[IncidentKind, KindRule] = {
    **dict.fromkeys(
        (
            IncidentKind.CRASH,
            IncidentKind.FIRE,
            IncidentKind.SMOKE,
            IncidentKind.RESCUE,
            IncidentKind.MEDICAL,
        ),
        _URGENT,
    ),
    **dict.fromkeys(
        (
            IncidentKind.THEFT,
            IncidentKind.SNATCHING,
            IncidentKind.RACING,
            IncidentKind.DISORDER,
        ),
        _SWIFT,
    ),
    **dict.fromkeys(
        (IncidentKind.CROWD, IncidentKind.FLOOD, IncidentKind.FALLEN_TREE, IncidentKind.ABANDONED_OBJECT),
        _LASTING,
    ),
    **dict.fromkeys((IncidentKind.ILLEGAL_PARKING, IncidentKind.WASTE), _STANDING),
    IncidentKind.WRONG_WAY: _PASSING,
    **dict.fromkeys((IncidentKind.RED_LIGHT, IncidentKind.NOISE), _LOGGED),
    **dict.fromkeys((IncidentKind.SIDEWALK, IncidentKind.STREET_VENDING), _OFF),
    **dict.fromkeys(
        (
            IncidentKind.CONGESTION,
            IncidentKind.CAMERA_OFFLINE,
            IncidentKind.CAMERA_OBSCURED,
            IncidentKind.CAMERA_TAMPERED,
        ),
        KindRule(),
    ),
}
"""The kinds whose rule is not the common one. Congestion and a camera's own trouble are judged from counts
and states, never from a camera's event; their mode counts all the same."""

FROM_STATES = frozenset(
    {
        IncidentKind.CONGESTION,
        IncidentKind.CAMERA_OFFLINE,
        IncidentKind.CAMERA_OBSCURED,
        IncidentKind.CAMERA_TAMPERED,
    }
)
"""Kinds of which a camera's event is no sign: counts and states tell them."""

SETTABLE_KINDS = tuple(kind for kind in IncidentKind if kind not in CENTRES_OWN)
"""What the centre says of itself cannot be set."""


class RuleSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that the rules decide by."""

    kinds: dict[IncidentKind, KindRule]
    cameras: CameraRule = CameraRule()
    congestion: CongestionRule = CongestionRule()
    reports: ReportRule = ReportRule()
    chatter: ChatterRule = ChatterRule()
    flood: FloodRule = FloodRule()
    quiet: QuietRule = QuietRule()
    verdicts: VerdictRule = VerdictRule()
    schedules: tuple[Schedule, ...] = ()

    def of_kind(self, kind: IncidentKind) -> KindRule:
        """Return the rule of a kind; one that is not named has the common rule."""
        return self.kinds.get(kind, _COMMON)


_COMMON = KindRule(counts_at=0.65)


def shipped_settings() -> RuleSettings:
    """Return the settings that a new centre begins with."""
    return RuleSettings(
        kinds={kind: SHIPPED_KINDS.get(kind, _COMMON) for kind in SETTABLE_KINDS},
        schedules=(
            Schedule(
                kind=IncidentKind.NOISE,
                mode=RuleMode.ON,
                begins="22:00",
                ends="06:00",
                note="Tiếng ồn chỉ gọi người vào ban đêm.",
            ),
        ),
    )


def encode_settings(settings: RuleSettings) -> str:
    """Return the settings as JSON, in a lasting order."""
    return msgspec.json.encode(settings, order="sorted").decode()


def decode_settings(text: str | bytes) -> RuleSettings:
    """Return the settings in a JSON document; raise RuleSettingsError saying what is wrong where."""
    try:
        return msgspec.json.decode(text, type=RuleSettings)
    except msgspec.DecodeError as error:
        raise RuleSettingsError(f"the settings of the rules cannot be read: {error}") from error
