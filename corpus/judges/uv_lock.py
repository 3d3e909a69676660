"""uv.lock against ``uv export`` of every project, extra and group in it."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from corpus.asking import last_line, run
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from corpus.words import python_requirement
from gitops_assets.core.dependencies.extractors import uv_lock
from gitops_assets.core.dependencies.model import Locked

_EVERYTHING = ("--all-packages", "--all-extras", "--all-groups", "--no-emit-workspace")
_PLAIN = ("--no-hashes", "--no-annotate", "--no-header", "--format", "requirements.txt")


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Name and version of every entry."""
    for row in tree.rows(path, "uv-lock"):
        if isinstance(row, Locked):
            yield row.name, row.version


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What uv says of each lock beside its project; frozen, so that it builds and resolves nothing."""
    with tree.written(lambda path: path.endswith((".toml", "uv.lock"))) as folder:
        return {path: _exported(folder, folder / PurePosixPath(path).parent) for path in paths}


def _exported(root: Path, folder: Path) -> Answer:
    options = ("--quiet", "--frozen", "--offline", "--no-config", "--python", sys.executable)
    done = run(("uv", "export", *options, *_EVERYTHING, *_PLAIN), cwd=folder)
    if done.returncode:
        return last_line(done.stderr, root)
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith(("#", "-e ", "./"))]
    named = [python_requirement(line) for line in lines]
    return [(name, wanted.removeprefix("==")) for name, wanted in named]


JUDGE = Judge(
    id="uv-lock",
    title="uv.lock",
    tool="`uv export --frozen`",
    compares="name, version",
    wants=uv_lock.wants,
    ours=ours,
    theirs=theirs,
    own=True,
)
