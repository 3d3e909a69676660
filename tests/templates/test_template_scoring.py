"""The score of a repository against a template: it adds up, and no fault ever raises it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.compliance.score import Level
from gitops_assets.core.templates.model import Cell, Drift, DriftedFile, MergeKind, Version
from gitops_assets.core.templates.scoring import (
    Demand,
    demanded,
    losses,
    over_fleet,
    share_lost,
    tallied,
    template_score,
    together,
)

V1, V2 = Version(tag="v1.0.0", oid="1" * 40), Version(tag="v2.0.0", oid="2" * 40)

FILES = st.builds(
    DriftedFile,
    path=st.text("abc", min_size=1, max_size=3),
    cell=st.sampled_from(list(Cell)),
    weight=st.floats(0, 20),
    merge=st.sampled_from(list(MergeKind)),
)
DRIFTS = st.builds(
    Drift,
    slug=st.sampled_from(["acme/a", "acme/b"]),
    template=st.just("base"),
    version=st.sampled_from([None, V1]),
    latest=st.just(V2),
    files=st.lists(FILES, max_size=6, unique_by=lambda each: each.path).map(tuple),
    missing_required=st.lists(st.text("xy", min_size=1), max_size=3, unique=True).map(tuple),
    required=st.integers(3, 6),
    behind=st.integers(0, 9),
)


def drift(*files: DriftedFile, version: Version | None = V2, behind: int = 0, required: int = 0) -> Drift:
    return Drift(
        slug="acme/a",
        template="base",
        version=version,
        latest=V2,
        files=files,
        behind=behind,
        required=required,
    )


def value(known: Drift) -> float:
    score = template_score(known).value
    assert score is not None
    return score


def test_a_repository_without_a_fault_has_everything() -> None:
    score = template_score(drift(DriftedFile(path="a", cell=Cell.UNCHANGED)))
    assert (score.value, score.level, score.coverage) == (100.0, Level.A, 1.0)


def test_the_formula_is_the_documented_one() -> None:
    known = drift(
        DriftedFile(path="a", cell=Cell.MISSING, weight=3),
        DriftedFile(path="b", cell=Cell.ADAPTED),
        DriftedFile(path="c", cell=Cell.UNCHANGED, weight=4),
        version=V1,
        behind=2,
        required=1,
    )
    assert demanded(known) == 3 + 1 + 4 + 2 + 1
    assert value(known) == pytest.approx(100 * (1 - (3 + 0.25 + 0.5) / 11))


def test_a_template_that_was_never_applied_is_worth_nothing_where_nothing_of_it_is_there() -> None:
    known = drift(DriftedFile(path="a", cell=Cell.MISSING), version=None)
    assert (value(known), template_score(known).level) == (0.0, Level.E)


def test_what_is_unknown_has_no_score_and_lowers_the_coverage() -> None:
    unknown = replace(drift(), unknown="the version vanished")
    assert template_score(unknown).value is None
    both = together([unknown, drift(DriftedFile(path="a", cell=Cell.UNCHANGED))])
    assert (both.value, both.coverage) == (100.0, 0.5)


def test_an_edit_of_a_file_that_nobody_may_edit_loses_all_of_it() -> None:
    assert share_lost(DriftedFile(path="a", cell=Cell.ADAPTED, merge=MergeKind.WHOLE)) == 1.0
    assert share_lost(DriftedFile(path="a", cell=Cell.ADAPTED)) == 0.25


@given(DRIFTS)
def test_the_score_and_what_was_lost_make_a_hundred(known: Drift) -> None:
    assert value(known) + sum(each.points for each in losses(known)) == pytest.approx(100.0)
    assert 0.0 <= value(known) <= 100.0


@given(DRIFTS, st.sampled_from(list(Cell)), st.integers(0, 5))
def test_a_file_that_gets_a_fault_never_raises_the_score(known: Drift, cell: Cell, at: int) -> None:
    fine = [nth for nth, each in enumerate(known.files) if each.cell is Cell.UNCHANGED]
    if not fine or cell is Cell.EXTRA:
        return
    nth = fine[at % len(fine)]
    worse = [replace(each, cell=cell) if place == nth else each for place, each in enumerate(known.files)]
    assert value(replace(known, files=tuple(worse))) <= value(known) + 1e-9


@given(DRIFTS, st.floats(0, 50))
def test_a_file_too_many_never_raises_the_score(known: Drift, weight: float) -> None:
    more = DriftedFile(path="too-many", cell=Cell.EXTRA, weight=weight)
    assert value(replace(known, files=(*known.files, more))) <= value(known) + 1e-9


@given(DRIFTS)
def test_a_release_more_behind_or_a_required_file_less_never_raises_the_score(known: Drift) -> None:
    assert value(replace(known, behind=known.behind + 1)) <= value(known) + 1e-9
    fewer = replace(known, missing_required=known.missing_required[1:])
    assert value(known) <= value(fewer) + 1e-9


@given(st.lists(DRIFTS, max_size=5))
def test_the_tallies_of_rules_hold_all_points_that_were_lost(known: list[Drift]) -> None:
    told = sum(each.points for each in tallied(known))
    assert told == pytest.approx(sum(part.points for each in known for part in losses(each)))


def test_rules_are_tallied_over_the_fleet_with_their_cells() -> None:
    edited = drift(DriftedFile(path="a", cell=Cell.ADAPTED))
    fine = replace(drift(DriftedFile(path="a", cell=Cell.UNCHANGED)), slug="acme/b")
    (tally,) = [each for each in tallied([edited, fine]) if each.demand is Demand.FILE]
    assert (tally.failing, tally.cells) == (1, {Cell.UNCHANGED: 1, Cell.ADAPTED: 1})


def test_the_fleets_score_weighs_its_repositories() -> None:
    gone = drift(DriftedFile(path="a", cell=Cell.MISSING), version=None)
    fine = replace(drift(DriftedFile(path="a", cell=Cell.UNCHANGED)), slug="acme/b")
    assert over_fleet([gone, fine], {"acme/b": 3.0}).value == pytest.approx(75.0)
