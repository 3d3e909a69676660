"""Terraform says which versions of its providers it was written for.

A provider without a version is the newest there is on the day of `init`: a major version in between changes
or destroys resources. A lock file beside the configuration holds it where it is, and then nothing is
flagged.

Source: [Terraform, provider requirements](https://developer.hashicorp.com/terraform/language/providers/requirements#version-constraints).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.terraform import Module, Source, modules
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_LOCK = ".terraform.lock.hcl"


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every required provider without a version, and every configured one that is not required."""
    for module in modules(facts):
        if (f"{module.folder}/{_LOCK}" if module.folder else _LOCK) in facts.files:
            continue
        required = dict(_required(module))
        for name, (source, line, version) in required.items():
            if not version:
                yield _open(source.path, line, name)
        for source, block in module.blocks("provider"):
            name = block.labels[0] if block.labels else ""
            if name and name not in required and "version" not in block.attributes:
                yield _open(source.path, block.line, name)


def _required(module: Module) -> Iterator[tuple[str, tuple[Source, int, bool]]]:
    for source, settings in module.settings():
        for block in settings.all("required_providers"):
            for name, value in block.attributes.items():
                written = isinstance(value.value, str) or "version" in source.written(value)
                yield name, (source, value.line, written)


def _open(path: str, line: int, name: str) -> Finding:
    return Finding(
        message=f"The newest version of the provider {shown(name)} is taken, whatever it is.",
        path=path,
        line=line,
        subject=f"{path.rpartition('/')[0]}:{name}",
        remedy=f'Write into required_providers for {name}: version = "~> <major>.<minor>"',
    )


GATE = Gate(
    id="terraform-providers-constrained",
    title="Terraform says which versions of its providers it was written for",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Write a version for each provider, or commit .terraform.lock.hcl.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
)
