"""The JSON Schema of fleet.yaml, for editors and for telling which keys there are."""

import json
from collections.abc import Sequence
from functools import cache

from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.keys import keys_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def fleet_schema() -> str:
    """The schema as it is checked in at ``docs/fleet.schema.json``: indented and sorted."""
    schema = {"$schema": DIALECT, **Fleet.model_json_schema(), "title": "fleet.yaml of gitops-assets"}
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def known_keys(location: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that the mapping at a location of pydantic's may have, sorted; empty where any may stand."""
    return keys_of(Fleet, location)
