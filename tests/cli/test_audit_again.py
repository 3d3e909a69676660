"""Things happen in the fleet between two audits; the next one tells exactly those, each with its cause."""

import os
import shutil
from pathlib import Path

import pytest

from gitops_assets.core.gates.selection import GateSet
from resources.sample_fleet.authoring import git
from resources.sample_fleet.build import build_sample_fleet
from resources.sample_fleet.shop import LATEST
from tests.cli.command_line import PROGRAM, Done, finished, gitops, started_as
from tests.repositories import commit, repository

Told = set[tuple[str, str, str, str]]

pytestmark = pytest.mark.usefixtures("quickly")


OVER_FILES = {gate.id for gate in GateSet().of_content.gates}


def told(done: Done) -> Told:
    """What is told of state and dependencies; gates over files and scores have tests of their own."""
    assert done.code == 0, done.err
    return {
        (each["slug"], each["kind"], each["subject"], each["cause"])
        for each in done.document["changes"]
        if each["kind"] != "score-moved" and each["subject"] not in OVER_FILES
    }


def states(done: Done) -> dict[str, list[str]]:
    return {each["slug"]: each["states"] for each in done.document["repositories"]}


def statuses(done: Done, gate: str) -> dict[str, str]:
    return {each["slug"]: each["status"] for each in done.document["findings"] if each["gate"] == gate}


def test_each_thing_that_happened_is_told_once_with_its_cause(tmp_path: Path) -> None:
    sample = build_sample_fleet(tmp_path / "sample")
    gitops("audit", "--fleet", sample.config)
    for slug, arguments in {
        "shop/api": ("commit", "--quiet", "--allow-empty", "-m", "Go on"),
        "shop/accounts-unpushed": ("push", "--quiet"),
        "shop/cart-conflicted-merge": ("merge", "--abort"),
        "shop/wishlist-local-branch": ("switch", "--quiet", "main"),
    }.items():
        git(sample.root / slug, *arguments, at=LATEST + 1)
    (sample.root / "shop" / "newsletter-untracked" / "draft.md").unlink()
    shutil.rmtree(sample.root / "shop" / "taxes-at-a-tag")
    shutil.rmtree(sample.root / "lab" / "chatbot-not-listed")
    repository(sample.root / "lab" / "new-idea")
    done = gitops("audit", "--fleet", sample.config, "--json")
    (head,) = (
        each
        for each in done.document["changes"]
        if each["kind"] == "head-moved" and each["slug"] == "shop/api"
    )
    assert head["after"] == git(sample.root / "shop/api", "rev-parse", "HEAD", at=0)[:10]
    assert told(done) == {
        ("shop/api", "head-moved", "HEAD", "code"),
        ("shop/api", "state-gained", "ahead", "code"),
        ("shop/api", "finding-new", "commits-pushed", "code"),
        ("shop/accounts-unpushed", "state-lost", "ahead", "code"),
        ("shop/accounts-unpushed", "finding-fixed", "commits-pushed", "code"),
        ("shop/cart-conflicted-merge", "state-lost", "conflicted", "code"),
        ("shop/cart-conflicted-merge", "state-lost", "dirty", "code"),
        ("shop/cart-conflicted-merge", "state-lost", "merging", "code"),
        ("shop/cart-conflicted-merge", "finding-fixed", "conflicts-resolved", "code"),
        ("shop/cart-conflicted-merge", "finding-fixed", "operation-finished", "code"),
        ("shop/newsletter-untracked", "state-lost", "dirty", "code"),
        ("shop/newsletter-untracked", "finding-fixed", "work-committed", "code"),
        ("shop/taxes-at-a-tag", "repository-missing", "repository", "code"),
        ("shop/taxes-at-a-tag", "finding-new", "repository-present", "code"),
        ("shop/taxes-at-a-tag", "finding-fixed", "branch-attached", "code"),
        ("shop/payments-behind", "finding-new", "dependency-targets-present", "dependency"),
        ("shop/prices-rebase-halfway", "finding-new", "dependency-targets-present", "dependency"),
        ("shop/wishlist-local-branch", "branch-switched", "branch", "code"),
        ("shop/wishlist-local-branch", "head-moved", "HEAD", "code"),
        ("shop/wishlist-local-branch", "state-lost", "no-upstream", "code"),
        ("shop/wishlist-local-branch", "finding-fixed", "upstream-configured", "code"),
        ("lab/chatbot-not-listed", "repository-removed", "repository", "code"),
        ("lab/chatbot-not-listed", "finding-fixed", "repository-inventoried", "code"),
        ("lab/new-idea", "repository-added", "repository", "code"),
        ("lab/new-idea", "finding-new", "repository-inventoried", "code"),
        ("lab/new-idea", "finding-new", "upstream-configured", "code"),
    }


class Listed:
    """The small fleet with an inventory that lists `api` and `gone`: `web` is extra, `gone` is missing."""

    def __init__(self, fleet: Path) -> None:
        self.fleet = fleet
        self.inventory = fleet.parent / "inventory.csv"
        self.config = fleet.parent / "fleet.yaml"
        self.config.write_text("roots: [fleet]\ninventory:\n  - file: inventory.csv\n")
        self.list("api", "gone")

    def list(self, *slugs: str) -> None:
        self.inventory.write_text("\n".join(["slug", *slugs]) + "\n")

    def audit(self) -> Done:
        return gitops("audit", "--fleet", self.config, "--json")


@pytest.fixture
def listed(fleet: Path) -> Listed:
    return Listed(fleet)


def test_an_inventory_that_fails_makes_missing_and_extra_unknown_and_deletes_nothing(listed: Listed) -> None:
    before = listed.audit()
    listed.inventory.unlink()
    done = listed.audit()
    assert told(done) == {("", "inventory-unknown", "inventory", "access")}
    assert "missing" in states(done)["gone"]
    assert "extra" in states(before)["web"]
    assert "extra" not in states(done)["web"]
    assert statuses(done, "repository-present") == {"gone": "existing"}
    assert statuses(done, "repository-inventoried") == {"web": "existing"}
    summary = gitops("audit", "--fleet", listed.config).out
    assert "What should exist is unknown: inventory.csv could not be read" in summary
    listed.list("api", "gone")
    assert told(listed.audit()) == {("", "inventory-known-again", "inventory", "access")}


def test_what_comes_to_be_listed_is_missing_by_policy(listed: Listed) -> None:
    listed.audit()
    listed.list("api", "gone", "web", "wanted")
    assert told(listed.audit()) == {
        ("wanted", "repository-added", "repository", "policy"),
        ("wanted", "finding-new", "repository-present", "policy"),
        ("web", "state-lost", "extra", "policy"),
        ("web", "finding-fixed", "repository-inventoried", "policy"),
    }


def test_what_is_no_longer_listed_and_not_there_leaves_the_fleet(listed: Listed) -> None:
    listed.audit()
    listed.list("api")
    done = listed.audit()
    assert told(done) == {
        ("gone", "repository-removed", "repository", "policy"),
        ("gone", "finding-fixed", "repository-present", "policy"),
    }
    assert states(done).keys() == {"api", "web"}


def test_what_was_missing_and_is_cloned_is_found(listed: Listed) -> None:
    listed.audit()
    repository(listed.fleet / "gone")
    done = listed.audit()
    assert {(slug, kind) for slug, kind, _, _ in told(done)} == {
        ("gone", "repository-found"),
        ("gone", "finding-fixed"),
        ("gone", "finding-new"),
    }


def test_a_waiver_that_excuses_nothing_is_told_until_it_does(listed: Listed) -> None:
    waiver = "{gate: work-committed, repositories: web, reason: later, expires: 2999-01-01}"
    listed.config.write_text(f"{listed.config.read_text()}waivers: [{waiver}]\n")
    assert (
        "A waiver does nothing: work-committed for web: it excuses no"
        in gitops("audit", "--fleet", listed.config).out
    )
    (idle,) = gitops("report", "json").document["fleet"]["idle_waivers"]
    assert (idle["gate"], idle["expires"]) == ("work-committed", "2999-01-01")
    (listed.fleet / "web" / "new.txt").touch()
    assert listed.audit().document["fleet"]["idle_waivers"] == []
    assert gitops("report", "json", "--as-of", "1").document["fleet"]["idle_waivers"] == [idle]


def test_a_waiver_closes_a_finding_by_policy(listed: Listed) -> None:
    listed.audit()
    waiver = "{gate: repository-present, repositories: gone, reason: later, expires: 2999-01-01}"
    listed.config.write_text(f"{listed.config.read_text()}waivers: [{waiver}]\n")
    done = listed.audit()
    assert told(done) == {("gone", "finding-waived", "repository-present", "policy")}
    assert statuses(done, "repository-present") == {"gone": "waived"}
    summary = gitops("report", "markdown").out
    assert "### Waived since the last audit (1)" in summary
    assert "### Fixed" not in summary
    assert statuses(listed.audit(), "repository-present") == {}


def test_a_finding_that_comes_back_is_reopened(fleet: Path) -> None:
    gitops("audit", fleet)
    (fleet / "api" / "new.txt").touch()
    assert statuses(gitops("audit", fleet, "--json"), "work-committed") == {"api": "new"}
    (fleet / "api" / "new.txt").unlink()
    assert statuses(gitops("audit", fleet, "--json"), "work-committed") == {"api": "fixed"}
    (fleet / "api" / "new.txt").touch()
    done = gitops("audit", fleet, "--json")
    assert statuses(done, "work-committed") == {"api": "reopened"}
    assert ("api", "finding-reopened", "work-committed", "code") in told(done)


def test_repositories_in_a_folder_that_cannot_be_entered_are_unknown_not_gone(fleet: Path) -> None:
    repository(fleet / "locked" / "inner")
    (fleet / "locked" / "inner" / "new.txt").touch()
    gitops("audit", fleet)
    (fleet / "locked").chmod(0)
    done = finished(started_as(obeying_permissions(), "audit", fleet, "--json"))
    (fleet / "locked").chmod(0o755)
    assert states(done)["locked/inner"] == ["unreadable"]
    assert statuses(done, "work-committed") == {"locked/inner": "existing"}
    unseen = [{"path": str(fleet / "locked"), "why": "cannot be read: permission denied"}]
    assert done.document["fleet"]["not_looked_into"] == unseen
    assert {(slug, cause) for slug, _, _, cause in told(done)} == {("locked/inner", "access")}
    again = gitops("audit", fleet, "--json")
    assert {(slug, cause) for slug, _, _, cause in told(again)} == {("locked/inner", "access")}
    assert statuses(again, "work-committed") == {"locked/inner": "existing"}
    assert again.document["fleet"]["not_looked_into"] == []
    past = gitops("report", "json", "--as-of", "2")
    assert past.document["fleet"]["not_looked_into"] == unseen


def test_a_repository_that_lost_its_git_folder_is_unknown_until_its_folder_is_gone(fleet: Path) -> None:
    (fleet / "web" / "new.txt").touch()
    gitops("audit", fleet)
    (fleet / "web" / ".git").rename(fleet.parent / "aside")
    broken = gitops("audit", fleet, "--json")
    assert states(broken)["web"] == ["unreadable"]
    assert statuses(broken, "work-committed") == {"web": "existing"}
    assert {cause for _, _, _, cause in told(broken)} == {"access"}
    assert told(gitops("audit", fleet, "--json")) == set()
    shutil.rmtree(fleet / "web")
    done = gitops("audit", fleet, "--json")
    assert ("web", "repository-removed", "repository", "code") in told(done)
    assert statuses(done, "work-committed") == {"web": "fixed"}


def test_a_lost_repository_that_is_ignored_leaves_the_fleet(fleet: Path) -> None:
    gitops("audit", fleet)
    shutil.rmtree(fleet / "web" / ".git")
    assert "web" in states(gitops("audit", fleet, "--json"))
    config = fleet.parent / "fleet.yaml"
    config.write_text("roots: [fleet]\nignore: [web]\n")
    assert states(gitops("audit", "--fleet", config, "--json")).keys() == {"api"}


def test_a_fleet_that_lost_every_git_folder_is_still_a_fleet(fleet: Path) -> None:
    gitops("audit", fleet)
    for name in ("api", "web"):
        shutil.rmtree(fleet / name / ".git")
    assert states(gitops("audit", fleet, "--json")) == {"api": ["unreadable"], "web": ["unreadable"]}


def obeying_permissions() -> tuple[str, ...]:
    """The program for a user who may not enter every folder; root must be told to be one."""
    if os.geteuid() != 0:
        return PROGRAM
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root enters every folder, and there is no setpriv to stop it")
    return (setpriv, "--bounding-set", "-dac_override,-dac_read_search", *PROGRAM)


def test_a_repository_that_moves_within_the_fleet_is_told(fleet: Path) -> None:
    gitops("audit", fleet)
    commit(fleet / "api")
    (fleet / "api").rename(fleet / "service")
    done = gitops("audit", fleet, "--json")
    assert {(slug, kind) for slug, kind, _, _ in told(done)} == {
        ("api", "repository-removed"),
        ("api", "finding-fixed"),
        ("service", "repository-added"),
        ("service", "finding-new"),
    }
