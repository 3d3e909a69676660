import json

import pytest

from gitops_assets.core.dependencies.ecosystems.workspace import PATTERNS
from gitops_assets.core.dependencies.model import RepositoryDependencies
from tests.dependencies.packages_read import skips, tree


def package(name: str, version: str = "1.0.0", **needed: str) -> str:
    return json.dumps({"name": name, "version": version, "dependencies": needed})


def locals_of(known: RepositoryDependencies) -> list[tuple[str, str | None]]:
    return [(row.name, row.local) for row in known.dependencies]


def npm(constraint: str, *globs: str) -> RepositoryDependencies:
    return tree(
        {
            "package.json": json.dumps({"workspaces": globs or ["packages/*"]}),
            "packages/a/package.json": package("a", b=constraint),
            "packages/b/package.json": package("b", "1.2.0"),
        }
    )


@pytest.mark.parametrize("constraint", ["^1.0.0", "*", "", "workspace:^", "1.2.0"])
def test_a_member_that_answers_the_demand_is_local(constraint: str) -> None:
    assert locals_of(npm(constraint)) == [("b", "packages/b")]


@pytest.mark.parametrize("constraint", ["^2.0.0", "latest", "x" * 300])
def test_a_member_that_does_not_answer_it_comes_from_the_registry(constraint: str) -> None:
    assert locals_of(npm(constraint)) == [("b", None)]


@pytest.mark.parametrize("globs", [("packages/a",), ("packages/*", "!packages/b"), ("libs/**",)])
def test_a_folder_that_no_glob_means_is_no_member(globs: tuple[str, ...]) -> None:
    assert locals_of(npm("^1.0.0", *globs)) == [("b", None)]


@pytest.mark.parametrize("globs", [("./packages/*/",), ("packages/**",), ("**",), ("packages/{a,b}",)])
def test_globs_have_many_forms(globs: tuple[str, ...]) -> None:
    assert locals_of(npm("^1.0.0", *globs)) == [("b", "packages/b")]


def test_a_demand_on_the_workspace_that_no_member_answers_is_said() -> None:
    known = npm("workspace:*", "packages/a")
    assert skips(known.skipped) == [(1, "asks for 'b' of the workspace, which has no such member")]


def test_a_glob_out_of_the_tree_is_said() -> None:
    assert skips(npm("*", "../x").skipped) == [(1, "has the workspace '../x', which is outside of the tree")]


def test_globs_without_end_are_cut_and_that_is_said() -> None:
    (only,) = skips(npm("*", *(f"p{nth}" for nth in range(PATTERNS + 5))).skipped)
    assert only == (1, "lists more than 1,000 workspaces; the rest is not looked at")


def test_members_of_a_workspace_of_uv_are_local() -> None:
    known = tree(
        {
            "pyproject.toml": '[project]\nname = "root"\ndependencies = ["core", "old"]\n'
            '[tool.uv.workspace]\nmembers = ["libs/*"]\nexclude = ["libs/old"]\n',
            "libs/core/pyproject.toml": '[project]\nname = "core"\n',
            "libs/old/pyproject.toml": '[project]\nname = "old"\n',
        }
    )
    assert locals_of(known) == [("core", "libs/core"), ("old", None)]
