"""The rules as the visible, ordered list that a supervisor reads: what a sign meets, one after the other."""

RULE_STEPS = (
    "camera_window",
    "camera_event",
    "frigate_review",
    "police_report",
    "citizen_report",
    "system_reading",
    "system_silent",
    "gateway_lost",
    "camera_trouble",
    "congestion",
    "post_silent",
    "modes",
    "verdicts",
    "repeats",
    "reactivation",
    "chattering",
    "flood_group",
    "quiet",
    "self_watch",
)
"""Names of the steps in their order; those that open or end alerts are called as the rules themselves are."""
