"""package.json against ``npm ls``, which tells of every dependency that is not installed what was asked for.

Of an optional one npm tells only that it is there, and what comes from elsewhere than the registry is
compared by its name.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.asking import last_line, run
from corpus.judging import Answer, Fact, Judge
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import npm_manifest
from gitops_assets.core.dependencies.model import Dependency, Scope

_MISSING = "missing: "


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Name and range of every row."""
    for row in tree.rows(path, "npm-manifest"):
        if isinstance(row, Dependency):
            yield row.name, _asked(row)


def _asked(row: Dependency) -> str:
    if row.scope is Scope.OPTIONAL:
        return "optional"
    return "elsewhere" if row.url or row.local is not None else row.constraint or "*"


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What npm says of each manifest, alone in a folder."""
    return {path: _listed(tree.files[path]) for path in paths}


def _listed(manifest: bytes) -> Answer:
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        Path(folder, "package.json").write_bytes(manifest)
        done = run(("npm", "ls", "--all", "--json"), cwd=folder)
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return last_line(done.stderr)
    if (said.get("error") or {}).get("code") not in {None, "ELSPROBLEMS"}:
        return last_line(said["error"]["summary"], Path(folder))
    missing = [each for each in said.get("problems", ()) if each.startswith(_MISSING)]
    spared = [name for name, entry in said.get("dependencies", {}).items() if "missing" not in entry]
    return [*map(_fact, missing), *((name, "optional") for name in spared)]


def _fact(problem: str) -> Fact:
    name, _, wanted = problem.removeprefix(_MISSING).rpartition(", required by ")[0].partition("@")
    if not name:
        name, _, wanted = wanted.partition("@")
        name = f"@{name}"
    if wanted.startswith("npm:"):
        name, _, wanted = wanted.removeprefix("npm:").rpartition("@")
    away = ":" in wanted.removeprefix("workspace:") or "/" in wanted
    return name, "elsewhere" if away else wanted or "*"


JUDGE = Judge(
    id="npm-manifest",
    title="package.json",
    tool="`npm ls --json`",
    compares="name, range",
    wants=npm_manifest.wants,
    ours=ours,
    theirs=theirs,
    leaves=(
        "the ranges of optional dependencies, and where those come from that are in no registry: npm tells "
        "only that they are there"
    ),
)
