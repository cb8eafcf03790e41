"""Times in which cameras are looked after: what they show then is nobody's alarm."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CameraWindow:
    """A planned time of work on a camera, or on all cameras of a ward (`camera_code` None)."""

    id: int
    camera_code: str | None
    ward_code: str
    begins_at: datetime
    ends_at: datetime
    reason: str
    by_name: str

    def covers(self, camera_code: str, ward_code: str, at: datetime) -> bool:
        """Tell whether a camera is being looked after at a moment."""
        if self.camera_code is not None and self.camera_code != camera_code:
            return False
        return self.ward_code == ward_code and self.begins_at <= at < self.ends_at
