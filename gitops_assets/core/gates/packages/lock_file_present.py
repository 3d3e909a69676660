"""Applications commit their lock file.

Without one, every build chooses anew among the versions that fit: what was tested is not what is deployed,
nobody can say whether a vulnerable version was taken, and a package that was taken over this morning is in
the build at noon. Libraries are not asked: their users choose.

Source: [npm, package-lock.json](https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json),
[Cargo](https://doc.rust-lang.org/cargo/faq.html#why-have-cargolock-in-version-control).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.packages.lock_names import NPM, PYTHON, writing
from gitops_assets.core.gates.packages.places import aside, beside, manifests, nearest
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity

Wanting = Iterator[tuple[str, tuple[str, ...]]]
"""Manifests of applications, each with the lock files of which it should have one."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag the manifest of an application that asks for packages and has no lock file.

    The lock file may stand in its folder or above. Manifests in folders of tests and examples are not asked.
    """
    asked = False
    for path, locks in _applications(facts):
        asked = True
        if nearest(facts.files, path, locks) is None:
            lock = beside(path, locks[0])
            yield Finding(
                message=f"{shown(path)} is an application's and has no lock file.",
                path=path,
                subject=path,
                remedy=f"{writing(lock)} && {command('git', 'add', file_of(lock))}",
            )
    if not asked:
        raise NotApplicable("no manifest of an application was found")


def _applications(facts: Facts) -> Wanting:
    files, needing = facts.files, _needing(facts)
    yield from ((path, locks) for path, locks in _candidates(files) if path in needing)


def _needing(facts: Facts) -> frozenset[str]:
    """Files that ask for something out of a registry."""
    rows = facts.packages.dependencies
    return frozenset(each.path for each in rows if each.kind is Kind.PACKAGE and each.local is None)


def _candidates(files: TreeFacts) -> Wanting:
    yield from _of_scripts(files)
    yield from _of_systems(files)
    for path in files.paths:
        name = file_of(path)
        if name == "go.mod" and not aside(path):
            yield path, ("go.sum", "go.work.sum")
        elif name == "Gemfile" and not aside(path) and not _has_gemspec(files, path):
            yield path, ("Gemfile.lock",)


def _of_scripts(files: TreeFacts) -> Wanting:
    for path, manifest in manifests(files, "package.json"):
        if manifest.at("private") is True and not _lockless(files, path):
            yield path, NPM
    for path, manifest in manifests(files, "composer.json"):
        if manifest.text("type") == "project":
            yield path, ("composer.lock",)
    for path, _ in manifests(files, "Pipfile"):
        yield path, ("Pipfile.lock",)


def _of_systems(files: TreeFacts) -> Wanting:
    for path, manifest in manifests(files, "Cargo.toml"):
        if beside(path, "src/main.rs") in files or manifest.items("bin"):
            yield path, ("Cargo.lock",)
    for path, manifest in manifests(files, "pyproject.toml"):
        if (tool := _unpublished(manifest)) is not None:
            yield path, (tool, *PYTHON)


def _lockless(files: TreeFacts, path: str) -> bool:
    """Whether npm was told to write none: somebody decided that."""
    settings = nearest(files, path, (".npmrc",))
    return settings is not None and "package-lock=false" in files.text(settings).text.replace(" ", "")


def _unpublished(manifest: Located) -> str | None:
    """The lock file of a Python project that says it is no package."""
    if manifest.at("tool", "uv", "package") is False:
        return "uv.lock"
    return "poetry.lock" if manifest.at("tool", "poetry", "package-mode") is False else None


def _has_gemspec(files: TreeFacts, path: str) -> bool:
    folder = folder_of(path)
    return any(each.endswith(".gemspec") and folder_of(each) == folder for each in files.paths)


GATE = Gate(
    id="lock-file-present",
    title="Applications commit their lock file",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Let the package manager write its lock file and commit it.",
    find=find,
    category=Category.PACKAGES,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=FROM_MERGE,
    required=False,
)
