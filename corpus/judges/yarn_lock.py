"""yarn.lock against Yarn's own parser, ``@yarnpkg/parsers``, which reads both formats."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.asking import ask_node
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import yarn_lock
from gitops_assets.core.dependencies.model import Locked


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Name, demand and version of every entry."""
    for row in tree.rows(path, "yarn-lock"):
        if isinstance(row, Locked):
            yield row.name, row.constraint or "*", row.version


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What Yarn's parser says of each lock."""
    said = ask_node("yarn_locks", {path: tree.text(path) for path in paths})
    return {
        path: answer if isinstance(answer, Refused) else list(_facts(answer)) for path, answer in said.items()
    }


def _facts(answer: Iterable[Fact]) -> Iterator[Fact]:
    for descriptor, version in answer:
        name, wanted = _split(descriptor)
        if wanted.startswith("npm:"):
            wanted = wanted.removeprefix("npm:")
            if "@" in wanted[1:]:
                name, wanted = _split(wanted)
        if not wanted.startswith(("workspace:", "file:", "link:", "portal:")):
            yield name, wanted or "*", version


def _split(descriptor: str) -> tuple[str, str]:
    at = descriptor.index("@", 1)
    return descriptor[:at], descriptor[at + 1 :]


JUDGE = Judge(
    id="yarn-lock",
    title="yarn.lock",
    tool="`@yarnpkg/parsers`, Yarn's own",
    compares="name, demand, version",
    wants=yarn_lock.wants,
    ours=ours,
    theirs=theirs,
)
