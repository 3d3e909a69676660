"""devcontainer.json against jsonc-parser, which the editors that the format is made for read it with."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from corpus.asking import ask_node
from corpus.judges.dockerfiles import plain, reference
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import devcontainer
from gitops_assets.core.dependencies.model import Dependency


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Images and features with their versions, and files of the tree."""
    for row in tree.rows(path, "devcontainer"):
        if isinstance(row, Dependency):
            yield ("file", row.local) if row.local is not None else ("image", reference(row))


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What stands under the keys of the format."""
    said = ask_node("dev_containers", {path: tree.text(path) for path in paths})
    return {
        path: answer if isinstance(answer, Refused) else [_fact(path, *one) for one in answer]
        for path, answer in said.items()
    }


def _fact(path: str, what: str, written: str) -> Fact:
    if what == "image":
        return what, plain(written)
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
    return what, "" if place == "." else place


JUDGE = Judge(
    id="devcontainer",
    title="devcontainer.json",
    tool="`jsonc-parser`, the editors' own",
    compares="images, features, files",
    wants=devcontainer.wants,
    ours=ours,
    theirs=theirs,
)
