"""What people say and write in reports, in Vietnamese; nobody is named and no plate is given."""

import random

from domain.kinds import KINDS
from domain.kinds import IncidentKind as Kind

_CITIZEN_WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.CRASH: ("Có va chạm xe ở {place}, có người ngã", "Hai xe tông nhau gần {place}, cần hỗ trợ"),
    Kind.FIRE: ("Thấy lửa ở nhà gần {place}", "Cháy ở {place}, khói nhiều"),
    Kind.SMOKE: ("Khói đen bốc lên gần {place}", "Mùi khét và khói ở {place}"),
    Kind.FLOOD: ("{place} ngập tới nửa bánh xe", "Nước ngập ở {place}, xe chết máy nhiều"),
    Kind.FALLEN_TREE: ("Cây ngã chắn đường ở {place}", "Cành cây lớn rơi xuống {place}"),
    Kind.SNATCHING: ("Vừa bị giật điện thoại ở {place}", "Thấy hai người chạy xe giật túi ở {place}"),
    Kind.DISORDER: ("Có xô xát ở {place}", "Một nhóm đang đánh nhau gần {place}"),
    Kind.CONGESTION: ("{place} kẹt cứng, không nhúc nhích", "Kẹt xe ở {place} hơn mười phút"),
    Kind.NOISE: ("Hát loa kẹo kéo rất ồn ở {place}", "Thi công ồn ào ban đêm gần {place}"),
    Kind.WASTE: ("Rác đổ đống ở {place}", "Xà bần đổ trộm gần {place}"),
    Kind.INFRASTRUCTURE: ("Nắp cống hỏng ở {place}", "Đèn đường tắt ở {place}"),
    Kind.TOURIST_HELP: ("Khách nước ngoài bị lạc ở {place}", "Khách du lịch mất giấy tờ ở {place}"),
    Kind.MISSING_PERSON: ("Cụ già đi lạc ở {place}", "Trẻ nhỏ lạc người nhà gần {place}"),
}
_POLICE_WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.CRASH: ("Va chạm giao thông tại {place}, đang bảo vệ hiện trường",),
    Kind.CROWD: ("Đông người tại {place}, đang giữ trật tự",),
    Kind.CONGESTION: ("Ùn ứ tại {place}, đang điều tiết",),
    Kind.SIDEWALK: ("Nhắc nhở lấn chiếm vỉa hè tại {place}",),
    Kind.ILLEGAL_PARKING: ("Xe đỗ sai quy định tại {place}, đang xử lý",),
    Kind.TOURIST_HELP: ("Hỗ trợ du khách tại {place}",),
    Kind.FIRE: ("Cháy tại {place}, đã gọi 114, đang sơ tán",),
}
CITIZEN_ONLY = (Kind.NOISE, Kind.WASTE, Kind.INFRASTRUCTURE, Kind.TOURIST_HELP, Kind.MISSING_PERSON)
"""What citizens tell that no camera sees."""

POLICE_ONLY = (Kind.TOURIST_HELP, Kind.SIDEWALK, Kind.ILLEGAL_PARKING, Kind.CROWD)
"""What ward police tell on their own."""

CITIZEN_CHANNELS = ("1022", "113", "Zalo", "app")
"""How a citizen's report comes in."""


def citizen_words(kind: Kind, place: str, rng: random.Random) -> str:
    """Return what a citizen would write."""
    return rng.choice(_CITIZEN_WORDS.get(kind, (KINDS[kind].vi + " ở {place}",))).format(place=place)


def police_words(kind: Kind, place: str, rng: random.Random) -> str:
    """Return what a ward's police would report."""
    return rng.choice(_POLICE_WORDS.get(kind, (KINDS[kind].vi + " tại {place}",))).format(place=place)
