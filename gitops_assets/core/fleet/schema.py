"""The JSON Schema of fleet.yaml, for editors and for telling which keys there are."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from gitops_assets.core.fleet.config import Fleet

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def fleet_schema() -> str:
    """The schema as it is checked in at ``docs/fleet.schema.json``: indented and sorted."""
    schema = {"$schema": DIALECT, **Fleet.model_json_schema(), "title": "fleet.yaml of gitops-assets"}
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def known_keys(location: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that the mapping at a location of pydantic's may have, sorted; empty where any may stand."""
    schema: Mapping[str, Any] = _parsed()
    definitions = schema["$defs"]
    for part in location:
        schema = _below(_resolved(schema, definitions), part, definitions)
    return tuple(_resolved(schema, definitions).get("properties", {}))


@cache
def _parsed() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(fleet_schema())
    return parsed


def _below(schema: Mapping[str, Any], part: str | int, definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(part, int):
        return schema.get("items") or {}
    if part.startswith("<"):
        branches = [_resolved(branch, definitions) for branch in schema.get("oneOf", ())]
        mappings = [branch for branch in branches if "properties" in branch]
        named = (branch for branch in mappings if part.strip("<>") in branch["properties"])
        return next(named, mappings[0] if mappings else {})
    found = schema.get("properties", {}).get(part) or schema.get("additionalProperties")
    return found if isinstance(found, Mapping) else {}


def _resolved(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return definitions[name] if name else schema
