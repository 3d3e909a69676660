from dataclasses import replace

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.fleet_waivers_effective import GATE
from gitops_assets.core.gates.stray_waivers import Holder, StrayWaivers, told_where
from gitops_assets.core.model import IdleWaiver, Outcome, Severity, State
from tests.gates.build import facts, only, passes, why


def idle(repositories: str = "acme/*", subject: str = "") -> IdleWaiver:
    return IdleWaiver(
        gate="commits-pushed",
        repositories=repositories,
        subject=subject,
        expires="2026-11-20",
        reason="later",
        why="it expired on 2026-11-20",
    )


def stray(file: str | None, *waivers: IdleWaiver) -> Facts:
    return replace(facts(), stray=StrayWaivers(file, waivers))


def test_a_waiver_that_does_nothing_is_flagged_in_the_file_it_stands_in() -> None:
    found = only(GATE, stray("ops/fleet.yaml", idle()))
    assert (found.path, found.line, found.severity) == ("ops/fleet.yaml", 1, None)
    assert found.message == (
        "The waiver of 'commits-pushed' for 'acme/*' in fleet.yaml does nothing: it expired on 2026-11-20."
    )
    assert (
        found.remedy == "Delete the waiver of 'commits-pushed' for 'acme/*' from fleet.yaml, or correct it."
    )


def test_several_are_told_apart() -> None:
    said = evaluate(stray("fleet.yaml", idle(), idle(subject="main"), idle("web")), GATE)
    assert len({found.subject for found in said.findings}) == 3
    assert "about 'main'" in said.findings[1].message


def test_where_the_file_is_elsewhere_it_is_mere_information() -> None:
    found = only(GATE, stray(None, idle()))
    assert (found.path, found.severity) == (".", Severity.INFO)


def test_a_file_without_idle_waivers_passes_and_no_other_repository_is_asked() -> None:
    assert passes(GATE, stray("fleet.yaml"))
    assert why(GATE, facts(), Outcome.SKIP) == "no waiver of fleet.yaml is told of this repository"
    assert why(GATE, facts(State.MISSING), Outcome.SKIP) == "the repository is missing"


def test_the_repository_that_holds_the_file_is_told_all() -> None:
    told = told_where([idle(), idle("none/*")], Holder("ops", "fleet.yaml"), ["acme/api", "ops"])
    assert {slug: len(each.waivers) for slug, each in told.items()} == {"ops": 2}


def test_without_one_each_is_told_of_the_first_that_it_covers_or_the_first_of_all() -> None:
    told = told_where([idle("z*"), idle("none/*")], None, ["zz", "acme/api", "za"])
    assert {slug: each.waivers for slug, each in told.items()} == {
        "za": (idle("z*"),),
        "acme/api": (idle("none/*"),),
    }
    assert told_where([idle()], None, []) == {}
