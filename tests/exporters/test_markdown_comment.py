from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.markdown_comment import MOST, ROOMS, length, render
from exporters.parts.fitting import Room
from gitops_assets.core.model import Severity, State
from gitops_assets.core.report import Report
from tests.exporters.golden_fleet import finding, report, state
from tests.exporters.strategies import TEXTS, reports
from tests.exporters.test_markdown import assert_folds, parse

LONG = TEXTS.map(lambda text: text * 1_000)


def assert_whole(text: str) -> None:
    tokens = parse(text)
    assert length(text) <= MOST
    assert_folds(tokens)
    assert not {"link_open", "image", "hr"} & {token.type for token in tokens}
    fences = [token for token in tokens if token.type == "fence"]
    assert text.count("```mermaid\n") == len(fences)
    assert text.endswith("\n")


@given(reports())
@settings(max_examples=25, deadline=None)
def test_a_comment_is_whole_whatever_a_repository_is_called(hostile: Report) -> None:
    assert_whole(render(hostile).decode())


@given(LONG, LONG, LONG, st.integers(1, 40))
@settings(max_examples=8, deadline=None)
def test_however_long_the_texts_it_fits_and_is_whole(slug: str, message: str, fleet: str, many: int) -> None:
    found = [
        finding("upstream-set", f"{slug}{nth}", message, f"{message}{nth}", severity=severity, path=slug)
        for nth in range(many)
        for severity in Severity
    ]
    states = [state(f"{slug}{nth}", State.DIRTY, why=message) for nth in range(many)]
    shown = report(states, found, fleet=fleet, roots=(fleet,))
    repeated = replace(shown, changes=shown.changes * 50)
    assert_whole(render(repeated).decode())


def test_it_says_what_it_left_out() -> None:
    slugs = [f"acme/{number}" for number in range(400)]
    found = [finding("upstream-set", slug, "m" * 200, "r") for slug in slugs]
    told = render(report([state(slug) for slug in slugs], found)).decode()
    rows = ROOMS[0].rows
    assert f"_{400 - rows} of 400 findings are left out to fit a comment; `report.md` and" in told
    assert "400 findings, low" in told


@pytest.mark.parametrize("room", ROOMS)
def test_each_try_is_smaller_than_the_one_before(room: Room) -> None:
    earlier = ROOMS[: ROOMS.index(room)]
    assert all(before.rows > room.rows and before.characters > room.characters for before in earlier)
