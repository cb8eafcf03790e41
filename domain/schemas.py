"""JSON Schemas of the wire, written out so that every change of it shows in review."""

from typing import Any

import msgspec

from domain.kinds import CENTRES_OWN
from domain.messages import MESSAGE_TYPES


def wire_schema() -> dict[str, Any]:
    """Return one JSON Schema (2020-12) for all messages, with a definition for each."""
    (_, components) = msgspec.json.schema_components(MESSAGE_TYPES, ref_template="#/$defs/{name}")
    kinds = components["IncidentKind"]
    kinds["enum"] = [kind for kind in kinds["enum"] if kind not in CENTRES_OWN]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "opscenter wire v1",
        "oneOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in MESSAGE_TYPES],
        "$defs": dict(sorted(components.items())),
    }
