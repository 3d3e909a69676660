from gitops_assets.core.dependencies.extractors.git_submodules import extract
from gitops_assets.core.dependencies.links.git_submodules import GITLINK, link
from gitops_assets.core.dependencies.model import Confidence, Definition, Dependency

TEXT = (
    '[submodule "a"]\n\tpath = libs/a\n\turl = ../a.git\n[submodule "b"]\n\tpath = libs/b\n\turl = ../b.git\n'
)


def test_a_submodule_has_the_commit_of_its_path() -> None:
    stands = Definition(group=GITLINK, name="libs/b", value="c" * 40, path="libs/b", line=1)
    rows = [row for row in link((stands, *extract(".gitmodules", TEXT))) if isinstance(row, Dependency)]
    assert [(row.name, row.resolved, row.confidence) for row in rows] == [
        ("../a.git", None, Confidence.DECLARED),
        ("../b.git", "c" * 40, Confidence.RESOLVED),
    ]


def test_without_submodules_nothing_changes() -> None:
    rows = tuple(extract(".gitmodules", TEXT))
    assert link(rows) == rows
