"""pre-commit: the repositories whose hooks run before a commit, and the packages that hooks are given.

Which language a hook of another repository has, only that repository says: its packages are inferred from
their spelling (``eslint@9`` is npm's, ``ruff==1`` is Python's).

Source: [pre-commit](https://pre-commit.com/#plugins).
"""

from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.ecosystems.references import to_git
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Extractor,
    Kind,
    Row,
    Scope,
    Skipped,
)
from gitops_assets.core.dependencies.parsers.git_address import Address
from gitops_assets.core.dependencies.parsers.in_tree import file_of
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.remote_url import redact

_NO_REPOSITORY = frozenset({"local", "meta", "builtin"})
_ECOSYSTEMS = {"python": "pypi", "python_venv": "pypi", "node": "npm"}


def wants(path: str) -> bool:
    """The configuration, also of a project in a folder of the tree."""
    return file_of(path) in {".pre-commit-config.yaml", ".pre-commit-config.yml"}


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a repository with its ``rev``, and one a pinned or ranged additional package."""
    file = read_yaml_document(text)
    for nth in range(len(file.items("repos"))):
        url, line = file.text("repos", nth, "repo"), file.line("repos", nth, "repo")
        if not url:
            yield Skipped(path=path, line=line, reason="has an entry that names no repo")
            continue
        if url not in _NO_REPOSITORY:
            address = Address(redact(url), file.text("repos", nth, "rev"))
            yield to_git(address, path, line, kind=Kind.HOOK, scope=Scope.DEV)
        for hook in range(len(file.items("repos", nth, "hooks"))):
            yield from _packages(file, ("repos", nth, "hooks", hook), path)


def _packages(file: Located, hook: Place, path: str) -> Iterator[Dependency]:
    told = _ECOSYSTEMS.get(file.text(*hook, "language") or "")
    guess = file.text(*hook, "language") is None
    for nth, written in file.texts(*hook, "additional_dependencies"):
        ecosystem = told or (_guessed(written) if guess else None)
        named = _named(written, ecosystem)
        if ecosystem and named:
            yield Dependency(
                kind=Kind.PACKAGE,
                ecosystem=ecosystem,
                name=named[0],
                path=path,
                line=file.line(*hook, "additional_dependencies", nth),
                scope=Scope.DEV,
                constraint=named[1],
                confidence=Confidence.DECLARED if told else Confidence.INFERRED,
            )


def _guessed(written: str) -> str | None:
    if "@" in written[1:] and " " not in written and "://" not in written:
        return "npm"
    return None if written.startswith(("@", ".", "/")) or ":" in written else "pypi"


def _named(written: str, ecosystem: str | None) -> tuple[str, str | None] | None:
    if "://" in written:
        return None
    if ecosystem == "npm":
        at = written.rfind("@")
        return (written[:at], written[at + 1 :] or None) if at > 0 else (written, None)
    try:
        wanted = Requirement(written)
    except InvalidRequirement:
        return None
    return canonicalize_name(wanted.name), str(wanted.specifier) or None


EXTRACTOR = Extractor(
    id="pre-commit",
    title="pre-commit (.pre-commit-config.yaml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml"),
)
