"""package-lock.json and npm-shrinkwrap.json against ``npm ls --all --package-lock-only``."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from corpus.asking import last_line, run
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import npm_lock
from gitops_assets.core.dependencies.model import Locked


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Name and version of every entry."""
    for row in tree.rows(path, "npm-lock"):
        if isinstance(row, Locked):
            yield row.name, row.version


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What npm says of each lock beside its manifest."""
    with tree.written(lambda path: path.endswith(".json")) as folder:
        return {path: _listed(folder, folder / PurePosixPath(path).parent) for path in paths}


def _listed(root: Path, folder: Path) -> Answer:
    if not (folder / "package.json").exists():
        return last_line("found no package.json beside it")
    done = run(("npm", "ls", "--all", "--json", "--package-lock-only"), cwd=folder)
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return last_line(done.stderr, root)
    return list(_below(said))


def _below(node: Mapping[str, object]) -> Iterator[Fact]:
    waiting = [node]
    while waiting:
        children = waiting.pop().get("dependencies") or {}
        for name, child in children.items() if isinstance(children, dict) else ():
            waiting.append(child)
            address = str(child.get("resolved", ""))
            if "version" in child and not address.startswith("file:"):
                yield _real(name, address), child["version"]


def _real(name: str, address: str) -> str:
    """What an alias stands for: the address of an archive has the package's own name before ``/-/``."""
    package, dash, _ = address.partition("/-/")
    parts = package.split("/")[3:]
    return (
        "/".join(parts[-2:] if parts[-2:-1] and parts[-2].startswith("@") else parts[-1:]) if dash else name
    )


JUDGE = Judge(
    id="npm-lock",
    title="package-lock.json, npm-shrinkwrap.json",
    tool="`npm ls --all --json --package-lock-only`",
    compares="name, version",
    wants=npm_lock.wants,
    ours=ours,
    theirs=theirs,
)
