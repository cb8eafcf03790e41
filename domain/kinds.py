"""Incident kinds and severities, with their words in Vietnamese and English."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a thing asks for a person; the order is the order of the members."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Return 0 for low up to 3 for critical."""
        return list(Severity).index(self)


class IncidentKind(StrEnum):
    """What can happen in a district; the value is the key on the wire and in the database."""

    CONGESTION = "congestion"
    CRASH = "crash"
    ILLEGAL_PARKING = "illegal_parking"
    WRONG_WAY = "wrong_way"
    RED_LIGHT = "red_light"
    SIDEWALK = "sidewalk"
    STREET_VENDING = "street_vending"
    CROWD = "crowd"
    DISORDER = "disorder"
    THEFT = "theft"
    SNATCHING = "snatching"
    RACING = "racing"
    FIRE = "fire"
    SMOKE = "smoke"
    RESCUE = "rescue"
    MEDICAL = "medical"
    FLOOD = "flood"
    FALLEN_TREE = "fallen_tree"
    WASTE = "waste"
    NOISE = "noise"
    INFRASTRUCTURE = "infrastructure"
    ABANDONED_OBJECT = "abandoned_object"
    MISSING_PERSON = "missing_person"
    TOURIST_HELP = "tourist_help"
    CAMERA_OFFLINE = "camera_offline"
    CAMERA_OBSCURED = "camera_obscured"
    CAMERA_TAMPERED = "camera_tampered"
    SYSTEM_DOWN = "system_down"
    CYBER = "cyber"
    OTHER = "other"
    INGEST_BEHIND = "ingest_behind"
    INGEST_CATCHING_UP = "ingest_catching_up"
    INGEST_STOPPED = "ingest_stopped"
    DATABASE_DISK_FILLING = "database_disk_filling"
    MESSAGES_REFUSED = "messages_refused"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """The words of a kind, who leads it by default, and how severe it is by default."""

    vi: str
    en: str
    lead_unit: str
    severity: Severity
    is_life_safety: bool = False


KINDS: dict[IncidentKind, KindFacts] = {
    IncidentKind.CONGESTION: KindFacts("Ùn tắc giao thông", "Traffic congestion", "CSGT", Severity.MEDIUM),
    IncidentKind.CRASH: KindFacts("Tai nạn giao thông", "Traffic crash", "CSGT+115", Severity.CRITICAL, True),
    IncidentKind.ILLEGAL_PARKING: KindFacts(
        "Dừng, đỗ xe sai quy định", "Illegal stopping/parking", "Công an phường", Severity.LOW
    ),
    IncidentKind.WRONG_WAY: KindFacts("Đi ngược chiều", "Wrong-way driving", "CSGT", Severity.HIGH),
    IncidentKind.RED_LIGHT: KindFacts("Vượt đèn đỏ", "Red-light running", "CSGT", Severity.LOW),
    IncidentKind.SIDEWALK: KindFacts(
        "Lấn chiếm vỉa hè, lòng lề đường", "Pavement encroachment", "Công an phường", Severity.LOW
    ),
    IncidentKind.STREET_VENDING: KindFacts(
        "Buôn bán hàng rong trái quy định", "Unlicensed street vending", "Công an phường", Severity.LOW
    ),
    IncidentKind.CROWD: KindFacts("Tụ tập đông người", "Crowding", "Công an phường+113", Severity.MEDIUM),
    IncidentKind.DISORDER: KindFacts("Gây rối trật tự công cộng", "Public disorder", "113", Severity.HIGH),
    IncidentKind.THEFT: KindFacts("Trộm cắp tài sản", "Theft", "Công an phường", Severity.MEDIUM),
    IncidentKind.SNATCHING: KindFacts("Cướp giật tài sản", "Snatch robbery", "113", Severity.HIGH),
    IncidentKind.RACING: KindFacts("Đua xe trái phép", "Illegal racing", "CSGT+113", Severity.HIGH),
    IncidentKind.FIRE: KindFacts("Cháy, nổ", "Fire, explosion", "114", Severity.CRITICAL, True),
    IncidentKind.SMOKE: KindFacts("Có khói", "Smoke", "114", Severity.HIGH, True),
    IncidentKind.RESCUE: KindFacts("Cứu nạn, cứu hộ", "Search and rescue", "114", Severity.CRITICAL, True),
    IncidentKind.MEDICAL: KindFacts("Cấp cứu y tế", "Medical emergency", "115", Severity.CRITICAL, True),
    IncidentKind.FLOOD: KindFacts("Ngập nước, triều cường", "Flooding, high tide", "1022", Severity.MEDIUM),
    IncidentKind.FALLEN_TREE: KindFacts("Cây xanh ngã đổ", "Fallen tree", "1022", Severity.MEDIUM),
    IncidentKind.WASTE: KindFacts("Đổ rác không đúng nơi quy định", "Illegal dumping", "1022", Severity.LOW),
    IncidentKind.NOISE: KindFacts("Tiếng ồn", "Noise", "1022", Severity.LOW),
    IncidentKind.INFRASTRUCTURE: KindFacts("Hư hỏng hạ tầng", "Damaged infrastructure", "1022", Severity.LOW),
    IncidentKind.ABANDONED_OBJECT: KindFacts(
        "Vật bỏ quên khả nghi", "Unattended object", "113", Severity.HIGH
    ),
    IncidentKind.MISSING_PERSON: KindFacts(
        "Người đi lạc", "Missing person", "Công an phường", Severity.MEDIUM
    ),
    IncidentKind.TOURIST_HELP: KindFacts(
        "Hỗ trợ du khách", "Tourist assistance", "Công an phường", Severity.LOW
    ),
    IncidentKind.CAMERA_OFFLINE: KindFacts(
        "Camera mất tín hiệu", "Camera signal lost", "kỹ thuật", Severity.LOW
    ),
    IncidentKind.CAMERA_OBSCURED: KindFacts(
        "Camera bị che khuất", "Camera obscured", "kỹ thuật", Severity.LOW
    ),
    IncidentKind.CAMERA_TAMPERED: KindFacts(
        "Camera bị xoay lệch, phá hoại", "Camera moved or damaged", "kỹ thuật", Severity.MEDIUM
    ),
    IncidentKind.SYSTEM_DOWN: KindFacts(
        "Mất kết nối hệ thống", "System disconnected", "kỹ thuật", Severity.MEDIUM
    ),
    IncidentKind.CYBER: KindFacts(
        "Sự cố an toàn thông tin", "Information-security incident", "tổ ATTT", Severity.HIGH
    ),
    # What another system saw and no kind of ours names: its own label stands beside it.
    IncidentKind.OTHER: KindFacts("Sự việc khác", "Other", "Công an phường", Severity.LOW),
    IncidentKind.INGEST_BEHIND: KindFacts(
        "Tiếp nhận dữ liệu bị chậm", "Ingest is behind", "kỹ thuật", Severity.HIGH
    ),
    IncidentKind.INGEST_CATCHING_UP: KindFacts(
        "Đang xử lý dữ liệu tồn đọng", "Ingest is catching up", "kỹ thuật", Severity.LOW
    ),
    IncidentKind.INGEST_STOPPED: KindFacts(
        "Ngừng tiếp nhận dữ liệu", "Ingest has stopped", "kỹ thuật", Severity.CRITICAL
    ),
    IncidentKind.DATABASE_DISK_FILLING: KindFacts(
        "Ổ đĩa cơ sở dữ liệu sắp đầy", "Database disk nearly full", "kỹ thuật", Severity.HIGH
    ),
    IncidentKind.MESSAGES_REFUSED: KindFacts(
        "Nhiều thông điệp bị từ chối", "Many messages refused", "kỹ thuật", Severity.MEDIUM
    ),
}

CENTRES_OWN = frozenset(
    {
        IncidentKind.INGEST_BEHIND,
        IncidentKind.INGEST_CATCHING_UP,
        IncidentKind.INGEST_STOPPED,
        IncidentKind.DATABASE_DISK_FILLING,
        IncidentKind.MESSAGES_REFUSED,
    }
)
"""What the centre says of itself alone: no source may report it, and it never travels on the wire."""
