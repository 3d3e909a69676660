"""Protocol buffers against protobuf.js, a parser of the whole language."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.asking import ask_node
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import protocol_buffers
from gitops_assets.core.dependencies.model import Dependency, Publication

_BUILT_IN = "google/protobuf/"


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Imports, and services under their full names."""
    for row in tree.rows(path, "protocol-buffers"):
        if isinstance(row, Dependency):
            yield "import", row.name
        elif isinstance(row, Publication) and row.ecosystem == "proto":
            yield "service", row.name


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What protobuf.js reads, without the files that every compiler brings."""
    said = ask_node("protocol_buffers", {path: tree.text(path) for path in paths})
    return {
        path: answer
        if isinstance(answer, Refused)
        else [one for one in answer if one[0] == "service" or not one[1].startswith(_BUILT_IN)]
        for path, answer in said.items()
    }


JUDGE = Judge(
    id="protocol-buffers",
    title="Protocol buffers (*.proto)",
    tool="`protobufjs`",
    compares="imports, services",
    wants=protocol_buffers.wants,
    ours=ours,
    theirs=theirs,
)
