"""GitHub workflows against GitHub's own parser, ``@actions/workflow-parser``."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.asking import ask_node
from corpus.judges.dockerfiles import plain, reference
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import github_actions
from gitops_assets.core.dependencies.model import Dependency, Kind


def wants(path: str) -> bool:
    """Workflows; an action.yml is another format."""
    return path.startswith(".github/workflows/") and github_actions.wants(path)


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Line and what is used there."""
    for row in tree.rows(path, "github-actions"):
        if isinstance(row, Dependency):
            yield str(row.line), _used(row)


def _used(row: Dependency) -> str:
    if row.kind is Kind.IMAGE:
        return reference(row)
    if row.local is not None:
        return f"./{row.local or '.'}"
    return f"{row.name}@{row.constraint}"


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What GitHub's parser says of each workflow."""
    said = ask_node("workflows", {path: tree.text(path) for path in paths})
    return {
        path: answer if isinstance(answer, Refused) else list(_facts(answer)) for path, answer in said.items()
    }


def _facts(answer: Iterable[Fact]) -> Iterator[Fact]:
    for line, written in answer:
        if written.startswith(("./", "$/")):
            yield line, f"./{posixpath.normpath(f'.{written[1:]}')}"
            continue
        name, at, ref = plain(written).partition("@")
        owner, slash, rest = name.partition("/")
        repository, _, folder = rest.partition("/")
        # GitHub's names know no case; a folder's does.
        known = f"{owner}/{repository}".lower() + (f"/{folder}" if folder else "") if slash else name
        yield line, f"{known}{at}{ref}"


JUDGE = Judge(
    id="github-actions",
    title="GitHub workflows",
    tool="`@actions/workflow-parser`, GitHub's own",
    compares="line, action or image with its version",
    wants=wants,
    ours=ours,
    theirs=theirs,
    leaves=("`action.yml`, and the images that steps push"),
)
