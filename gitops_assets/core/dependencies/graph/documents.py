"""Graph, impact and conflicts as JSON documents; keys are part of their schemas: add some, rename none."""

import json
from collections.abc import Iterable, Iterator, Mapping

from gitops_assets.core.dependencies.graph.model import (
    CONFLICTS_SCHEMA,
    GRAPH_SCHEMA,
    IMPACT_SCHEMA,
    Conflict,
    DependencyGraph,
    Dependent,
    Edge,
    Impact,
    Node,
    Proposal,
    VersionClaim,
)
from gitops_assets.core.times import iso

Document = dict[str, object]


def graph_document(graph: DependencyGraph) -> Document:
    """Every node, every edge, the circles and the order to release in; ranks with eight digits."""
    return {
        "schema": GRAPH_SCHEMA,
        "nodes": [node_document(node) for node in graph.nodes],
        "edges": [edge_document(edge) for edge in graph.edges],
        "cycles": [list(cycle) for cycle in graph.cycles],
        "generations": [list(generation) for generation in graph.generations],
    }


def node_document(node: Node) -> Document:
    """One repository of the graph."""
    return {
        "slug": node.slug,
        "missing": node.missing,
        "owner": node.owner,
        "criticality": node.criticality,
        "dependents": node.dependents,
        "dependencies": node.dependencies,
        "centrality": round(node.centrality, 8),
    }


def edge_document(edge: Edge) -> Document:
    """One edge with its evidence; ``last_validated`` is ISO 8601 in UTC."""
    return {
        "source": edge.source,
        "target": edge.target,
        "kind": edge.kind,
        "ecosystem": edge.ecosystem,
        "name": edge.name,
        "constraint": edge.constraint,
        "resolved": edge.resolved,
        "path": edge.path,
        "line": edge.line,
        "scope": edge.scope,
        "confidence": edge.confidence,
        "level": edge.level,
        "last_validated": iso(edge.last_validated),
        "missing": edge.missing,
    }


def impact_document(impact: Impact) -> Document:
    """Who breaks; ``evidence`` has one place a step of the way, in the dependent and then in each ``via``."""
    return {
        "schema": IMPACT_SCHEMA,
        "repository": impact.repository,
        "subject": impact.subject,
        "dependents": [_dependent(each) for each in impact.dependents],
        "score": impact.score,
        "why": list(impact.why),
    }


def conflicts_document(conflicts: Iterable[Conflict]) -> Document:
    """What disagrees, in the order given; ``proposal`` is null where there is none."""
    return {"schema": CONFLICTS_SCHEMA, "conflicts": [conflict_document(each) for each in conflicts]}


def document_lines(document: Mapping[str, object]) -> Iterator[str]:
    r"""A document as JSON, each row of its lists a line: quick to write, and to read with line tools.

    The same document gives the same lines. A stray byte in a path (PEP 383) is spelled ``\udcXX``.
    """
    last = len(document) - 1
    for place, (key, value) in enumerate(document.items()):
        head = ("{" if place == 0 else " ") + f"{json.dumps(key)}: "
        tail = "}" if place == last else ","
        if isinstance(value, list) and value:
            yield f"{head}["
            yield from (f"  {_json(row)}," for row in value[:-1])
            yield f"  {_json(value[-1])}]{tail}"
        else:
            yield f"{head}{_json(value)}{tail}"


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False)
    return text


def _dependent(dependent: Dependent) -> Document:
    return {
        "slug": dependent.slug,
        "distance": dependent.distance,
        "via": list(dependent.via),
        "evidence": [{"path": each.path, "line": each.line} for each in dependent.evidence],
        "level": dependent.level,
        "confidence": dependent.confidence,
        "owner": dependent.owner,
    }


def conflict_document(conflict: Conflict) -> Document:
    """One thing that repositories disagree on, with every claim."""
    return {
        "name": conflict.name,
        "ecosystem": conflict.ecosystem,
        "kind": conflict.kind,
        "claims": [_claim(each) for each in conflict.claims],
        "why": conflict.why,
        "breaks": list(conflict.breaks),
        "proposal": _proposal(conflict.proposal),
    }


def _claim(claim: VersionClaim) -> Document:
    return {
        "slug": claim.slug,
        "path": claim.path,
        "line": claim.line,
        "constraint": claim.constraint,
        "resolved": claim.resolved,
        "scope": claim.scope,
    }


def _proposal(proposal: Proposal | None) -> Document | None:
    if proposal is None:
        return None
    return {"version": proposal.version, "bumps": [_claim(each) for each in proposal.bumps]}
