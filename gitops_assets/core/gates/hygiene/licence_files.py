"""What a tree says about its licence: the texts at its root, and the fields of the manifests there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.gates.tree_facts import TextFile, TreeFacts
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.licences.expressions import Expression, expression_of
from gitops_assets.core.licences.texts import licences_in
from gitops_assets.core.tree import Mode

_NAMES = ("licen[cs]e*", "unlicen[cs]e*", "copying*", "*[-_]licen[cs]e", "*[-_]licen[cs]e.txt")
_NO_TEXT = re.compile(r"\.(?:py|[cm]?[jt]sx?|json|ya?ml|toml|xml|go|rs|java|rb|php|sh|tpl|tmpl|header)\Z")
_LICENCE_CLASSIFIER = "License :: "


@dataclass(frozen=True, slots=True)
class Declared:
    """What one manifest says; ``expression`` is None where that names no licence that is known here."""

    path: str
    line: int
    written: str
    expression: Expression | None


def licence_files(files: TreeFacts) -> tuple[str, ...]:
    """The licence texts: those at the root, and the folder of the REUSE specification."""
    named = (*files.at_root(*_NAMES), *files.matching("licenses/*.txt"))
    return tuple(path for path in named if not _NO_TEXT.search(path.lower()))


def recognised(files: TreeFacts) -> Mapping[str, tuple[str, ...]]:
    """By licence text, the SPDX names in it; what cannot be read is left out."""
    paths = [path for path in licence_files(files) if files.mode(path) is not Mode.LINK]
    return {file.path: licences_in(file.text) for file in _readable(files, paths)}


def declared(files: TreeFacts) -> tuple[Declared, ...]:
    """What the manifests at the root say, each at most once; malformed ones say nothing here."""
    return tuple(said for file in _readable(files, _MANIFESTS) if (said := _declared_in(file)))


def is_private(files: TreeFacts) -> bool:
    """Whether a manifest says that the project is not for others."""
    known = (read for file in _readable(files, ("package.json", "pyproject.toml")) if (read := _parsed(file)))
    return any(
        read.at("private") is True
        or (read.text("license") or "").upper() == "UNLICENSED"
        or any(each.startswith("Private :: ") for _, each in read.texts("project", "classifiers"))
        for read in known
    )


def _readable(files: TreeFacts, paths: Iterable[str]) -> Iterator[TextFile]:
    for path in paths:
        if path in files:
            try:
                yield files.text(path)
            except NotKnown:
                continue


def _parsed(file: TextFile) -> Located | None:
    try:
        return read_toml(file.text) if file.path.endswith(".toml") else read_json(file.text)
    except Malformed:
        return None


def _declared_in(file: TextFile) -> Declared | None:
    read = _parsed(file)
    if read is None:
        return None
    for place in _MANIFESTS[file.path]:
        written = _written(read, place)
        if written:
            expression = expression_of(" OR ".join(written) if len(written) > 1 else written[0])
            return Declared(file.path, read.line(*place), ", ".join(written), expression)
    return None


def _written(read: Located, place: Place) -> list[str]:
    """The text at a place, the several of a list, or those among classifiers that tell a licence."""
    if place[-1] != "classifiers":
        text = read.text(*place)
        return [text] if text else [each for _, each in read.texts(*place)]
    said = [each for _, each in read.texts(*place) if each.startswith(_LICENCE_CLASSIFIER)]
    known = [(each, expression_of(each)) for each in said]
    return [f"({found.text})" if len(said) > 1 else found.text for _, found in known if found]


_MANIFESTS: Mapping[str, tuple[Place, ...]] = {
    "Cargo.toml": (("package", "license"), ("workspace", "package", "license")),
    "composer.json": (("license",),),
    "package.json": (("license",), ("license", "type")),
    "pyproject.toml": (
        ("project", "license"),
        ("project", "license", "text"),
        ("tool", "poetry", "license"),
        ("project", "classifiers"),
    ),
}
"""Where manifests declare a licence, the first place that says something counts (Cargo's and npm's manuals,
composer's schema, PEP 639)."""
