"""The list of rules, in the order in which a change meets them."""

from ingest.rules import (
    camera_events,
    cameras,
    citizens,
    congestion,
    gates,
    police,
    posts,
    quiet,
    self_watch,
    systems,
)
from ingest.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    camera_events.RULE,
    camera_events.FRIGATE_RULE,
    police.RULE,
    citizens.RULE,
    systems.READING_RULE,
    systems.SILENCE_RULE,
    systems.GATEWAY_RULE,
    cameras.RULE,
    congestion.RULE,
    posts.RULE,
    gates.RULE,
    quiet.RULE,
    self_watch.RULE,
)
"""Every rule that can open or clear an alert."""
