"""The marts count what ``summarise`` counts, whatever became of the fleet, and the assets carry them."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import dagster as dg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbt_like_reports.column_tests import Answer
from dbt_like_reports.project import extended, load_project
from dbt_like_reports.runner import Run, run
from gitops_assets.assets.report_models import _told as report_model_check
from gitops_assets.assets.report_models import own_models, report_models
from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.model import FindingStatus, Outcome, Severity
from gitops_assets.core.report import Report, summarise
from gitops_assets.core.tables import Table
from resources.auditing import Session
from resources.home import Home
from resources.reporting import report_of
from resources.store.frames import frames
from resources.store.model import Location
from resources.store.store import Store
from tests.models.tables import rows
from tests.store.audited import begin, finding, finish, judgement, state

GATES = ("stash-empty", "work-committed")
SLUGS = ("one", "two", "three")
PROJECT = load_project()
FLEETS = count()

answers = st.tuples(st.sampled_from(Outcome), st.sampled_from(Severity))
repositories = st.fixed_dictionaries(dict.fromkeys(GATES, answers))
histories = st.lists(
    st.dictionaries(st.sampled_from(SLUGS), repositories, min_size=1), min_size=1, max_size=4
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path_factory.mktemp('models') / 'store.db'}") as opened:
        opened.migrate()
        yield opened


def judged(slug: str, told: dict[str, tuple[Outcome, Severity]]) -> Judgement:
    found = [
        finding(slug, gate, severity=severity)
        for gate, (outcome, severity) in told.items()
        if outcome is Outcome.FAIL
    ]
    return judgement(slug, {gate: outcome for gate, (outcome, _) in told.items()}, *found)


def lived(store: Store, history: list[dict[str, dict[str, tuple[Outcome, Severity]]]]) -> list[int]:
    """The audits of a fleet of its own; who is not in an audit has left."""
    fleet, known, audits = f"/fleet{next(FLEETS)}", set[str](), []
    for present in history:
        audit = begin(store, roots=(fleet,))
        slugs = {f"{fleet[1:]}/{name}": told for name, told in present.items()}
        places = [Location(slug, f"/{slug}".encode(), fleet.encode()) for slug in slugs]
        store.record_repositories(audit, 1, places)
        store.retire(audit, 1, sorted(known - slugs.keys()))
        store.record_states(audit, 1, [state(slug) for slug in slugs])
        store.record_judgements(audit, 1, [judged(slug, told) for slug, told in slugs.items()])
        audits.append(finish(store, audit))
        known = set(slugs)
    return audits


def of(store: Store, audit: int) -> Run:
    return run(PROJECT, {"store": frames(store, audit)})


def total(table: Table, column: str) -> int:
    return sum(value for record in table.records() if isinstance(value := record[column], int))


def tally(made: Run, column: str) -> int:
    return total(made.tables["findings_by_gate"], column)


def assert_same(made: Run, report: Report) -> None:
    told = summarise(report)
    card, gates = made.tables["repository_scorecard"], made.tables["findings_by_gate"]
    assert {(row.state.slug, row.health.value) for row in report.repositories} == {
        *rows(card, "slug", "health")
    }
    health = {colour: number for colour, number, _ in rows(made.tables["fleet_health"]) if number}
    assert health == {str(colour): number for colour, number in told.health.items()}
    assert {gate: n for gate, n in rows(gates, "gate", "open") if n} == told.gates
    assert Counter(dict(told.severities)) == Counter({each: total(card, each) for each in Severity})
    statuses = {each: tally(made, each.value) for each in FindingStatus if each is not FindingStatus.EXISTING}
    assert Counter(statuses) == Counter({k: v for k, v in told.statuses.items() if k in statuses})
    assert total(card, "unknown_answers") == report.audit.unknown


@given(histories)
@settings(max_examples=12, deadline=None)
def test_the_marts_count_what_the_report_counts(
    store: Store, history: list[dict[str, dict[str, tuple[Outcome, Severity]]]]
) -> None:
    audits = lived(store, history)
    for audit in {audits[0], audits[-1]}:
        made, report = of(store, audit), report_of(store, audit)
        assert_same(made, report)
        assert [each.message for each in made.tests if not each.passed] == []


@given(histories)
@settings(max_examples=12, deadline=None)
def test_the_history_is_what_each_audit_told(
    store: Store, history: list[dict[str, dict[str, tuple[Outcome, Severity]]]]
) -> None:
    audits = lived(store, history)
    expected = [_line(store, audit) for audit in audits]
    told = of(store, audits[-1]).tables["fleet_history"]
    assert rows(told, "audit", "repositories", *map(str, Severity), "open_findings") == expected


def _line(store: Store, audit: int) -> tuple[int, ...]:
    told = summarise(report_of(store, audit))
    severities = [told.severities.get(each, 0) for each in Severity]
    return audit, told.repositories, *severities, sum(severities)


def _findings(audit: dg.ExecuteInProcessResult) -> dict[str, object]:
    made = audit.asset_materializations_for_node("report_models")
    return {
        each.asset_key.to_user_string(): each.metadata["dagster/row_count"].value
        for each in made
        if each.asset_key is not None
    }


@dataclass(frozen=True)
class OneAudit:
    """Stands in for the resource: whatever the run, it carries out this audit."""

    store: Store
    audit: int

    def session(self, _run_id: str) -> Session:
        return Session(self.store, Home(Path("/nowhere"), ""), self.store.audit(self.audit))


def materialised(store: Store, *marts: str) -> dg.ExecuteInProcessResult:
    """The marts' assets, all or these, made of an audit of three red repositories."""
    bad = {"work-committed": (Outcome.FAIL, Severity.HIGH)}
    (audit,) = lived(store, [dict.fromkeys(SLUGS, bad)])
    selection = dg.AssetSelection.assets(*marts) if marts else None
    return dg.materialize(
        [report_models], resources={"auditing": OneAudit(store, audit)}, selection=selection
    )


def test_each_mart_is_an_asset_with_its_first_rows_and_a_check(store: Store) -> None:
    audit = materialised(store)
    made = _findings(audit)
    assert made.keys() == {model.name for model in PROJECT.marts}
    counts = {"findings_by_gate": 1, "fleet_health": 3, "fleet_history": 1, "repository_scorecard": 3}
    assert counts.items() <= made.items()
    events = audit.asset_materializations_for_node("report_models")
    first = {
        each.asset_key.path[-1]: each.metadata["first rows"].value
        for each in events
        if each.asset_key and "first rows" in each.metadata
    }
    assert "| red | 3 | 3 |" in str(first["fleet_health"])
    checks = audit.get_asset_check_evaluations()
    assert {each.asset_key.path[-1]: each.passed for each in checks} == dict.fromkeys(made, True)
    assert not any(each.blocking for each in checks)


def test_a_test_that_fails_is_shown_with_its_rows_and_stops_nothing() -> None:
    model = PROJECT.models["findings_by_gate"]
    failed, passed = Answer(model.tests[0], 2, ("gate='a|b', rows=3",)), Answer(model.tests[1], 0)
    told = report_model_check(model, [failed, passed])
    assert (told.passed, told.metadata["tests"].value) == (False, 2)
    assert "| findings\\_by\\_gate.gate | unique | gate='a&#124;b', rows=3 |" in str(
        told.metadata["failed"].value
    )


def test_one_mart_can_be_materialised_alone(store: Store) -> None:
    audit = materialised(store, "fleet_health")
    assert _findings(audit) == {"fleet_health": 3}


def test_the_assets_say_what_the_models_say_of_themselves() -> None:
    specs = {spec.key.to_user_string(): spec for spec in report_models.specs}
    assert specs.keys() == {model.name for model in PROJECT.marts}
    for model in PROJECT.marts:
        spec = specs[model.name]
        assert (spec.description, spec.group_name) == (model.description, "models")
        assert spec.kinds == {"duckdb", "sql"}
    after = {name: {dep.asset_key.to_user_string() for dep in spec.deps} for name, spec in specs.items()}
    steps = {name for name in PROJECT.models if name not in specs}
    assert after["repository_scorecard"] - steps == {"fleet_report"}
    assert "stg_repositories" in after["repository_scorecard"]
    assert after["fleet_health"] == {"repository_scorecard"}
    assert len({spec.code_version for spec in specs.values()}) == len(specs)


def test_loading_the_assets_loads_neither_pandas_nor_duckdb() -> None:
    look = "import sys, gitops_assets.assets; print(sorted({'pandas', 'duckdb'} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"


def test_a_model_of_the_fleets_own_is_an_asset_after_ours(tmp_path: Path) -> None:
    (tmp_path / "own" / "models").mkdir(parents=True)
    (tmp_path / "own" / "models" / "mine.sql").write_text("select * from {{ ref('fleet_health') }}")
    (asset,) = own_models(extended(PROJECT, [tmp_path / "own"]))
    (spec,) = asset.specs
    assert spec.key == dg.AssetKey(["own", "mine"])
    assert [dep.asset_key for dep in spec.deps] == [dg.AssetKey("fleet_health")]
    assert own_models(PROJECT) == []
