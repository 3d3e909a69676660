"""pyproject.toml, setup.cfg and setup.py against ``PKG-INFO``, which the project's build backend computed.

The backend ran when the author published; here its answer is only read. It knows of what is needed to run and
of extras, not of build requirements and dependency groups, so these are not compared: of our rows that are
needed for development or tests only those count that ``PKG-INFO`` has too.
"""

from collections.abc import Iterator, Mapping, Sequence

from packaging.metadata import parse_email
from packaging.utils import canonicalize_name

from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from corpus.words import ELSEWHERE, python_requirement, python_row
from gitops_assets.core.dependencies.model import Definition, Dependency, Scope
from gitops_assets.core.dependencies.parsers.tree_path import path_from

_MANIFESTS = {"pyproject.toml": "pyproject", "setup.cfg": "setup-cfg", "setup.py": "setup-py"}
_UNSURE = frozenset({Scope.DEV, Scope.TEST, Scope.BUILD})
"""Scopes that an extra shares with dependency groups or build requirements."""


def wants(path: str) -> bool:
    """The answer of the backend at the top of a source distribution."""
    return path == "PKG-INFO"


def ours(tree: Tree, _path: str) -> Iterator[Fact]:
    """Name, specifier and whether it is only needed for an extra, of the manifests at the top."""
    said = set(_answer(tree))
    for row in _rows(tree):
        fact = (*python_row(row), "always" if row.scope is Scope.RUNTIME else "extra")
        if row.scope not in _UNSURE or fact in said:
            yield fact


def _rows(tree: Tree) -> Iterator[Dependency]:
    for path, extractor in _MANIFESTS.items():
        yield from tree.dependencies(path, extractor)
        for each in tree.rows(path, extractor) if path in tree.files else ():
            if isinstance(each, Definition) and each.group == "pip:include":
                yield from tree.dependencies(path_from("", each.name) or "", "pip-requirements")


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What ``Requires-Dist`` says; before metadata 2.2 a source distribution need not have it."""
    raw, _ = parse_email(tree.files["PKG-INFO"])
    if "requires_dist" not in raw and raw["metadata_version"] < "2.2":
        return dict.fromkeys(paths, Refused("has no Requires-Dist, as metadata before 2.2 need not"))
    return {path: list(_answer(tree)) for path in paths}


def _answer(tree: Tree) -> Iterator[Fact]:
    raw, _ = parse_email(tree.files["PKG-INFO"])
    for written in raw.get("requires_dist", ()):
        name, wanted = python_requirement(written)
        extra = "extra ==" in written.partition(";")[2]
        # What asks for extras of itself asks for what stands in its own folder.
        own = name == canonicalize_name(raw["name"])
        yield name, ELSEWHERE if own else wanted, "extra" if extra else "always"


JUDGE = Judge(
    id="python-metadata",
    title="pyproject.toml, setup.cfg, setup.py",
    tool="`Requires-Dist` of PKG-INFO, from the project's build backend",
    compares="name, specifier, whether for an extra",
    wants=wants,
    ours=ours,
    theirs=theirs,
    own=True,
    leaves=(
        "markers, the names of extras, dependency groups and build requirements. An extra whose name says "
        "that it is for work or tests is compared only for what PKG-INFO has"
    ),
)
