"""pyproject.toml of Poetry's projects against poetry-core, which builds them.

Name and section are compared; how Poetry spells a constraint as a range is its own.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence

from corpus.asking import ask_python, last_line
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from gitops_assets.core.dependencies.extractors import pyproject
from gitops_assets.core.dependencies.model import Scope

PACKAGE = "poetry-core==2.5.0"


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Name and section of every row but what the build itself needs."""
    for row in tree.dependencies(path, "pyproject"):
        if row.scope is not Scope.BUILD or not _builds(tree, path, row.name):
            yield row.name, {Scope.RUNTIME: "always", Scope.OPTIONAL: "extra"}.get(row.scope, "group")


def _builds(tree: Tree, path: str, name: str) -> bool:
    asked = tomllib.loads(tree.text(path)).get("build-system", {}).get("requires", [])
    return any(name in str(each).lower().replace("_", "-") for each in asked)


def _poetry(text: str) -> bool:
    return "[tool.poetry" in text


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What poetry-core makes of each project that has a table of Poetry's."""
    asked = [path for path in paths if _poetry(tree.text(path))]
    if not asked:
        return {}
    with tree.written(lambda path: not path.endswith((".whl", ".gz", ".zip"))) as folder:
        said = ask_python("poetry_projects", PACKAGE, {str(folder / path): "" for path in asked})
        return {
            path: last_line(answer, folder) if isinstance(answer, Refused) else answer
            for path in asked
            for answer in [said[str(folder / path)]]
        }


JUDGE = Judge(
    id="poetry-projects",
    title="pyproject.toml with tables of Poetry's",
    tool="poetry-core",
    compares="name, section",
    wants=pyproject.wants,
    ours=ours,
    theirs=theirs,
    leaves=("constraints, which poetry-core spells its own way, and build requirements"),
)
