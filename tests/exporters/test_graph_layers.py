"""Columns follow what depends on what, circles are opened where it costs least."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from exporters.parts.graph_layers import Layers, Pair, Trunk, layers
from exporters.parts.graph_rows import heights, size

NODES = st.sampled_from("abcdefgh")
WEIGHTS = st.dictionaries(
    st.tuples(NODES, NODES).filter(lambda pair: pair[0] != pair[1]), st.sampled_from((1, 2, 4, 8))
)


def drawn(weights: dict[Pair, int]) -> Layers:
    return layers({node for pair in weights for node in pair}, weights)


def test_what_depends_on_nothing_stands_left() -> None:
    shown = drawn({("web", "api"): 1, ("api", "core"): 1, ("web", "core"): 1})
    assert shown.columns[0] == ("core",)
    assert shown.ways["web", "core"] == ("web", Trunk("core", 1), "core")
    assert not shown.back


def test_lines_to_one_node_cross_a_column_together() -> None:
    shown = drawn({("w", "a"): 1, ("a", "c"): 1, ("w", "c"): 1, ("x", "a"): 1, ("x", "c"): 1})
    assert shown.ways["w", "c"][1] is not shown.ways["w", "a"][-1]
    assert shown.ways["w", "c"][1] == shown.ways["x", "c"][1]
    assert shown.columns[1].count(Trunk("c", 1)) == 1


def test_a_circle_is_opened_at_its_lightest_line() -> None:
    assert drawn({("a", "b"): 8, ("b", "c"): 4, ("c", "a"): 1}).back == {("c", "a")}


@given(WEIGHTS)
def test_every_line_leads_left_or_is_known_to_lead_back(weights: dict[Pair, int]) -> None:
    shown = drawn(weights)
    column = {stop: nth for nth, each in enumerate(shown.columns) for stop in each}
    for (source, target), way in shown.ways.items():
        step = 1 if (source, target) in shown.back else -1
        assert (way[0], way[-1]) == (source, target)
        assert [column[stop] for stop in way] == list(range(column[source], column[target] + step, step))
    assert drawn(dict(reversed(weights.items()))) == shown


@given(WEIGHTS)
def test_nothing_overlaps_in_a_column(weights: dict[Pair, int]) -> None:
    shown = drawn(weights)
    at = heights(shown)
    for column in shown.columns:
        for above, below in pairwise(column):
            assert at[below] - at[above] >= (size(above) + size(below)) / 2 - 1e-6
    assert all(at[stop] >= size(stop) / 2 - 1e-6 for stop in at)
