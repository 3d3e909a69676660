"""Dependencies have licences that the fleet allows.

What is shipped carries the terms of everything in it: one package under a licence that the owner of the code
cannot keep is a breach with the first release. Which licences are denied is the fleet's to say: without the
setting `denied` (SPDX ids or patterns, `AGPL-*`) the question is not asked. Read are lock files that carry
licences, those of npm and composer.

Source: [OpenChain, ISO/IEC 5230](https://openchainproject.org/license-compliance).
"""

from collections.abc import Iterator

from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.packages.licence_terms import denied
from gitops_assets.core.gates.packages.places import manifests
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

Licensed = tuple[str, int, str, str]
"""File, line, package, licence expression."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each package of a lock file that cannot be used without a denied licence.

    What is only developed with is left out: it is not shipped.
    """
    patterns = tuple(each.lower() for each in facts.words("denied"))
    if not patterns:
        raise NotApplicable("the fleet denies no licences")
    asked = False
    for path, line, name, terms in facts.files.once(_licensed):
        asked = True
        if denied(terms, lambda word: any(covers(each, word.lower()) for each in patterns)):
            yield Finding(
                message=f"{shown(name)} is under {shown(terms)}, which the fleet denies.",
                path=path,
                line=line,
                subject=f"{path}:{name}",
                remedy=f"Replace {shown(name)}, or waive the finding with the permission as its reason.",
            )
    if not asked:
        raise NotApplicable("no lock file tells licences")


def _licensed(files: TreeFacts) -> tuple[Licensed, ...]:
    return (*_of_npm(files), *_of_composer(files))


def _of_npm(files: TreeFacts) -> Iterator[Licensed]:
    for path, lock in manifests(files, "package-lock.json"):
        for key, entry in lock.mapping("packages").items():
            terms = lock.text("packages", key, "license")
            if terms and isinstance(entry, dict) and entry.get("dev") is not True and "node_modules/" in key:
                yield path, lock.line("packages", key), key.rpartition("node_modules/")[2], terms


def _of_composer(files: TreeFacts) -> Iterator[Licensed]:
    for path, lock in manifests(files, "composer.lock"):
        for nth in range(len(lock.items("packages"))):
            name, place = lock.text("packages", nth, "name"), ("packages", nth, "license")
            terms = " OR ".join(text for _, text in lock.texts(*place)) or lock.text(*place)
            if name and terms:
                yield path, lock.line("packages", nth, "name"), name, terms


GATE = Gate(
    id="dependency-licences-allowed",
    title="Dependencies have licences that the fleet allows",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Replace the package, or waive the finding with the permission as its reason.",
    find=find,
    category=Category.PACKAGES,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    settings={"denied": ()},
)
