import os
from pathlib import Path

import pytest

from gitops_assets.core.fleet.policy import GateRule, Policy
from resources.secrets.asking import Search
from resources.secrets.past import Bounds
from tests.gates.trees import tree
from tests.repositories import commit, repository
from tests.secrets.corpus import Maker, values


def policy(**gates: GateRule) -> Policy:
    return Policy(gates={name.replace("_", "-"): rule for name, rule in gates.items()})


def test_nothing_is_asked_for_unless_a_fleet_says_so() -> None:
    search = Search.of(policy())
    assert search == Search()
    assert search.leaks(b"/nowhere", "HEAD") is None
    assert search.detected(tree({})) is None


def test_settings_switch_the_past_and_kingfisher_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search.of(
        policy(
            history_without_secrets=GateRule(settings={"contents": 500}),
            secrets_absent=GateRule(settings={"detectors": ("kingfisher",)}),
        )
    )
    assert search == Search(Bounds(contents=500), others=True)
    path = repository(tmp_path / "app", a__py=values(Maker(1))["stripe-key"])
    commit(path, a__py="x")
    found = search.leaks(os.fsencode(path), "HEAD")
    assert found is not None
    assert [leak.path for leak in found.leaks] == ["a.py"]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert search.detected(tree({})) is not None


def test_a_gate_that_is_switched_off_costs_nothing() -> None:
    off = GateRule(enabled=False, settings={"contents": 500})
    assert Search.of(policy(history_without_secrets=off)).bounds is None
