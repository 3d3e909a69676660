"""Dockerfiles against BuildKit's own parser, which the ``dockerfile`` package brings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.asking import ask_python
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import dockerfile
from gitops_assets.core.dependencies.model import Dependency

PACKAGE = "dockerfile==3.4.0"


def reference(row: Dependency) -> str:
    """An image of ours as one would write it."""
    tag = f":{row.constraint}" if row.constraint else ""
    return f"{row.name}{tag}{'@' + row.resolved if row.resolved else ''}"


def plain(written: str) -> str:
    """An image of theirs without the host and the folder that everybody leaves out."""
    return written.removeprefix("docker://").removeprefix("docker.io/").removeprefix("library/")


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Line and image of every row."""
    for row in tree.rows(path, "dockerfile"):
        if isinstance(row, Dependency):
            yield str(row.line), reference(row)


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What the instructions say as BuildKit reads them."""
    said = ask_python("dockerfiles", PACKAGE, {path: tree.text(path) for path in paths})
    return {
        path: answer if isinstance(answer, Refused) else list(_facts(answer)) for path, answer in said.items()
    }


def _facts(answer: Iterable[Fact]) -> Iterator[Fact]:
    return ((line, plain(image)) for line, image in answer)


JUDGE = Judge(
    id="dockerfile",
    title="Dockerfiles",
    tool="BuildKit's parser",
    compares="line, image with tag and digest",
    wants=dockerfile.wants,
    ours=ours,
    theirs=theirs,
    leaves=(
        "when an image is needed. BuildKit gives the instructions; which words are images, arguments and "
        "stages is worked out beside it"
    ),
)
