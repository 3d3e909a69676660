"""pre-commit configurations against pre-commit itself."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.asking import ask_python
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import pre_commit
from gitops_assets.core.dependencies.model import Dependency, Kind

PACKAGE = "pre-commit==4.7.0"
_NO_REPOSITORY = frozenset({"local", "meta"})


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Address and revision of every repository of hooks."""
    for row in tree.rows(path, "pre-commit"):
        if isinstance(row, Dependency) and row.kind is Kind.HOOK:
            yield row.name, row.constraint or ""


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What pre-commit loads, without what names no repository."""
    said = ask_python("pre_commit_configs", PACKAGE, {path: tree.text(path) for path in paths})
    return {
        path: answer
        if isinstance(answer, Refused)
        else [one for one in answer if one[0] not in _NO_REPOSITORY]
        for path, answer in said.items()
    }


JUDGE = Judge(
    id="pre-commit",
    title=".pre-commit-config.yaml",
    tool="pre-commit's own loader",
    compares="repository, revision",
    wants=pre_commit.wants,
    ours=ours,
    theirs=theirs,
    leaves=("`additional_dependencies`"),
)
