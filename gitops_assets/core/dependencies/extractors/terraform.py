"""Terraform and OpenTofu: the modules and providers that a configuration needs.

A folder with ``variables.tf`` or ``outputs.tf`` takes or gives values: it is offered as a module under its
path, inferred, as an inventory. Terraform names a module of a repository by the repository's URL.

Source: [Terraform language](https://developer.hashicorp.com/terraform/language).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.model import Confidence, Extractor, Kind, Publication, Row, Skipped
from gitops_assets.core.dependencies.parsers.hcl_text import Block, read_hcl
from gitops_assets.core.dependencies.parsers.in_tree import file_of, folder_of
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.terraform_source import module, provider

_HCL = (".tf", ".tofu")
_JSON = (".tf.json", ".tofu.json")
_INTERFACES = {"variables": "variable", "outputs": "output"}


def wants(path: str) -> bool:
    """*.tf, *.tofu, and the same as JSON."""
    return path.endswith((*_HCL, *_JSON))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A module or provider as the text asks for it."""

    what: str
    label: str
    line: int
    source: str | None
    version: str | None = None


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a ``module`` block and a required provider."""
    if path.endswith(_JSON):
        yield from _rows(_asked_in_json(read_json(text)), path)
        return
    file = read_hcl(text)
    yield from _rows(_asked(file), path)
    interface = _INTERFACES.get(file_of(path).partition(".")[0], "")
    for block in list(file.all(interface))[:1]:
        yield Publication(
            kind=Kind.MODULE,
            ecosystem="terraform-path",
            name=folder_of(path) or ".",
            path=path,
            line=block.line,
            confidence=Confidence.INFERRED,
        )


def _rows(asked: Iterator[_Asked], path: str) -> Iterator[Row]:
    for each in asked:
        if each.what == "provider":
            yield provider(each.source or each.label, each.version, path, each.line)
        elif each.source:
            yield from module(each.source, each.version, path, each.line)
        else:
            reason = f"names no literal source for the module {each.label!r}"
            yield Skipped(path=path, line=each.line, reason=reason)


def _asked(file: Block) -> Iterator[_Asked]:
    for block in file.all("module"):
        source = block.attributes.get("source")
        label = block.labels[0] if block.labels else ""
        line = source.line if source else block.line
        yield _Asked("module", label, line, block.text("source"), block.text("version"))
    for terraform in file.all("terraform"):
        for required in terraform.all("required_providers"):
            for name, wanted in required.attributes.items():
                version = wanted.text or wanted.inside("version")
                yield _Asked("provider", name, wanted.line, wanted.inside("source"), version)


def _asked_in_json(file: Located) -> Iterator[_Asked]:
    """The same in JSON, where a block is an object or a list of them (JSON configuration syntax)."""
    for place in _blocks(file, ("module",)):
        for label in file.mapping(*place):
            for each in _blocks(file, (*place, label)):
                source, version = file.text(*each, "source"), file.text(*each, "version")
                yield _Asked("module", label, file.line(*each, "source"), source, version)
    for terraform in _blocks(file, ("terraform",)):
        for place in _blocks(file, (*terraform, "required_providers")):
            for name in file.mapping(*place):
                each = (*place, name)
                version = file.text(*each) or file.text(*each, "version")
                yield _Asked("provider", name, file.line(*each), file.text(*each, "source"), version)


def _blocks(file: Located, place: Place) -> Iterator[Place]:
    if file.mapping(*place):
        yield place
    yield from ((*place, nth) for nth in range(len(file.items(*place))))


EXTRACTOR = Extractor(
    id="terraform",
    title="Terraform and OpenTofu (*.tf)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".tf", ".tofu", ".tf.json", ".tofu.json"),
)
