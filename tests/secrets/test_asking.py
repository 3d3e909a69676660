import os
from dataclasses import replace
from pathlib import Path

import pytest

from gitops_assets.core.fleet.policy import GateRule, Policy
from gitops_assets.core.gates import GATES
from resources.secrets.asking import Search
from resources.secrets.past import Bounds
from tests.gates.trees import tree
from tests.repositories import commit, repository
from tests.secrets.corpus import Maker, values


def policy(**gates: GateRule) -> Policy:
    return Policy(gates={name.replace("_", "-"): rule for name, rule in gates.items()})


def test_nothing_is_asked_for_unless_a_fleet_says_so() -> None:
    search = Search.of(GATES, policy())
    assert search == Search()
    assert search.leaks(b"/nowhere", "HEAD") is None
    assert search.detected(tree({})) is None


def test_settings_switch_the_past_and_kingfisher_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search.of(
        GATES,
        policy(
            history_without_secrets=GateRule(settings={"contents": 500}),
            secrets_absent=GateRule(settings={"detectors": ("kingfisher",)}),
        ),
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
    assert Search.of(GATES, policy(history_without_secrets=off)).bounds is None
    assert Search.of((), policy(history_without_secrets=GateRule(settings={"contents": 500}))).bounds is None


def test_what_the_files_of_definitions_set_counts_as_what_fleet_yaml_sets() -> None:
    gates = [replace(GATES.get("history-without-secrets"), settings={"contents": 7})]
    assert Search.of(gates, policy()).bounds == Bounds(contents=7)
    said = policy(history_without_secrets=GateRule(settings={"contents": 9}))
    assert Search.of(gates, said).bounds == Bounds(contents=9)
