import re
import sys
import warnings
from importlib import import_module

import pytest

from exporters.parts import charts

HOSTILE = "</text><script>alert(1)</script>\x00\ud800"


def test_a_chart_is_shapes_with_classes_and_nothing_that_a_policy_would_forbid() -> None:
    drawn = charts.stacks("Open findings", "Two.", ["a", HOSTILE], {"high": [1, 2], HOSTILE: [None, 3]})
    assert drawn.series == ("high", HOSTILE)
    assert not re.search(r"<(script|style|defs)|style=|xlink|<!--|\son\w+=", drawn.svg)
    assert "&lt;script&gt;" in drawn.svg
    assert drawn.svg.isprintable()


def test_the_same_numbers_give_the_same_chart_and_say_themselves() -> None:
    first, second = (charts.lines("Score", "Up.", ["1", "2"], {"score": [1, 2.5]}) for _ in range(2))
    assert first == second
    assert 'aria-label="Score. Up."' in first.svg
    assert charts.stacks("Score", "", ["1"], {"a": [3]}).svg.count("<title>3</title>") == 1


def test_drawing_leaves_nothing_behind_that_warns_of_later_imports() -> None:
    charts.lines("Score", "Up.", ["1"], {"score": [1]})
    assert not [finder for finder in sys.meta_path if type(finder).__module__ == "pygal"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ModuleNotFoundError):
            import_module("this_is_not_there")
