"""The graph as a Mermaid flowchart, which forges draw inside of Markdown.

Source: `flowcharts <https://mermaid.js.org/syntax/flowchart.html>`_, "Entity codes to escape characters":
``#35;`` is the character of that number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gitops_assets.core.dependencies.graph.drawings.arrows import Arrow, arrows
from gitops_assets.core.dependencies.graph.model import DependencyGraph
from gitops_assets.core.text import display

MOST_ARROWS = 200
"""More than this nobody can read; Mermaid itself refuses more than 500."""
MOST_TEXT = 40_000
"""Characters; Mermaid refuses more than 50,000."""
LONGEST = 60
"""Characters of a name before it is cut."""

_PLAIN = frozenset("/_.@-~+")


def mermaid(graph: DependencyGraph, *, most: int = MOST_ARROWS) -> str:
    """A flowchart, cut to what can be drawn: the worst levels first, then the most central targets.

    What was left out is said in the picture. Repositories without any edge are only counted.
    """
    rank = {node.slug: node.centrality for node in graph.nodes}
    every = sorted(
        arrows(graph.edges), key=lambda each: (each.level.rank, -rank[each.target], each.source, each.target)
    )
    chart = _Chart(frozenset(node.slug for node in graph.nodes if node.missing))
    shown = sum(1 for arrow in every[:most] if chart.add(arrow))
    alone = sum(not (node.dependents or node.dependencies) for node in graph.nodes)
    notes = _notes(len(every) - shown, alone)
    return "\n".join(("flowchart LR", *chart.lines, *notes)) + "\n"


@dataclass(slots=True)
class _Chart:
    missing: frozenset[str]
    lines: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    left: int = MOST_TEXT

    def add(self, arrow: Arrow) -> bool:
        """Draw the arrow and those of its ends that are new, unless that would be too much."""
        fresh = [slug for slug in (arrow.source, arrow.target) if slug not in self.places]
        places = self.places | {slug: len(self.places) + place for place, slug in enumerate(fresh)}
        lines = [self._node(slug, places[slug]) for slug in fresh]
        line = "-.->" if arrow.guessed else "==>" if arrow.level.rank < 2 else "-->"
        lines.append(f"  n{places[arrow.source]} {line}|{arrow.label}| n{places[arrow.target]}")
        size = sum(len(each) + 1 for each in lines)
        if size > self.left:
            return False
        self.lines += lines
        self.places, self.left = places, self.left - size
        return True

    def _node(self, slug: str, place: int) -> str:
        shape = '(["{}"])' if slug in self.missing else '["{}"]'
        return f"  n{place}{shape.format(_label(slug))}"


def _notes(left_out: int, alone: int) -> Iterator[str]:
    if left_out:
        yield f'  left["… and {left_out:,} more that are not drawn"]'
    if alone:
        yield f'  alone["{alone:,} that stand alone"]'


def _label(slug: str) -> str:
    text = display(slug)
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join(each if each.isalnum() or each in _PLAIN else f"#{ord(each)};" for each in text)
