"""Terraform files against python-hcl2, a grammar of the whole language."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from corpus.asking import ask_python
from corpus.judging import Answer, Fact, Judge, Refused
from corpus.trees import Tree
from corpus.words import ELSEWHERE
from gitops_assets.core.dependencies.extractors import terraform
from gitops_assets.core.dependencies.model import Dependency, Skipped

PACKAGE = "python-hcl2==8.1.4"
_COMPUTED = "computed"


def wants(path: str) -> bool:
    """Files in the language; the same as JSON is another format."""
    return path.endswith((".tf", ".tofu")) and terraform.wants(path)


def ours(tree: Tree, path: str) -> Iterator[Fact]:
    """Modules and providers with their versions; a source that is no literal is told by its label."""
    for row in tree.rows(path, "terraform"):
        if isinstance(row, Skipped) and "no literal source" in row.reason:
            yield "module", _COMPUTED, ""
        elif isinstance(row, Dependency):
            yield _kind(tree, path, row.line), *_named(row)


def _kind(tree: Tree, path: str, line: int) -> str:
    return "module" if tree.text(path).split("\n")[line - 1].lstrip().startswith("source") else "provider"


def _named(row: Dependency) -> tuple[str, str]:
    if row.local is not None or row.ecosystem == "git":
        return row.local if row.local is not None else ELSEWHERE, ""
    return row.name, row.constraint or ""


def theirs(tree: Tree, paths: Sequence[str]) -> Mapping[str, Answer]:
    """What python-hcl2 reads."""
    said = ask_python("terraform_files", PACKAGE, {path: tree.text(path) for path in paths})
    return {
        path: answer if isinstance(answer, Refused) else [_fact(path, *one) for one in answer]
        for path, answer in said.items()
    }


def _fact(path: str, what: str, label: str, source: str, version: str) -> Fact:
    if what == "provider":
        name = (source or label).removeprefix("registry.terraform.io/").lower()
        return what, name if "/" in name else f"hashicorp/{name}", version
    if source.startswith("."):
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), source))
        return what, "" if place == "." else place, ""
    if "::" in source or "github.com/" in source or source.startswith("git@"):
        return what, ELSEWHERE, ""
    return what, source.partition("//")[0] or _COMPUTED, version


JUDGE = Judge(
    id="terraform",
    title="Terraform (*.tf)",
    tool="python-hcl2",
    compares="module or provider with its version",
    wants=wants,
    ours=ours,
    theirs=theirs,
    leaves="the addresses of modules that come from a repository",
)
