"""The report as a stream of lines: which types of line there are, and where each belongs in the report."""

import json
from collections.abc import Mapping
from typing import Any

STREAM = "gitops-assets/report-stream/1"
"""Names the shape of the stream; a new number when a reader must change."""

PLACES: Mapping[str, tuple[str, ...]] = {
    "repository": ("repositories",),
    "finding": ("findings",),
    "change": ("changes",),
    "rule": ("rules",),
    "node": ("dependencies", "graph", "nodes"),
    "edge": ("dependencies", "graph", "edges"),
    "cycle": ("dependencies", "graph", "cycles"),
    "generation": ("dependencies", "graph", "generations"),
    "conflict": ("dependencies", "conflicts"),
    "package": ("dependencies", "packages"),
    "technology": ("dependencies", "technologies"),
    "skipped": ("dependencies", "skipped"),
    "unread": ("dependencies", "unread"),
}
"""By type of a line, the list of ``report.json`` whose row it is, in the order of the stream."""

GROUPS = frozenset({"cycle", "generation"})
"""Rows that are lists of slugs, which a line holds under ``slugs``."""


def stream_schema(report: Mapping[str, Any]) -> str:
    """The JSON Schema of one line, as it stands in ``docs/stream.schema.json``, made from the report's."""
    lines = {
        "header": _whole(report, ("generated", "audit", "fleet"), schema={"const": STREAM}),
        **{kind: _row(report, kind) for kind in PLACES},
        "quality": _of(report["properties"]["quality"]),
        "templates": _of(report["properties"]["templates"]),
        "footer": _whole(report, ("summary",), lines=_COUNTS),
    }
    schema = {
        "$schema": report["$schema"],
        "$id": "urn:gitops-assets:report-stream:1",
        "title": "One line of report.ndjson, version 1",
        "description": "The first line is the header, the last the footer; later releases add keys and types "
        "of lines, and a reader passes over those that it does not know.",
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(lines)}},
        "allOf": [
            {"if": {"properties": {"type": {"const": kind}}}, "then": {"$ref": f"#/$defs/line_{kind}"}}
            for kind in lines
        ],
        "$defs": {**report["$defs"], **{f"line_{kind}": line for kind, line in lines.items()}},
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


_COUNTS = {
    "description": "How many lines of each type stand between header and footer.",
    "type": "object",
    "additionalProperties": {"type": "integer", "minimum": 0},
}


def _whole(report: Mapping[str, Any], parts: tuple[str, ...], **more: object) -> dict[str, object]:
    properties = {**more, **{part: report["properties"][part] for part in parts}}
    return {"required": ["type", *properties], "properties": properties}


def _row(report: Mapping[str, Any], kind: str) -> dict[str, object]:
    found: Any = report
    for part in PLACES[kind]:
        found = found["properties"][part]
    if kind in GROUPS:
        return {"required": ["type", "slugs"], "properties": {"slugs": found["items"]}}
    return _of(found["items"])


def _of(shape: Mapping[str, object]) -> dict[str, object]:
    # Next to a type there is one key more than in the report, and the shape may forbid that.
    return {"allOf": [shape]}
