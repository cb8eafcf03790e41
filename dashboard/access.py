"""The one table of doors: every route of the server, and who may pass. What is not named here is shut."""

from dataclasses import dataclass
from enum import StrEnum

from starlette.routing import compile_path

from domain.roles import Right

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Access(StrEnum):
    """Who passes a door that asks for no particular right."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed_in"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Door:
    """A route: its method, its path as the router writes it, and what it takes to pass."""

    method: str
    path: str
    needs: Access | Right


DOORS = (
    Door("GET", "/sign-in", Access.EVERYBODY),
    Door("POST", "/sign-in", Access.EVERYBODY),
    Door("GET", "/starting", Access.EVERYBODY),
    Door("GET", "/favicon.ico", Access.EVERYBODY),
    Door("GET", "/district.svg", Access.EVERYBODY),
    Door("GET", "/assets/sign-in-{name}", Access.EVERYBODY),
    Door("GET", "/assets/00_tokens.css", Access.EVERYBODY),
    Door("GET", "/assets/fonts/{name}", Access.EVERYBODY),
    Door("GET", "/api/v1/health", Access.EVERYBODY),
    Door("GET", "/api/v1/health/ready", Access.EVERYBODY),
    Door("POST", "/sign-out", Access.SIGNED_IN),
    Door("GET", "/password", Access.SIGNED_IN),
    Door("POST", "/password", Access.SIGNED_IN),
    Door("GET", "/assets/{path:path}", Access.SIGNED_IN),
    Door("GET", "/modules/{fingerprint}/{name:path}", Access.SIGNED_IN),
    Door("GET", "/_dash-component-suites/{package_name}/{fingerprinted_path:path}", Access.SIGNED_IN),
    Door("GET", "/", Right.SEE_MAP),
    Door("GET", "/queue", Right.SEE_ALERTS),
    Door("GET", "/incidents", Right.SEE_INCIDENTS),
    Door("GET", "/units", Right.SEE_UNITS),
    Door("GET", "/post", Right.USE_POST),
    Door("GET", "/live/post", Right.USE_POST),
    Door("POST", "/live/post/incidents/{incident_id}/{act}", Right.USE_POST),
    Door("GET", "/wall", Right.SEE_PICTURES),
    Door("GET", "/overview", Right.SEE_MAP),
    Door("GET", "/trends", Right.SEE_MAP),
    Door("GET", "/_dash-layout", Right.SEE_MAP),
    Door("GET", "/_dash-dependencies", Right.SEE_MAP),
    Door("POST", "/_dash-update-component", Right.SEE_MAP),
    Door("GET", "/live/stream", Right.SEE_MAP),
    Door("GET", "/live/places", Right.SEE_MAP),
    Door("GET", "/live/past", Right.SEE_MAP),
    Door("GET", "/live/past/changes", Right.SEE_MAP),
    Door("GET", "/live/past/histogram", Right.SEE_ALERTS),
    Door("GET", "/live/cameras/{code}", Right.SEE_MAP),
    Door("POST", "/live/cameras/{code}/picture", Right.SEE_PICTURES),
    Door("POST", "/live/looks", Right.SEE_PICTURES),
    Door("GET", "/live/alerts/{alert_id}", Right.SEE_ALERTS),
    Door("POST", "/live/alerts/{alert_id}/dispatch", Right.DISPATCH_UNITS),
    Door("POST", "/live/alerts/{alert_id}/{action}", Right.ACT_ON_ALERTS),
    Door("POST", "/live/looking", Right.SEE_INCIDENTS),
    Door("GET", "/live/procedures/{kind}", Right.SEE_INCIDENTS),
    Door("GET", "/live/incidents/{incident_id}/units", Right.DISPATCH_UNITS),
    Door("GET", "/live/incidents/{incident_id}/orders", Right.SEE_UNITS),
    Door("POST", "/live/incidents/{incident_id}/orders", Right.DISPATCH_UNITS),
    Door("POST", "/live/incidents/{incident_id}/transfers", Right.TRANSFER_INCIDENTS),
    Door("POST", "/live/orders/{order_id}/recall", Right.DISPATCH_UNITS),
    Door("POST", "/live/transfers/{transfer_id}/{action}", Right.WORK_ON_INCIDENTS),
    Door("POST", "/live/incidents", Right.WORK_ON_INCIDENTS),
    Door("GET", "/live/incidents/near", Right.SEE_INCIDENTS),
    Door("GET", "/live/incidents/{incident_id}", Right.SEE_INCIDENTS),
    Door("GET", "/live/incidents/{incident_id}/attachments/{attachment_id}", Right.SEE_INCIDENTS),
    Door("POST", "/live/incidents/{incident_id}/attachments", Right.WORK_ON_INCIDENTS),
    Door("POST", "/live/incidents/{incident_id}/comments", Right.WORK_ON_INCIDENTS),
    Door("POST", "/live/incidents/{incident_id}/links", Right.WORK_ON_INCIDENTS),
    Door("POST", "/live/incidents/{incident_id}/merge", Right.WORK_ON_INCIDENTS),
    Door("POST", "/live/incidents/{incident_id}/split", Right.WORK_ON_INCIDENTS),
    Door("POST", "/live/incidents/{incident_id}/steps/{step}", Right.WORK_ON_INCIDENTS),
    Door("POST", "/live/incidents/{incident_id}/{action}", Right.WORK_ON_INCIDENTS),
    Door("GET", "/live/find-place", Right.SEE_INCIDENTS),
    Door("GET", "/live/alarm-load", Right.SEE_ALERTS),
    Door("POST", "/live/alarm-test", Right.SEE_ALERTS),
    Door("GET", "/pictures/{event_id}/{moment}", Right.SEE_PICTURES),
    Door("GET", "/exports/traffic.csv", Right.SEE_MAP),
    Door("GET", "/exports/events.csv", Right.SEE_MAP),
    Door("GET", "/exports/wards.geojson", Right.SEE_MAP),
    Door("GET", "/api/v1/cameras", Right.SEE_MAP),
    Door("GET", "/api/v1/alerts", Right.SEE_ALERTS),
    Door("GET", "/api/v1/incidents", Right.SEE_INCIDENTS),
    Door("GET", "/api/v1/dead-letters", Right.READ_DEAD_LETTERS),
    Door("GET", "/api/v1/dead-letters/{letter_id}", Right.READ_DEAD_LETTERS),
    Door("POST", "/api/v1/dead-letters/{letter_id}/resend", Right.READ_DEAD_LETTERS),
    Door("GET", "/api/v1/gaps", Right.READ_DEAD_LETTERS),
    Door("GET", "/health", Right.READ_HEALTH),
    Door("GET", "/api/v1/camera-papers/{code}", Right.READ_HEALTH),
    Door("POST", "/api/v1/camera-papers/{code}", Right.MANAGE_CAMERAS),
    Door("GET", "/api/v1/privacy-zones", Right.READ_HEALTH),
    Door("POST", "/api/v1/privacy-zones", Right.PROPOSE_ZONES),
    Door("GET", "/api/v1/privacy-zones/picture/{camera_code}", Right.PROPOSE_ZONES),
    Door("POST", "/api/v1/privacy-zones/{zone_id}/{step}", Right.PROPOSE_ZONES),
    Door("GET", "/api/v1/looks", Right.READ_AUDIT),
    Door("GET", "/shift", Right.SIGN_HANDOVER),
    Door("GET", "/live/seats", Right.SEE_INCIDENTS),
    Door("POST", "/live/seats/{code}/take", Right.SIGN_HANDOVER),
    Door("POST", "/live/seats/{code}/leave", Right.SIGN_HANDOVER),
    Door("GET", "/live/shift", Right.SIGN_HANDOVER),
    Door("POST", "/live/shift/notes", Right.SIGN_HANDOVER),
    Door("POST", "/live/shift/late-entries", Right.WORK_ON_INCIDENTS),
    Door("POST", "/live/shift/handovers", Right.SIGN_HANDOVER),
    Door("GET", "/live/shift/handovers/{handover_id}", Right.SIGN_HANDOVER),
    Door("POST", "/live/shift/handovers/{handover_id}/sign", Right.SIGN_HANDOVER),
    Door("POST", "/live/shift/handovers/{handover_id}/withdraw", Right.SIGN_HANDOVER),
    Door("GET", "/live/shift/figures/{period}", Right.READ_SHIFT_FIGURES),
    Door("GET", "/rules", Right.MANAGE_RULES),
    Door("GET", "/live/rules", Right.MANAGE_RULES),
    Door("GET", "/live/rules/suppressed", Right.MANAGE_RULES),
    Door("GET", "/live/rules/versions/{number}", Right.MANAGE_RULES),
    Door("POST", "/live/rules/versions", Right.MANAGE_RULES),
    Door("POST", "/live/rules/versions/{number}/trial", Right.MANAGE_RULES),
    Door("POST", "/live/rules/versions/{number}/live", Right.MANAGE_RULES),
    Door("POST", "/live/rules/windows", Right.MANAGE_RULES),
    Door("POST", "/live/rules/windows/{window_id}/end", Right.MANAGE_RULES),
    Door("POST", "/live/rules/release", Right.MANAGE_RULES),
    Door("GET", "/exports/handovers/{handover_id}.{ending}", Right.SIGN_HANDOVER),
    Door("GET", "/exports/reports/{period}.{ending}", Right.READ_SHIFT_FIGURES),
    # Dash's own, which this console does not use: hot reload, its icon, its page for any unknown path.
    Door("GET", "/_reload-hash", Access.NOBODY),
    Door("GET", "/_favicon.ico", Access.NOBODY),
    Door("GET", "/{path:path}", Access.NOBODY),
)

_COMPILED = tuple((door, compile_path(door.path)[0]) for door in DOORS)


def door_to(method: str, path: str) -> Door | None:
    """Return the door of a request, the first that fits; None when there is none."""
    asked = "GET" if method == "HEAD" else method
    for door, pattern in _COMPILED:
        if door.method == asked and pattern.match(path):
            return door
    return None
