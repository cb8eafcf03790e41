"""Why somebody looks at pictures of a camera: the list they choose from."""

from dashboard.errors import RequestRefusedError

PURPOSES = frozenset({"verify_alert", "traffic_check", "camera_check", "public_order", "training"})
BY_ALERT = "open_alert"
"""The purpose that needs no words: the camera has an open alert."""


def purpose_needed(status: int) -> RequestRefusedError:
    """Return the refusal of a look for no purpose of the list."""
    named = ", ".join(sorted(PURPOSES))
    return RequestRefusedError(
        status, f"Cần một mục đích trong danh sách: {named}.", f"A purpose is needed, one of: {named}."
    )
