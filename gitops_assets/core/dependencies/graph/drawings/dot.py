r"""The graph for Graphviz.

Source: `the DOT language <https://graphviz.org/doc/info/lang.html>`_: a quoted string ends at ``"``, and a
backslash begins an escape.
"""

from gitops_assets.core.dependencies.graph.drawings.arrows import COLOURS, Arrow, arrows
from gitops_assets.core.dependencies.graph.model import DependencyGraph, Node
from gitops_assets.core.text import display


def dot(graph: DependencyGraph) -> str:
    """One arrow for each two repositories; dashed is what is only inferred, and who is missing."""
    lines = [
        "digraph fleet {",
        "  rankdir=LR;",
        "  node [shape=box];",
        *(_node(node) for node in graph.nodes),
        *(_arrow(arrow) for arrow in arrows(graph.edges)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _node(node: Node) -> str:
    return f"  {_quoted(node.slug)}{' [style=dashed]' if node.missing else ''};"


def _arrow(arrow: Arrow) -> str:
    style = ", style=dashed" if arrow.guessed else ""
    ends = f"{_quoted(arrow.source)} -> {_quoted(arrow.target)}"
    return f'  {ends} [label={_quoted(arrow.label)}, color="{COLOURS[arrow.level]}"{style}];'


def _quoted(text: str) -> str:
    return '"' + display(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
