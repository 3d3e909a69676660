import pytest

from gitops_assets.core.dependencies.extractors.go_mod import extract, wants
from gitops_assets.core.dependencies.model import (
    Dependency,
    Kind,
    Locked,
    Malformed,
    Publication,
    Row,
    Scope,
    Skipped,
)


def only(text: str, path: str = "go.mod") -> Row:
    (row,) = extract(path, text)
    return row


def dependency(text: str, path: str = "go.mod") -> Dependency:
    (row,) = (row for row in extract(path, text) if isinstance(row, Dependency))
    return row


def test_every_module_of_the_tree_is_read_but_no_vendored_one() -> None:
    assert wants("go.mod")
    assert wants("tools/go.mod")
    assert not wants("vendor/x/go.mod")
    assert not wants("cargo.mod")


def test_a_module_is_published_under_its_path() -> None:
    assert only("// ours\nmodule github.com/acme/app/v2 // Deprecated: use v3\n\ngo 1.22\n") == Publication(
        kind=Kind.PACKAGE, ecosystem="golang", name="github.com/acme/app/v2", path="go.mod", line=2
    )


def test_a_direct_requirement_is_a_minimum_that_is_also_what_is_built() -> None:
    assert only("require (\n\tgithub.com/acme/core/v2/sub v2.1.0\n)\n") == Dependency(
        kind=Kind.PACKAGE,
        ecosystem="golang",
        name="github.com/acme/core/v2/sub",
        path="go.mod",
        line=2,
        constraint="v2.1.0",
        resolved="v2.1.0",
        url="https://github.com/acme/core",
    )


@pytest.mark.parametrize("comment", ["// indirect", "//indirect", "// indirect; pulled in by x"])
def test_what_only_others_import_is_a_locked_version(comment: str) -> None:
    assert only(f"require golang.org/x/net v0.1.0 {comment}\n") == Locked(
        ecosystem="golang", name="golang.org/x/net", version="v0.1.0", path="go.mod", line=1
    )


def test_a_tool_that_nothing_imports_is_a_development_dependency() -> None:
    row = dependency(
        "tool golang.org/x/tools/cmd/stringer\n"
        "require (\n golang.org/x v1.0.0 // indirect\n golang.org/x/tools v0.29.0 // indirect\n)\n"
    )
    assert (row.name, row.scope, row.line) == ("golang.org/x/tools", Scope.DEV, 4)


def test_a_replacement_by_a_folder_is_local() -> None:
    row = dependency("require b.org/core v1.0.0\nreplace b.org/core => ../core\n", "cmd/go.mod")
    assert (row.name, row.local, row.constraint, row.resolved, row.url) == (
        "b.org/core",
        "core",
        "v1.0.0",
        None,
        None,
    )


def test_a_replacement_by_another_module_names_what_is_really_built() -> None:
    row = dependency("require a.org/x v1.0.0\nreplace a.org/x => github.com/acme/x v1.0.1-fix\n")
    assert (row.name, row.resolved, row.url) == (
        "github.com/acme/x",
        "v1.0.1-fix",
        "https://github.com/acme/x",
    )


def test_a_replacement_for_another_version_does_not_count() -> None:
    row = dependency("require a.org/x v1.0.0\nreplace a.org/x v1.1.0 => ./x\n")
    assert (row.local, row.resolved) == (None, "v1.0.0")


def test_the_replacement_that_names_the_version_counts_more() -> None:
    text = "require a.org/x v1.0.0\nreplace (\n a.org/x v1.0.0 => ./one\n a.org/x => ./all\n)\n"
    assert dependency(text).local == "one"


def test_a_replacement_outside_of_the_tree_is_said_and_the_module_stays() -> None:
    rows = list(extract("go.mod", "require a.org/x v1.0.0\nreplace a.org/x => ../x\n"))
    assert [type(row) for row in rows] == [Dependency, Skipped]
    assert rows[1] == Skipped(
        path="go.mod", line=2, reason="replaces 'a.org/x' by a folder outside of the tree (../x)"
    )


def test_an_indirect_module_that_is_a_folder_has_no_version() -> None:
    assert not list(extract("go.mod", "require a.org/x v1.0.0 // indirect\nreplace a.org/x => ./x\n"))


def test_an_excluded_version_is_not_what_is_built() -> None:
    row = dependency("require a.org/x v1.0.0\nexclude a.org/x v1.0.0\n")
    assert (row.constraint, row.resolved) == ("v1.0.0", None)


def test_what_says_nothing_of_needs_gives_no_rows() -> None:
    text = "go 1.22\ntoolchain go1.22.1\ngodebug x=1\nretract [v1.0.0, v1.1.0] // broken\nignore ./x\n"
    assert not list(extract("go.mod", text))


def test_a_directive_of_the_future_is_said_once() -> None:
    rows = list(extract("go.mod", "go 1.22\nteleport (\n a\n b\n)\n"))
    assert rows == [Skipped(path="go.mod", line=3, reason="has a directive 'teleport' that is not known")]


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("module a\nrequire (\n x v1\n", "never closes", 2),
        ("require a\n", "not `module version`", 1),
        ("replace a => b c d\n", "not `module", 1),
        ("module a\n<<<<<<< HEAD\n", "merge-conflict", 2),
    ],
)
def test_what_go_refuses_is_malformed(text: str, reason: str, line: int) -> None:
    with pytest.raises(Malformed, match=reason) as caught:
        list(extract("go.mod", text))
    assert caught.value.line == line
