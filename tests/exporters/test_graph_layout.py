"""A picture that is the same every time, stays inside its canvas, and says what it leaves out."""

import re

from hypothesis import given
from hypothesis import strategies as st

from exporters.parts import graph_layout
from exporters.parts.graph_layout import LIMIT, picture
from gitops_assets.core.dependencies.graph.build import connected
from gitops_assets.core.dependencies.graph.model import DependencyGraph, Edge, Level
from gitops_assets.core.dependencies.model import Scope
from tests.exporters.golden_dependencies import SECTION, edge, node

SLUGS = st.sampled_from([f"acme/{name}" for name in "abcdefgh"])
EDGES = st.lists(
    st.builds(edge, SLUGS, SLUGS, level=st.sampled_from(Level)),
    max_size=20,
)


def graph(*pairs: tuple[str, str]) -> DependencyGraph:
    slugs = sorted({slug for pair in pairs for slug in pair})
    return connected([node(slug) for slug in slugs], [edge(*pair) for pair in pairs])


@given(EDGES)
def test_boxes_and_lines_stay_inside_the_canvas_and_boxes_apart(edges: list[Edge]) -> None:
    slugs = sorted({slug for each in edges for slug in (each.source, each.target)})
    shown = picture(connected([node(slug) for slug in slugs], edges))
    for box in shown.boxes:
        assert 0 <= box.x < box.x + box.width <= shown.width
        assert 0 <= box.y < box.y + box.height <= shown.height
    for curve in shown.curves:
        assert re.fullmatch(r"M\d+ \d+(C(\d+ ){5}\d+(H\d+)?)+", curve.way)
        points = [int(number) for number in re.findall(r"\d+", curve.way)]
        assert max(points) <= max(shown.width, shown.height)
    corners = [(box.x, box.y) for box in shown.boxes]
    assert len(set(corners)) == len(corners)


@given(EDGES, st.randoms())
def test_the_order_of_the_rows_draws_no_other_picture(edges: list[Edge], random: object) -> None:
    slugs = sorted({slug for each in edges for slug in (each.source, each.target)})
    shuffled = list(edges)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' own random
    one, other = (picture(connected([node(slug) for slug in slugs], each)) for each in (edges, shuffled))
    assert [curve.way for curve in one.curves] == [curve.way for curve in other.curves]
    assert one.boxes == other.boxes


def test_arrows_run_from_left_side_to_right_side() -> None:
    shown = picture(graph(("acme/web", "acme/core")))
    core, web = shown.boxes
    (curve,) = shown.curves
    assert core.x < web.x
    assert curve.way.startswith(f"M{web.x} {web.y + web.height // 2}C")
    assert int(curve.way.split()[-2]) > core.x + core.width


def test_what_closes_a_circle_leads_back() -> None:
    shown = picture(graph(("acme/a", "acme/b"), ("acme/b", "acme/a")))
    assert sorted(curve.back for curve in shown.curves) == [False, True]


def test_labels_leave_out_the_folders_that_all_share() -> None:
    shown = picture(graph(("acme/group/web", "acme/group/sub/core")))
    assert shown.owner == "acme/group/"
    assert [box.label for box in shown.boxes] == ["sub/core", "web"]
    assert picture(graph(("acme/web", "other/core"))).owner == ""


def test_a_long_or_wide_name_has_room() -> None:
    shown = picture(graph(("acme/" + "x" * 300, "acme/" + "倉" * 20)))
    wide, long = shown.boxes[1], shown.boxes[0]
    assert len(long.label) == graph_layout.LONGEST
    assert wide.width >= 20 * 12
    assert shown.width < 1000


def test_a_large_graph_is_cut_to_the_repositories_with_most_edges() -> None:
    pairs = [(f"acme/user-{nth}", "acme/core") for nth in range(LIMIT + 30)]
    shown = picture(graph(*pairs))
    assert len(shown.boxes) == LIMIT
    assert shown.left_out == 31
    assert "acme/core" in {box.node.slug for box in shown.boxes}


def test_what_has_no_edge_is_not_drawn() -> None:
    assert picture(DependencyGraph(nodes=(node("acme/alone"),))).boxes == ()


def test_all_edges_of_two_repositories_are_one_line_with_the_worst_level() -> None:
    shown = picture(SECTION.graph)
    curve = next(each for each in shown.curves if len(each.edges) == 2)
    assert curve.level is Level.CRITICAL
    assert len(shown.curves) == 7


def test_a_circle_is_opened_at_what_only_tests_need() -> None:
    tested = edge("acme/core", "acme/test-kit", scope=Scope.TEST, level=Level.CRITICAL)
    nodes = [node("acme/core"), node("acme/test-kit")]
    shown = picture(connected(nodes, [tested, edge("acme/test-kit", "acme/core", level=Level.LOW)]))
    assert [curve.back for curve in shown.curves] == [True, False]
