"""Reading the state of a hostile repository runs nothing, ends in time and always gives a row."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from gitops_assets.core.model import State
from gitops_assets.core.state.derive import Ages, derive
from resources.git import layout
from resources.git.command import Answer, run
from resources.git.state import Reading, observe
from tests.hostile import HANGING, HOSTILE, Builder
from tests.hostile_executing import filters, promisor_remote

PATIENCE = 0.3


def impatient(path: bytes, arguments: Sequence[str | bytes]) -> Answer:
    return run(path, arguments, timeout=PATIENCE)


def read(repository: Path, patience: float = 30.0) -> tuple[tuple[State, ...], str | None]:
    seen = observe(os.fsencode(repository), Reading(timeout=patience, full=True))
    state = derive("acme/hostile", "hostile", seen, Ages(now=1_795_000_000))
    return state.states, state.why


@pytest.mark.parametrize("build", HOSTILE, ids=lambda build: build.__name__)
def test_it_becomes_a_row_and_runs_nothing(
    build: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "run", lambda path, arguments, **_: impatient(path, arguments))
    canary = tmp_path / "canary"
    states, why = read(build(tmp_path / "repository", canary), PATIENCE if build in HANGING else 30.0)
    assert not canary.exists()
    assert states
    assert bool(why) == (State.UNREADABLE in states)


def test_what_would_wait_for_ever_says_so(tmp_path: Path) -> None:
    for build in HANGING[1:]:
        states, why = read(build(tmp_path / build.__name__, tmp_path / "canary"), PATIENCE)
        assert states == (State.UNREADABLE,)
        assert why


def test_a_repository_with_filters_is_still_read(tmp_path: Path) -> None:
    states, _ = read(filters(tmp_path / "repository", tmp_path / "canary"))
    assert State.CLEAN in states


def test_what_is_missing_is_not_fetched(tmp_path: Path) -> None:
    states, why = read(promisor_remote(tmp_path / "repository", tmp_path / "canary"))
    assert states == (State.UNREADABLE,)
    assert why == "bad tree object HEAD"
