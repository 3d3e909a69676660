"""The graph as GraphML, for Gephi, yEd, networkx and whatever else reads it.

Source: `the GraphML primer <http://graphml.graphdrawing.org/primer/graphml-primer.html>`_.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape

from gitops_assets.core.dependencies.graph.model import DependencyGraph, Edge, Node
from gitops_assets.core.text import display

_NODE = {
    **dict.fromkeys(("slug", "owner", "criticality"), "string"),
    "missing": "boolean",
    **dict.fromkeys(("dependents", "dependencies"), "int"),
    "centrality": "double",
}
_EDGE = {
    **dict.fromkeys(("kind", "ecosystem", "name", "constraint", "resolved", "path"), "string"),
    "line": "int",
    **dict.fromkeys(("scope", "confidence", "level"), "string"),
    "last_validated": "long",
    "missing": "boolean",
}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write, section 2.2."""


def graphml(graph: DependencyGraph) -> str:
    """Every node and every edge with all that is known of them; parallel edges stay apart."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: DependencyGraph) -> Iterator[str]:
    ids = {node.slug: f"n{place}" for place, node in enumerate(graph.nodes)}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield from _keys("node", _NODE)
    yield from _keys("edge", _EDGE)
    yield '  <graph id="fleet" edgedefault="directed">'
    for node in graph.nodes:
        yield f'    <node id="{ids[node.slug]}">{_values(node, "node", _NODE)}</node>'
    for place, edge in enumerate(graph.edges):
        ends = f'source="{ids[edge.source]}" target="{ids[edge.target]}"'
        yield f'    <edge id="e{place}" {ends}>{_values(edge, "edge", _EDGE)}</edge>'
    yield "  </graph>"
    yield "</graphml>"


def _keys(scope: str, keys: Mapping[str, str]) -> Iterator[str]:
    for name, kind in keys.items():
        yield f'  <key id="{scope}_{name}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>'


def _values(row: Node | Edge, scope: str, keys: Mapping[str, str]) -> str:
    values = ((key, getattr(row, key)) for key in keys)
    told = (f'<data key="{scope}_{key}">{_text(value)}</data>' for key, value in values if value is not None)
    return "".join(told)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(_NOT_IN_XML.sub("\ufffd", display(str(value))))
