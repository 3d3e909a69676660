from textwrap import dedent

import pytest

from gitops_assets.core.dependencies.extractors.pyproject import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Malformed, Row
from tests.dependencies.packages_read import needs, offers, says, skips


def read(text: str, path: str = "pyproject.toml") -> list[Row]:
    return list(extract(path, dedent(text)))


def sources(rows: list[Row]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(row.name, row.constraint, row.url, row.local) for row in rows if isinstance(row, Dependency)]


def test_every_pyproject_is_read() -> None:
    assert wants("libs/a/pyproject.toml")
    assert not wants("poetry.toml")


def test_a_project_names_what_it_needs_and_what_it_is() -> None:
    rows = read(
        """\
        [build-system]
        requires = ["hatchling>=1.27,<2"]
        [project]
        name = "Acme.Core"
        version = "1.2.0"
        dependencies = [
            "Foo_Bar[extra] (>=1, !=1.5) ; python_version < '4'",
            "pinned==1.0",
            "any",
        ]
        [project.optional-dependencies]
        fast = ["speed~=1.0"]
        test = ["pytest"]
        all = ["acme-core[fast]"]
        """
    )
    assert offers(rows) == [(4, "acme-core", "1.2.0")]
    assert needs(rows) == [
        (7, "foo-bar", ">=1, !=1.5", "runtime"),
        (8, "pinned", "==1.0", "runtime"),
        (9, "any", None, "runtime"),
        (12, "speed", "~=1.0", "optional"),
        (13, "pytest", None, "test"),
        (14, "acme-core", None, "optional"),
        (2, "hatchling", ">=1.27,<2", "build"),
    ]
    assert [row.name for row in rows if isinstance(row, Dependency) and row.local == ""] == ["acme-core"]
    assert [row.resolved for row in rows if isinstance(row, Dependency)][1] == "1.0"


def test_a_version_that_is_computed_is_not_known() -> None:
    assert offers(read('[project]\nname = "a"\ndynamic = ["version"]\n')) == [(2, "a", None)]


def test_groups_are_read_once_and_their_includes_followed() -> None:
    rows = read(
        """\
        [dependency-groups]
        test = ["pytest>=8"]
        dev = [
            {include-group = "Test"},
            {include-group = "lint"},
            "ruff",
        ]
        a = [{include-group = "b"}]
        b = [{include-group = "a"}]
        """
    )
    assert needs(rows) == [(2, "pytest", ">=8", "test"), (6, "ruff", None, "dev")]
    assert skips(rows) == [
        (5, "includes the group 'lint', which is not there"),
        (9, "includes the group 'a' in a circle"),
    ]


def test_poetry_has_versions_of_its_own_form_and_tables() -> None:
    rows = read(
        """\
        [tool.poetry]
        name = "app"
        version = "2.0"
        [tool.poetry.dependencies]
        python = "^3.11"
        a = "^1.2"
        b = {version = "~2", optional = true}
        c = {git = "https://me:pw@host/acme/c.git", tag = "v1"}
        d = {path = "../d", develop = true}
        e = [{version = "1", python = "<3.12"}, {version = "2", python = ">=3.12"}]
        f = 1
        [tool.poetry.group.test.dependencies]
        pytest = "*"
        [tool.poetry.dev-dependencies]
        black = "*"
        """,
        "app/pyproject.toml",
    )
    assert offers(rows) == [(2, "app", "2.0")]
    assert needs(rows) == [
        (6, "a", "^1.2", "runtime"),
        (7, "b", "~2", "optional"),
        (8, "c", "v1", "runtime"),
        (9, "d", None, "runtime"),
        (10, "e", "1", "runtime"),
        (10, "e", "2", "runtime"),
        (15, "black", "*", "dev"),
        (13, "pytest", "*", "test"),
    ]
    assert skips(rows) == [(11, "asks for 'f' with what is no version")]
    assert ("c", "v1", "https://host/acme/c.git", None) in sources(rows)
    assert ("d", None, None, "d") in sources(rows)


def test_a_dependency_of_poetry_is_optional_in_all_its_forms_or_not_at_all() -> None:
    rows = read(
        """\
        [tool.poetry.dependencies]
        a = [{version = "1", optional = true}, {version = "2", optional = true}]
        b = [{version = "1", optional = true}, {version = "2"}]
        [tool.poetry.group.main.dependencies]
        c = "*"
        """
    )
    assert [(name, scope) for _, name, _, scope in needs(rows)] == [
        ("a", "optional"),
        ("a", "optional"),
        ("b", "runtime"),
        ("b", "runtime"),
        ("c", "runtime"),
    ]


def test_uv_takes_packages_from_other_places_than_a_registry() -> None:
    rows = read(
        """\
        [project]
        dependencies = ["a>=1", "b", "c", "d", "e @ git+https://host/acme/e@main#subdirectory=x"]
        [tool.uv]
        dev-dependencies = ["f"]
        [tool.uv.sources]
        a = {git = "https://host/acme/a", branch = "next"}
        b = {path = "libs/b", editable = true}
        c = [{url = "https://host/c.whl", marker = "sys_platform == 'linux'"}]
        d = {workspace = true}
        [tool.uv.workspace]
        members = ["libs/*"]
        exclude = ["libs/old"]
        """
    )
    assert sources(rows) == [
        ("a", "next", "https://host/acme/a", None),
        ("b", None, None, "libs/b"),
        ("c", None, "https://host/c.whl", None),
        ("d", None, None, None),
        ("e", "main", "https://host/acme/e", None),
        ("f", None, None, None),
    ]
    assert says(rows, "pypi:workspace") == [(11, "libs/*", ""), (12, "!libs/old", "")]


def test_environments_of_hatch_and_groups_of_pdm_are_needed_for_work() -> None:
    rows = read(
        """\
        [tool.hatch.envs.test]
        dependencies = ["pytest"]
        [tool.pdm.dev-dependencies]
        lint = ["ruff"]
        """
    )
    assert sorted(needs(rows)) == [(2, "pytest", None, "test"), (4, "ruff", None, "dev")]


def test_files_that_setuptools_reads_requirements_from_are_left_for_the_linker() -> None:
    rows = read('[tool.setuptools.dynamic]\ndependencies = {file = ["reqs.txt"]}\n')
    assert says(rows, "pip:include") == [(2, "reqs.txt", "r")]


def test_an_entry_that_is_no_requirement_is_skipped_where_it_stands() -> None:
    (skipped,) = skips(read('[project]\ndependencies = [\n"a",\n"b ==",\n]\n'))
    assert skipped[0] == 4
    assert skipped[1].startswith("has an entry that is no requirement (")


def test_what_is_no_toml_is_malformed() -> None:
    with pytest.raises(Malformed, match="merge-conflict"):
        read("[project]\n<<<<<<< HEAD\n")
