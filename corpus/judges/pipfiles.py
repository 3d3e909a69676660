"""Pipfiles and their locks against plette, Pipenv's own library."""

from collections.abc import Iterator, Mapping, Sequence

from packaging.utils import canonicalize_name

from corpus.asking import ask_python
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from corpus.words import ELSEWHERE, python_row, specifier
from gitops_assets.core.dependencies.extractors import pipfile, pipfile_lock
from gitops_assets.core.dependencies.model import Dependency, Locked

PACKAGE = "plette==2.4.0"


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Name and specifier of every row."""
    for row in tree.rows(path, "pipfile"):
        if isinstance(row, Dependency):
            name, wanted = python_row(row)
            yield name, wanted.removeprefix("*")


def locked(tree: Tree, path: str) -> Iterator[Fact]:
    """Name and version of every entry."""
    for row in tree.rows(path, "pipfile-lock"):
        if isinstance(row, Locked):
            yield row.name, row.version


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What plette loads; ``*`` demands nothing."""
    said = ask_python("pipfiles", PACKAGE, {path: tree.text(path) for path in paths})
    return {
        path: answer if isinstance(answer, Refused) else [_entry(path, *one) for one in answer]
        for path, answer in said.items()
    }


def _entry(path: str, name: str, version: str) -> Fact:
    if version == ELSEWHERE:
        return canonicalize_name(name), version
    if path.endswith(".lock"):
        return canonicalize_name(name), version.removeprefix("==")
    return canonicalize_name(name), specifier("" if version == "*" else version)


PIPFILE = Judge(
    id="pipfile",
    title="Pipfile",
    tool="plette, Pipenv's own loader",
    compares="name, specifier",
    wants=pipfile.wants,
    ours=ours,
    theirs=theirs,
)
LOCK = Judge(
    id="pipfile-lock",
    title="Pipfile.lock",
    tool="plette, Pipenv's own loader",
    compares="name, version",
    wants=pipfile_lock.wants,
    ours=locked,
    theirs=theirs,
)
