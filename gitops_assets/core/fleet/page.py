"""The tables of ``docs/configuration.md``: every key of fleet.yaml once, from the model's own JSON Schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gitops_assets.core.fleet.config import Fleet

Schema = Mapping[str, Any]


def configuration_tables() -> str:
    """One section for each mapping that fleet.yaml may have, in the order in which they are met."""
    schema = Fleet.model_json_schema(by_alias=True)
    return "\n".join(_Page(schema["$defs"]).sections("fleet.yaml", "", schema))


@dataclass(frozen=True, slots=True)
class _Page:
    definitions: Mapping[str, Schema]

    def sections(self, title: str, prefix: str, *branches: Schema) -> Iterator[str]:
        """A heading, what the mapping is, its keys; then the sections of the mappings inside it."""
        yield f"### `{title}`\n"
        if len(branches) == 1:
            yield f"{branches[0].get('description', '')}\n"
        else:
            yield "Exactly one of these keys.\n"
        yield "| key | value | default | meaning |"
        yield "|---|---|---|---|"
        keys = [(key, schema, branch) for branch in branches for key, schema in branch["properties"].items()]
        for key, schema, branch in keys:
            yield self._row(key, schema, required=key in branch.get("required", ()))
        yield ""
        for key, schema, _ in keys:
            below, inner = self._mappings(f"{prefix}{key}", schema)
            if inner:
                yield from self.sections(below, f"{below}.", *inner)

    def _row(self, key: str, schema: Schema, *, required: bool) -> str:
        whole = {**self._resolved(schema), **schema}
        default = "required" if required else _default(whole.get("default"))
        meaning = whole.get("description", "").replace("*", "\\*")
        return f"| `{key}` | {self._kind(schema)} | {default} | {meaning} |"

    def _mappings(self, path: str, schema: Schema) -> tuple[str, list[Schema]]:
        """The mappings that may stand at a key, or in the items below it, and how their place is called."""
        plain = self._resolved(_something(schema))
        if plain.get("type") == "array":
            return self._mappings(f"{path}[]", plain["items"])
        if isinstance(plain.get("additionalProperties"), Mapping):
            return self._mappings(f"{path}.*", plain["additionalProperties"])
        branches = (self._resolved(branch) for branch in plain.get("oneOf", (plain,)))
        return path, [branch for branch in branches if "properties" in branch]

    def _kind(self, schema: Schema) -> str:
        """What may be written, in words."""
        several = [part for part in schema.get("anyOf", ()) if part.get("type") != "null"]
        if len(several) > 1:
            return " or ".join(dict.fromkeys(map(self._kind, several)))
        plain = self._resolved(_something(schema))
        if "oneOf" in plain:
            return " or ".join(dict.fromkeys(map(self._kind, plain["oneOf"])))
        if plain["type"] == "array":
            return f"list of: {self._kind(plain['items'])}"
        if isinstance(plain.get("additionalProperties"), Mapping):
            return f"mapping to: {self._kind(plain['additionalProperties'])}"
        return _single(plain)

    def _resolved(self, schema: Schema) -> Schema:
        name = schema.get("$ref", "").rpartition("/")[2]
        return self.definitions[name] if name else schema


def _something(schema: Schema) -> Schema:
    """The part of a schema that is not about leaving the value out."""
    parts = (part for part in schema.get("anyOf", ()) if part.get("type") != "null")
    return next(parts, schema)


def _single(schema: Schema) -> str:
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if schema["type"] in {"integer", "number"} and "minimum" not in schema:
        return "number"
    if schema["type"] in {"integer", "number"}:
        return f"{schema['minimum']:,} to {schema['maximum']:,}"
    words = {"object": "mapping", "boolean": "`true` or `false`", "string": "text"}
    return "date" if schema.get("format") == "date" else words[schema["type"]]


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, Mapping) and value:
        return "as below"
    return f"`{value}`" if value else "none"
