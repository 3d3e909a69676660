"""A manifest asks for each package in one section.

A package that stands under both what is shipped and what is only developed with has two ranges, of which the
tool takes one and says nothing. Who removes the one that looks superfluous may remove the one that counts.

Source: [npm, package.json](https://docs.npmjs.com/cli/v11/configuring-npm/package-json#devdependencies),
[Composer, require-dev](https://getcomposer.org/doc/04-schema.md#require-dev).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.packages.places import manifests
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_SECTIONS = (
    ("package.json", "dependencies", "devDependencies"),
    ("composer.json", "require", "require-dev"),
    ("Pipfile", "packages", "dev-packages"),
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each package that a manifest names both for use and for development."""
    asked = False
    for name, used, developed in _SECTIONS:
        for path, manifest in manifests(facts.files, name):
            asked = True
            twice = manifest.mapping(used).keys() & manifest.mapping(developed).keys()
            for package in sorted(twice):
                yield Finding(
                    message=f"{shown(package)} stands in {used} and in {developed}.",
                    path=path,
                    line=manifest.line(developed, package),
                    subject=f"{path}:{package}",
                    remedy=f"Remove {shown(package)} from {developed}.",
                )
    if not asked:
        raise NotApplicable("no manifest has such sections")


GATE = Gate(
    id="dependencies-listed-once",
    title="A manifest asks for each package in one section",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Keep the entry among what is shipped and remove the other.",
    find=find,
    category=Category.PACKAGES,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
)
