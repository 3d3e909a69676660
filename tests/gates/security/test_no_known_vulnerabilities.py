from dataclasses import replace

import pytest

from gitops_assets.core.advisories.model import AdvisoryFacts, Exposure, Package, Vulnerability
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.gates.engine import evaluate, judge
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.security.no_known_vulnerabilities import GATE
from gitops_assets.core.model import Outcome, Severity
from tests.gates.build import AT, only, passes, why
from tests.gates.trees import seen

BAD = Vulnerability(
    id="GHSA-1",
    aliases=("CVE-2026-1",),
    summary="It leaks.",
    severity=Severity.CRITICAL,
    score=9.8,
    fixed=("2.0.0", "3.0.0"),
)
AT_LOCK = Exposure(
    vulnerability=BAD, ecosystem="npm", name="acme", version="1.0.0", path="package-lock.json", line=7
)


def told(*exposures: Exposure, **fields: object) -> Facts:
    plain = AdvisoryFacts(exposures=exposures, snapshot="2026-05-01", asked=3)
    return replace(seen({}), advisories=replace(plain, **fields))  # type: ignore[arg-type] # a test's shorthand


def test_a_vulnerable_package_is_told_with_its_fix_and_the_snapshots_day() -> None:
    found = only(GATE, told(AT_LOCK))
    assert found.message == (
        "'acme' '1.0.0' has GHSA-1 (CVE-2026-1): It leaks (CVSS 9.8), says the snapshot of 2026-05-01."
    )
    assert (found.path, found.line, found.severity) == ("package-lock.json", 7, Severity.CRITICAL)
    assert found.remedy == "npm install acme@2.0.0"
    assert found.subject == "package-lock.json:npm:acme:GHSA-1"


@pytest.mark.parametrize(
    ("path", "ecosystem", "remedy"),
    [
        ("web/yarn.lock", "npm", "cd web && yarn upgrade acme@2.0.0"),
        ("pnpm-lock.yaml", "npm", "pnpm update --recursive acme@2.0.0"),
        ("uv.lock", "pypi", "uv lock --upgrade-package acme==2.0.0"),
        ("poetry.lock", "pypi", "poetry add 'acme@>=2.0.0'"),
        ("Cargo.lock", "cargo", "cargo update --package acme@1.0.0 --precise 2.0.0"),
        ("go.mod", "golang", "go get acme@v2.0.0"),
        ("Gemfile.lock", "gem", "bundle update --conservative acme"),
        ("composer.lock", "composer", "composer update acme --with acme:2.0.0"),
        ("Pipfile.lock", "pypi", "pipenv upgrade acme==2.0.0"),
        ("requirements.txt", "pypi", "Write version '2.0.0' of 'acme' there."),
        ("pom.xml", "maven", "Write version '2.0.0' of 'acme' there."),
    ],
)
def test_the_remedy_is_a_command_of_the_files_tool(path: str, ecosystem: str, remedy: str) -> None:
    assert only(GATE, told(replace(AT_LOCK, path=path, ecosystem=ecosystem))).remedy == remedy


def test_what_only_others_need_is_updated_within_their_demands() -> None:
    assert only(GATE, told(replace(AT_LOCK, scope="transitive"))).remedy == "npm update acme"


def test_where_nothing_mends_it_nothing_is_promised() -> None:
    found = only(GATE, told(replace(AT_LOCK, vulnerability=replace(BAD, fixed=()))))
    assert found.remedy.startswith("No version mends it yet")


def test_milder_ones_and_other_scopes_are_left_out_where_a_fleet_wants_it() -> None:
    asked = dict(GATE.settings) | {"least": "high", "scopes": ("runtime",)}
    mild = replace(AT_LOCK, vulnerability=replace(BAD, severity=Severity.MEDIUM))
    for each in (mild, replace(AT_LOCK, scope="dev")):
        assert evaluate(told(each), GATE, asked).outcome is Outcome.PASS
    assert evaluate(told(AT_LOCK), GATE, asked).outcome is Outcome.FAIL


def test_remarks_are_not_told_unless_asked_for() -> None:
    remark = replace(AT_LOCK, vulnerability=replace(BAD, severity=Severity.INFO))
    assert passes(GATE, told(remark))


def test_the_findings_own_severity_goes_into_the_store_unless_the_fleet_sets_one() -> None:
    def severity(fleet: dict[str, object]) -> Severity:
        policy = Fleet.model_validate(fleet).policy
        (record,) = judge(told(AT_LOCK), (GATE,), policy, at=AT).findings
        return record.severity

    assert severity({}) is Severity.CRITICAL
    assert severity({"gates": {GATE.id: {"severity": "low"}}}) is Severity.LOW


def test_no_snapshot_is_unknown_not_clean() -> None:
    assert why(GATE, told(unknown="no snapshot was imported"), Outcome.UNKNOWN) == "no snapshot was imported"
    assert why(GATE, replace(told(), advisories=None), Outcome.UNKNOWN) == "no advisories were asked"


def test_what_could_not_be_compared_is_unknown() -> None:
    asked = told(undecided=(Package("npm", "acme", "main"),))
    assert why(GATE, asked, Outcome.UNKNOWN) == (
        "1 version could not be compared with advisories, first 'acme' 'main'"
    )
    assert why(GATE, told(uncovered=("cargo",)), Outcome.UNKNOWN) == (
        "the snapshot has no advisories for cargo"
    )
    assert evaluate(told(AT_LOCK, uncovered=("cargo",)), GATE).outcome is Outcome.FAIL


def test_a_tree_without_any_version_is_not_asked() -> None:
    assert why(GATE, told(asked=0), Outcome.SKIP) == "no version of a package is locked or pinned"
    assert why(GATE, told(asked=0, uncovered=("conan",)), Outcome.UNKNOWN) == (
        "the snapshot has no advisories for conan"
    )


def test_hostile_names_are_shown_safely() -> None:
    odd = replace(AT_LOCK, name="a\x1b[31m;rm", vulnerability=replace(BAD, summary="x\x1by"))
    found = only(GATE, told(odd))
    assert found.message.isprintable()
    assert found.remedy.isprintable()
    assert "npm install $'" in found.remedy
