from gitops_assets.core.dependencies.extractors import go_mod, go_work
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links.go_workspaces import LINKER
from gitops_assets.core.dependencies.model import Dependency, RepositoryDependencies, Row


def tree(**files: str) -> RepositoryDependencies:
    """The linked rows of files, whose names have ``__`` for the slash."""
    rows: list[Row] = []
    for name, text in files.items():
        path = name.replace("__", "/").replace("_", ".")
        read = go_work.extract if path.endswith("work") else go_mod.extract
        rows.extend(read(path, text))
    return linked("acme/app", rows, (LINKER,))


def needs(known: RepositoryDependencies) -> list[tuple[str, str | None, str | None]]:
    return [(row.name, row.local, row.resolved) for row in known.dependencies]


def test_modules_of_one_workspace_need_each_other_from_their_folders() -> None:
    known = tree(
        go_work="use (\n ./api\n ./app\n)\n",
        api__go_mod="module a.org/api\n",
        app__go_mod="module a.org/app\nrequire a.org/api v1.0.0\nrequire b.org/x v1.1.0\n",
    )
    assert needs(known) == [("a.org/api", "api", None), ("b.org/x", None, "v1.1.0")]


def test_a_module_that_the_workspace_leaves_out_is_fetched() -> None:
    known = tree(
        go_work="use ./app\n",
        api__go_mod="module a.org/api\n",
        app__go_mod="module a.org/app\nrequire a.org/api v1.0.0\n",
    )
    assert needs(known) == [("a.org/api", None, "v1.0.0")]


def test_a_replacement_of_the_workspace_counts_for_every_module_it_uses() -> None:
    known = tree(
        go_work="use ./app\nreplace (\n b.org/x => ./x\n b.org/y => c.org/y v2.0.0\n)\n",
        app__go_mod="module a.org/app\nrequire (\n b.org/x v1.1.0\n b.org/y v1.0.0\n)\n",
    )
    assert needs(known) == [("b.org/x", "x", None), ("c.org/y", None, "v2.0.0")]


def test_a_used_folder_without_a_module_is_said() -> None:
    known = tree(go_work="use ./gone\n")
    assert [row.reason for row in known.skipped] == ["uses a folder that has no go.mod (./gone)"]


def test_rows_of_other_files_stay_as_they_are() -> None:
    rows: tuple[Row, ...] = tuple(go_mod.extract("go.mod", "require a.org/x v1.0.0\n"))
    assert LINKER.link(rows) == rows
    assert isinstance(rows[0], Dependency)
