"""The JSON Schema of an event's document, for whoever receives one."""

import json

from gitops_assets.core.events.model import SCHEMA, EventKind
from gitops_assets.core.model import Severity

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TEXT_OR_NONE = {"type": ["string", "null"]}


def event_schema() -> str:
    """The schema as it is checked in at ``docs/event.schema.json``: indented and sorted."""
    properties = {
        "schema": {
            "const": SCHEMA,
            "description": "Names this shape; a new number when a reader must change.",
        },
        "id": {
            "type": "string",
            "pattern": "^evt_[0-9a-f]{32}$",
            "description": "The same for the same thing however often it is sent: forget what you have seen.",
        },
        "type": {"enum": [kind.value for kind in EventKind], "description": "What happened."},
        "at": {"type": "integer", "description": "When, in seconds since the epoch, UTC."},
        "repository": {**_TEXT_OR_NONE, "description": "Its slug; null where it is about the fleet."},
        "subject": {
            **_TEXT_OR_NONE,
            "description": "A finding's fingerprint, a gate's id, a threshold, a run's id, a template.",
        },
        "cause": {
            **_TEXT_OR_NONE,
            "description": "What it follows from: audit:12, application:app_…, a run.",
        },
        "severity": {"enum": [*(each.value for each in Severity), None], "description": "How bad it is."},
        "owner": {**_TEXT_OR_NONE, "description": "Who answers for the repository."},
        "tags": {"type": "array", "items": {"type": "string"}, "description": "The repository's tags."},
        "title": {"type": "string", "minLength": 1, "description": "One line for people."},
        "details": {"type": "object", "description": "What a program wants to know besides, by type."},
    }
    schema = {
        "$schema": DIALECT,
        "title": "An event of gitops-assets",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
