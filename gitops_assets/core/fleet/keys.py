"""Which keys a described mapping may have, from the JSON Schema of its model."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel


def keys_of(model: type[BaseModel], location: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that the mapping at a location of pydantic's may have, sorted; empty where any may stand."""
    schema: Mapping[str, Any] = _schema(model)
    definitions = schema.get("$defs", {})
    for part in location:
        schema = _below(_resolved(schema, definitions), part, definitions)
    return tuple(sorted(_resolved(schema, definitions).get("properties", {})))


@lru_cache(maxsize=8)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


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
    parts = [part for part in schema.get("anyOf", ()) if part.get("type") != "null"]
    whole = parts[0] if len(parts) == 1 else schema
    name = whole.get("$ref", "").rpartition("/")[2]
    return definitions[name] if name else whole
