"""What a live picture passes before the console shows it: the same masking as before one is stored.

The console may not know ingest, so this is where the two meet.
"""

from dashboard.live_admission import PictureNotShownError
from ingest.pixelation import PictureRefusedError, checked, pixelated


def show_masked(jpeg: bytes, is_simulated: bool) -> bytes:
    """Return the JPEG as it may be shown: as it is when simulated, else wholly pixelated."""
    try:
        return (checked(jpeg) if is_simulated else pixelated(jpeg)).jpeg
    except PictureRefusedError as error:
        raise PictureNotShownError("no_jpeg") from error
