"""Documents have the shapes that they promise, and no name breaks out of a drawing."""

import io
import json
import re

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.graph.documents import (
    conflicts_document,
    document_lines,
    graph_document,
    impact_document,
)
from gitops_assets.core.dependencies.graph.drawings.dot import dot
from gitops_assets.core.dependencies.graph.drawings.graphml import graphml
from gitops_assets.core.dependencies.graph.drawings.mermaid import MOST_TEXT, mermaid
from gitops_assets.core.dependencies.graph.impact import impact
from gitops_assets.core.dependencies.graph.model import (
    Conflict,
    ConflictKind,
    DependencyGraph,
    Proposal,
    VersionClaim,
)
from gitops_assets.core.dependencies.model import Confidence, Scope
from tests.dependencies.members import chain, member, need

SMALL = build_graph(
    [
        member("acme/web", [need("lib", resolved="1.2.0"), need("base", "docker")], owner="ada"),
        member("acme/lib", offers=["lib"], criticality="critical"),
        member("alone"),
    ]
)
HOSTILE = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12) | st.sampled_from(
    [
        '"]; click n0 "javascript:x',
        "a -> b",
        "\\",
        '\\"',
        "-->|x|",
        "end",
        "]]>",
        "&amp;",
        "</data>",
        "#quot;",
        "`x`",
    ]
)


def parsed(document: dict[str, object]) -> object:
    return json.loads("\n".join(document_lines(document)))


def test_the_graphs_document() -> None:
    assert parsed(graph_document(SMALL)) == {
        "schema": "gitops-assets/graph/1",
        "nodes": [
            {
                "slug": "acme/lib",
                "missing": False,
                "owner": None,
                "criticality": "critical",
                "dependents": 1,
                "dependencies": 0,
                "centrality": 0.48051944,
            },
            {
                "slug": "acme/web",
                "missing": False,
                "owner": "ada",
                "criticality": None,
                "dependents": 0,
                "dependencies": 1,
                "centrality": 0.25974028,
            },
            {
                "slug": "alone",
                "missing": False,
                "owner": None,
                "criticality": None,
                "dependents": 0,
                "dependencies": 0,
                "centrality": 0.25974028,
            },
        ],
        "edges": [
            {
                "source": "acme/web",
                "target": "acme/lib",
                "kind": "package",
                "ecosystem": "npm",
                "name": "lib",
                "constraint": "^1.0",
                "resolved": "1.2.0",
                "path": "package.json",
                "line": 3,
                "scope": "runtime",
                "confidence": "declared",
                "level": "high",
                "last_validated": "2026-03-01T12:00:00Z",
                "missing": False,
            }
        ],
        "cycles": [],
        "generations": [["acme/lib", "alone"], ["acme/web"]],
    }


def test_the_impacts_document() -> None:
    document = parsed(impact_document(impact(SMALL, "acme/lib", package="lib")))
    assert document == {
        "schema": "gitops-assets/impact/1",
        "repository": "acme/lib",
        "subject": "lib",
        "dependents": [
            {
                "slug": "acme/web",
                "distance": 1,
                "via": [],
                "evidence": [{"path": "package.json", "line": 3}],
                "level": "high",
                "confidence": "declared",
                "owner": "ada",
            }
        ],
        "score": 15,
        "why": [
            "1 repository of 2 (50%) depends on it: 1 directly, 0 through others.",
            "The worst level is high: acme/web.",
        ],
    }


def test_the_conflicts_document() -> None:
    old = VersionClaim(slug="a", path="package.json", line=3, constraint="^1")
    new = VersionClaim(
        slug="b", path="package.json", line=4, constraint="^2", resolved="2.1.0", scope=Scope.DEV
    )
    found = Conflict(
        name="lib",
        ecosystem="npm",
        kind=ConflictKind.CONFLICT,
        claims=(old, new),
        why="They do not meet.",
        proposal=Proposal("2.1.0", (old,)),
        breaks=("app",),
    )
    claims = [
        {
            "slug": "a",
            "path": "package.json",
            "line": 3,
            "constraint": "^1",
            "resolved": None,
            "scope": "runtime",
        },
        {
            "slug": "b",
            "path": "package.json",
            "line": 4,
            "constraint": "^2",
            "resolved": "2.1.0",
            "scope": "dev",
        },
    ]
    assert parsed(conflicts_document([found])) == {
        "schema": "gitops-assets/conflicts/1",
        "conflicts": [
            {
                "name": "lib",
                "ecosystem": "npm",
                "kind": "conflict",
                "claims": claims,
                "why": "They do not meet.",
                "breaks": ["app"],
                "proposal": {"version": "2.1.0", "bumps": claims[:1]},
            }
        ],
    }


def test_each_row_of_a_document_is_a_line() -> None:
    lines = list(document_lines(graph_document(SMALL)))
    assert [line[:12] for line in lines if '"slug"' in line] == ['  {"slug": "'] * 3
    assert list(document_lines({"only": []})) == ['{"only": []}']


def fleet(names: list[str]) -> DependencyGraph:
    rows = [need(name, path=name, constraint=name, confidence=Confidence.INFERRED) for name in names]
    offered = [member(f"x{name}", offers=[name], owner=name, present=False) for name in names]
    return build_graph([member(f"y{names[0]}", rows), *offered])


QUOTED = r'"(?:[^"\\]|\\.)*"'
DOT_LINE = re.compile(
    rf"  (?:{QUOTED}(?: -> {QUOTED})?(?: \[[^\"\]]*(?:{QUOTED}[^\"\]]*)*\])?|rankdir=LR|node \[shape=box\]);"
)


@settings(deadline=None, max_examples=150)
@given(st.lists(HOSTILE, min_size=1, max_size=3, unique=True))
def test_no_name_breaks_out(names: list[str]) -> None:
    graph = fleet(names)
    json.loads("\n".join(document_lines(graph_document(graph))).encode())
    first, *statements, last = dot(graph).splitlines()
    assert (first, last) == ("digraph fleet {", "}")
    assert [line for line in statements if not DOT_LINE.fullmatch(line)] == []
    read = nx.parse_graphml(graphml(graph))
    assert (len(read), read.number_of_edges()) == (len(graph.nodes), len(graph.edges))
    _, *chart = mermaid(graph).splitlines()
    drawn = r'  n\d+(\[".*"\]|\(\[".*"\]\)| (-->|==>|-\.->)\|[a-z0-9, ]+\| n\d+)'
    assert [line for line in chart if not re.fullmatch(drawn, line) or line.count('"') > 2] == []


def test_a_path_with_a_stray_byte_is_still_json() -> None:
    text = "\n".join(document_lines({"path": "caf\udce9", "name": "é"}))
    assert text == '{"path": "caf\\udce9",\n "name": "é"}'
    assert json.loads(text)["path"] == "caf\udce9"


def test_graphml_keeps_types_and_parallel_edges() -> None:
    graph = build_graph([member("a", [need("b", line=1), need("b", line=2)]), member("b", offers=["b"])])
    read = nx.read_graphml(io.BytesIO(graphml(graph).encode()))
    assert sorted(data["line"] for _, _, data in read.edges(data=True)) == [1, 2]
    assert read.nodes["n1"]["slug"] == "b"
    assert read.nodes["n1"]["missing"] is False


def test_dot_says_what_is_between_two_repositories_once() -> None:
    graph = build_graph([member("a", [need("b", line=1), need("b", line=2)]), member("b", offers=["b"])])
    assert dot(graph).splitlines()[-2] == '  "a" -> "b" [label="2 packages", color="#525252"];'


def test_a_large_mermaid_chart_is_cut_and_says_so() -> None:
    graph = build_graph([*chain(*(f"r{number:03}" for number in range(300))), member("alone")])
    lines = mermaid(graph).splitlines()
    assert sum("|package|" in line for line in lines) == 200
    assert lines[-2:] == ['  left["… and 99 more that are not drawn"]', '  alone["1 that stand alone"]']


@pytest.mark.parametrize("letter", ["x", '"'])
def test_a_mermaid_chart_stays_within_its_size_whatever_the_names(letter: str) -> None:
    graph = build_graph(chain(*(f"{number:03}{letter * 150}" for number in range(150))))
    text = mermaid(graph)
    assert len(text) < MOST_TEXT + 200
    assert text == mermaid(graph)
