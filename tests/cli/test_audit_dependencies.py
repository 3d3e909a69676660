"""An audit knows what depends on what, and what became of it since the last one."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import gitops
from tests.repositories import commit, git, repository

pytestmark = pytest.mark.usefixtures("quickly")


def manifest(name: str, version: str = "1.0.0", **needs: str) -> str:
    return json.dumps({"name": name, "version": version, "dependencies": needs}, indent=1)


def write(path: Path, **files: str) -> None:
    for name, text in files.items():
        (path / name).write_text(text)


@pytest.fixture
def family(tmp_path: Path) -> Path:
    """`web` needs `lib`, and both need react at versions that exclude each other."""
    root = tmp_path / "fleet"
    for name, text in (
        ("lib", manifest("lib", react="^18.0.0")),
        ("web", manifest("web", lib="^1.0.0", react="^17.0.0")),
    ):
        repository(root / name)
        (root / name / "package.json").write_text(text)
        commit(root / name)
    return root


def audited(root: Path) -> Any:  # noqa: ANN401 - JSON has no narrower type
    done = gitops("audit", root, "--json")
    assert done.code == 0, done.err
    return done.document


def findings(report: Any, gate: str) -> list[tuple[str, str, int, str]]:  # noqa: ANN401
    return [
        (each["slug"], each["path"], each["line"], each["status"])
        for each in report["findings"]
        if each["gate"] == gate
    ]


def changes(report: Any) -> list[tuple[str, str, str | None, str | None]]:  # noqa: ANN401
    return [
        (each["slug"], each["kind"], each["before"], each["after"])
        for each in report["changes"]
        if each["kind"].startswith("dependency-")
    ]


def edges() -> list[tuple[str, str, int, bool]]:
    document = gitops("graph", "--json").document
    return [(each["source"], each["target"], each["line"], each["missing"]) for each in document["edges"]]


def test_a_conflict_is_a_finding_at_the_line_that_has_to_change(family: Path) -> None:
    report = audited(family)
    assert edges() == [("web", "lib", 5, False)]
    assert findings(report, "versions-aligned") == [("web", "package.json", 6, "new")]
    assert changes(report) == []


def test_what_moved_since_the_last_audit_is_told_with_its_versions(family: Path) -> None:
    audited(family)
    (family / "web" / "package.json").write_text(manifest("web", lib="^1.2.0", react="^18.0.0", zod="3"))
    commit(family / "web")
    report = audited(family)
    assert changes(report) == [
        ("web", "dependency-added", None, "3"),
        ("web", "dependency-updated", "^1.0.0", "^1.2.0"),
        ("web", "dependency-updated", "^17.0.0", "^18.0.0"),
    ]
    assert findings(report, "versions-aligned") == [("web", "package.json", 6, "fixed")]
    assert changes(audited(family)) == []


def test_a_repository_that_went_leaves_missing_targets_and_not_nothing(family: Path) -> None:
    audited(family)
    shutil.rmtree(family / "lib")
    report = audited(family)
    assert edges() == [("web", "lib", 5, True)]
    assert findings(report, "dependency-targets-present") == [("web", "package.json", 5, "new")]


def test_a_manifest_that_was_deleted_takes_its_rows_along(family: Path) -> None:
    audited(family)
    git(family / "web", "rm", "-q", "package.json")
    commit(family / "web")
    audited(family)
    assert edges() == []


def test_a_file_that_cannot_be_read_is_a_finding_and_hides_nothing_else(family: Path) -> None:
    (family / "web" / "composer.json").write_text('{"require": {')
    commit(family / "web")
    report = audited(family)
    assert findings(report, "manifests-readable") == [("web", "composer.json", 1, "new")]
    assert edges() == [("web", "lib", 5, False)]


def test_what_the_store_knows_and_what_the_folders_say_are_the_same(family: Path) -> None:
    audited(family)
    stored, seen = gitops("graph", "--json").document, gitops("graph", family, "--json").document
    for document in (stored, seen):
        for edge in document["edges"]:
            edge.pop("last_validated")
    assert stored == seen
    assert gitops("conflicts", "--json").document == gitops("conflicts", family, "--json").document
    assert gitops("impact", "lib", "--json").document["dependents"][0]["slug"] == "web"


BANNED = """\
roots: [fleet]
dependencies:
  banned:
    - {name: evil, reason: it is}
    - {name: react, ecosystem: npm, versions: "<18", reason: too old}
    - {name: react, ecosystem: npm, versions: "<18.5", reason: too old as well}
"""


def test_what_fleet_yaml_forbids_is_found_by_audit_folders_and_store_alike(
    family: Path, tmp_path: Path
) -> None:
    lock = {"lockfileVersion": 3, "packages": {"": {}, "node_modules/evil": {"version": "6.6.6"}}}
    (family / "web" / "package-lock.json").write_text(json.dumps(lock, indent=1))
    commit(family / "web")
    config = tmp_path / "fleet.yaml"
    config.write_text(BANNED)
    report = gitops("audit", "--fleet", config, "--json").document
    assert {each[1] for each in findings(report, "dependencies-allowed")} == {
        "package.json",
        "package-lock.json",
    }
    stored = gitops("conflicts", "--kind", "banned", "--json").document["conflicts"]
    seen = gitops("conflicts", family, "--fleet", config, "--kind", "banned", "--json").document["conflicts"]
    assert stored == seen
    assert [each["name"] for each in stored] == ["evil", "react", "react"]
    assert [each["name"] for each in report["dependencies"]["conflicts"] if each["kind"] == "banned"] == [
        "evil",
        "react",
        "react",
    ]
