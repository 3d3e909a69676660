"""Cargo.toml against ``cargo metadata --no-deps``, which resolves what a crate takes from its workspace."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.asking import last_line, run
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from corpus.words import ELSEWHERE
from gitops_assets.core.dependencies.extractors import cargo_toml
from gitops_assets.core.dependencies.model import Dependency, Scope

_KINDS = {Scope.DEV: "dev", Scope.BUILD: "build", Scope.OPTIONAL: "optional"}


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Name, requirement and kind of every row, workspaces followed."""
    for row in tree.dependencies(path, "cargo-toml"):
        yield row.name, _wanted(row), _KINDS.get(row.scope, "normal")


def _wanted(row: Dependency) -> str:
    if row.url:
        return ELSEWHERE
    parts = [part.strip() for part in (row.constraint or "*").split(",")]
    return ", ".join(f"^{part}" if part[:1].isdigit() and "*" not in part else part for part in parts)


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What cargo says; of the sources it only needs to see that they are there, so they are empty."""
    answers: dict[str, Answer] = {}
    with tree.written(cargo_toml.wants) as folder:
        for path in tree.files:
            if path.endswith(".rs"):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).touch()
        for path in sorted(paths, key=lambda path: path.count("/")):
            if path not in answers:
                answers |= _asked(folder, path)
    return answers


def _asked(folder: Path, path: str) -> dict[str, Answer]:
    options = ("--no-deps", "--offline", "--format-version", "1", "--manifest-path", folder / path)
    done = run(("cargo", "metadata", *options), cwd=folder)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        reasons = [line for line in lines if line.lstrip().startswith("failed to")] or lines[:1]
        return {path: last_line(reasons[-1], folder)}
    packages = json.loads(done.stdout)["packages"]
    found: dict[str, Answer] = {
        str(Path(each["manifest_path"]).relative_to(folder)): [_fact(one) for one in each["dependencies"]]
        for each in packages
    }
    return {path: [], **found}


def _fact(dependency: Mapping[str, object]) -> Fact:
    away = str(dependency["source"] or "").startswith("git+")
    kind = "optional" if dependency["optional"] else str(dependency["kind"] or "normal")
    return str(dependency["name"]), ELSEWHERE if away else str(dependency["req"]), kind


JUDGE = Judge(
    id="cargo-toml",
    title="Cargo.toml",
    tool="`cargo metadata --no-deps --offline`",
    compares="name, requirement, kind",
    wants=cargo_toml.wants,
    ours=ours,
    theirs=theirs,
    leaves=("which repository a dependency comes from, and for which target and features it is"),
)
