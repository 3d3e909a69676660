"""What ``graph``, ``impact`` and ``conflicts`` print follows the schemas under docs/."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from gitops_assets.core.dependencies.disagreements.conflicts import all_conflicts
from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.documents import (
    conflicts_document,
    document_lines,
    graph_document,
    impact_document,
)
from gitops_assets.core.dependencies.graph.impact import impact
from gitops_assets.core.dependencies.graph.model import ConflictKind, Level
from gitops_assets.core.dependencies.model import Confidence, Kind, Scope
from gitops_assets.core.dependencies.policy import DependencyPolicy
from tests.dependencies.members import member, need, offer

DOCS = Path(__file__).parents[2] / "docs"
MEMBERS = [
    member("acme/web", ["api", need("react", constraint="^17")], ["web"], owner="ada", criticality="high"),
    member("acme/api", ["lib", "web", need("react", constraint="^18", resolved="18.2.0")], ["api"]),
    member("acme/lib", [need("base", "docker", kind=Kind.IMAGE, constraint=None)], ["lib"]),
    member("acme/base", offers=[offer("base", "docker")], present=False),
]
GRAPH = build_graph(MEMBERS)
CONFLICTS = all_conflicts(MEMBERS, DependencyPolicy(), GRAPH)


def printed(name: str) -> Any:  # noqa: ANN401 - JSON is anything
    documents = {
        "graph": graph_document(GRAPH),
        "impact": impact_document(impact(GRAPH, "acme/base")),
        "conflicts": conflicts_document(CONFLICTS),
    }
    return json.loads("\n".join(document_lines(documents[name])))


def schema(name: str) -> Any:  # noqa: ANN401 - JSON is anything
    return json.loads((DOCS / f"{name}.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["graph", "impact", "conflicts"])
def test_what_is_printed_follows_its_schema(name: str) -> None:
    jsonschema_rs.Draft202012Validator(schema(name)).validate(printed(name))


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("graph", {"node": "nodes", "edge": "edges"}),
        ("impact", {"dependent": "dependents"}),
        ("conflicts", {"conflict": "conflicts"}),
    ],
)
def test_every_key_that_is_printed_is_in_the_schema_and_demanded(name: str, rows: dict[str, str]) -> None:
    told, shape = printed(name), schema(name)
    assert list(told) == shape["required"] == list(shape["properties"])
    for definition, key in rows.items():
        wanted = shape["$defs"][definition]
        assert told[key]
        assert all(list(row) == wanted["required"] == list(wanted["properties"]) for row in told[key])


def test_every_key_of_a_claim_is_in_the_schema() -> None:
    wanted = schema("conflicts")["$defs"]["claim"]["required"]
    assert {tuple(claim) for each in printed("conflicts")["conflicts"] for claim in each["claims"]} == {
        tuple(wanted)
    }


def test_the_schemas_know_exactly_our_words() -> None:
    graph, dependent = schema("graph")["$defs"], schema("impact")["$defs"]["dependent"]["properties"]
    for name, words in (("kind", Kind), ("scope", Scope), ("confidence", Confidence), ("level", Level)):
        assert graph[name]["enum"] == [str(word) for word in words]
    assert dependent["level"]["enum"] == [str(word) for word in Level]
    assert dependent["confidence"]["enum"] == [str(word) for word in Confidence]
    conflict = schema("conflicts")["$defs"]["conflict"]["properties"]
    assert conflict["kind"]["enum"] == [str(word) for word in ConflictKind]
    assert schema("conflicts")["$defs"]["claim"]["properties"]["scope"]["enum"] == [
        str(word) for word in Scope
    ]


def test_a_made_fleet_has_something_of_everything() -> None:
    assert {each.kind for each in CONFLICTS} >= {
        ConflictKind.CONFLICT, ConflictKind.CYCLE, ConflictKind.MISSING,
    }  # fmt: skip
    assert any(each.proposal for each in CONFLICTS)
