"""Hooks that repositories offer against pre-commit itself."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.asking import ask_python
from corpus.judges.pre_commit import PACKAGE
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import pre_commit_hooks
from gitops_assets.core.dependencies.model import Publication


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """The id of every hook."""
    for row in tree.rows(path, "pre-commit-hooks"):
        if isinstance(row, Publication):
            yield (row.name,)


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What pre-commit loads."""
    return ask_python("pre_commit_manifests", PACKAGE, {path: tree.text(path) for path in paths})


JUDGE = Judge(
    id="pre-commit-hooks",
    title=".pre-commit-hooks.yaml",
    tool="pre-commit's own loader",
    compares="id",
    wants=pre_commit_hooks.wants,
    ours=ours,
    theirs=theirs,
)
