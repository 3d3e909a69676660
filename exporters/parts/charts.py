"""Charts as SVG that the page's own style colours: drawn by pygal, which is light and needs no browser.

Vega's converter draws more kinds, but weighs 84 MB installed and takes a second before its first chart;
these take a few milliseconds each, in every audit. pygal's own style, script, comments and date are taken
out: what is left are shapes with classes, so that a chart follows dark mode, a strict content security policy
lets it be, and the same numbers give the same bytes.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from markupsafe import Markup

from gitops_assets.core.text import display

Value = float | int | None
Series = Mapping[str, Sequence[Value]]

_LABELS = 7
"""Names along an axis that can be told apart."""


class _Element(Protocol):
    """As much as is used of an element of lxml or of the standard library: pygal takes what is installed."""

    tag: object
    text: str | None

    def get(self, name: str) -> str | None: ...
    def items(self) -> Iterable[tuple[str, str]]: ...
    def __iter__(self) -> Iterator["_Element"]: ...


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its name, what it says in a sentence, its series in order, and the SVG."""

    title: str
    says: str
    series: tuple[str, ...]
    svg: Markup


def lines(title: str, says: str, labels: Sequence[str], series: Series, **more: object) -> Chart:
    """Values over time."""
    settings: dict[str, object] = {"dots_size": 2.2, "show_dots": len(labels) <= 60}
    return _chart("Line", title, says, labels, series, **settings | more)


def stacks(title: str, says: str, labels: Sequence[str], series: Series, **more: object) -> Chart:
    """Parts of a whole, a bar for each label."""
    return _chart("StackedBar", title, says, labels, series, **more)


def _chart(kind: str, title: str, says: str, labels: Sequence[str], series: Series, **more: object) -> Chart:
    drawn = getattr(_pygal(), kind)(**_SETTINGS | more)
    drawn.uuid = "chart"
    every = max(1, -(-len(labels) // _LABELS))
    drawn.x_labels = [display(label) for label in labels]
    drawn.x_labels_major = [label for nth, label in enumerate(drawn.x_labels) if nth % every == 0]
    for name, values in series.items():
        drawn.add(display(name), list(values))
    return Chart(title, says, tuple(series), _svg(drawn.render_tree(), display(f"{title}. {says}")))


@cache
def _pygal() -> Any:  # noqa: ANN401 - it has no types
    """The library, loaded when it draws: a help text needs no charts.

    Its finder of plug-ins is taken out again: it is of a kind that Python 3.11 warns of at every import after
    it, and 3.12 does not know any more.
    """
    library = import_module("pygal")
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]
    return library


def _svg(root: _Element, label: str) -> Markup:
    inside = Markup("").join(_shape(child) for child in root)
    view = root.get("viewBox")
    return Markup('<svg class="chart" viewBox="{}" role="img" aria-label="{}">{}</svg>').format(
        view, label, inside
    )


def _shape(element: _Element) -> Markup:
    """The element and what is in it, without what pygal brings for its own page."""
    if not isinstance(element.tag, str) or element.tag == "defs" or element.get("class") in _COVERS:
        return Markup("")
    if element.tag in {"title", "desc"}:
        shown = element.get("class") == "value"
        return Markup("<title>{}</title>").format(display(element.text or "")) if shown else Markup("")
    said = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in element.items())
    inside = Markup("").join(_shape(child) for child in element)
    return Markup("<{0}{1}>{2}{3}</{0}>").format(element.tag, said, display(element.text or ""), inside)


_COVERS = {"background", "plot overlay", "plot text-overlay", "plot tooltip-overlay"}
_WHOLE: Callable[[Any], str] = "{:,.0f}".format

_SETTINGS: dict[str, object] = {
    "width": 440,
    "height": 190,
    "css": [],
    "js": [],
    "show_legend": False,
    "margin": 2,
    "spacing": 6,
    "disable_xml_declaration": True,
    "formatter": _WHOLE,
    "max_scale": 5,
    "min_scale": 3,
    "include_x_axis": True,
    "show_minor_x_labels": False,
    "truncate_label": 16,
    "no_data_text": "",
}
