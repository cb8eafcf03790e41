"""What a picture passes before the console shows it: the masking as before one is stored, privacy zones.

The console may not know ingest, so this is where the two meet.
"""

from collections.abc import Sequence

from dashboard.live_admission import PictureNotShownError
from domain.privacy_zones import Zone
from ingest.pixelation import PictureRefusedError, checked, painted, pixelated


def show_masked(jpeg: bytes, may_be_sharp: bool, zones: Sequence[Zone]) -> bytes:
    """Return the JPEG as it may be shown: wholly pixelated unless it may be sharp, its zones painted out."""
    try:
        return painted((checked(jpeg) if may_be_sharp else pixelated(jpeg)).jpeg, zones)
    except PictureRefusedError as error:
        raise PictureNotShownError("no_jpeg") from error
