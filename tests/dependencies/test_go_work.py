from gitops_assets.core.dependencies.extractors.go_work import REPLACE, USE, extract, wants
from gitops_assets.core.dependencies.model import Definition, Skipped


def test_the_workspace_is_read_wherever_it_stands() -> None:
    assert wants("go.work")
    assert wants("src/go.work")
    assert not wants("go.mod")


def test_each_used_folder_is_defined() -> None:
    rows = list(extract("src/go.work", "go 1.22\n\nuse (\n\t.\n\t./api\n)\nuse ../lib\n"))
    assert rows == [
        Definition(group=USE, name="src", value=".", path="src/go.work", line=4),
        Definition(group=USE, name="src/api", value="./api", path="src/go.work", line=5),
        Definition(group=USE, name="lib", value="../lib", path="src/go.work", line=7),
    ]


def test_a_folder_outside_of_the_tree_is_said() -> None:
    assert list(extract("go.work", "use ../other\n")) == [
        Skipped(path="go.work", line=1, reason="uses a module outside of the tree (../other)")
    ]


def test_a_replacement_is_kept_for_the_modules() -> None:
    rows = list(extract("go.work", "replace a.org/x v1.0.0 => ../x\n"))
    assert [type(row) for row in rows] == [Definition, Skipped]
    assert rows[0] == Definition(
        group=REPLACE, name="a.org/x", value="a.org/x\nv1.0.0\n=>\n../x", path="go.work", line=1
    )
