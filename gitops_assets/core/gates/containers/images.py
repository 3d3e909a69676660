"""Images that a tree runs or builds on, as its manifests name them."""

from collections.abc import Collection, Iterator

from gitops_assets.core.dependencies.ecosystems.images import named
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown


def images(facts: Facts, extractors: Collection[str]) -> Iterator[Dependency]:
    """The images that these extractors found outside of samples and whose name no variable hides."""
    asked = (each for each in facts.packages.dependencies if each.extractor in extractors)
    read = [each for each in asked if each.kind is Kind.IMAGE and named(each.name) and not sample(each.path)]
    if not read:
        raise NotApplicable("no images are named")
    yield from (each for each in read if each.confidence is Confidence.DECLARED and not each.local)


def untagged(facts: Facts, extractors: Collection[str]) -> Iterator[Finding]:
    """A finding for every image that has no digest, and no tag but ``latest``."""
    for each in images(facts, extractors):
        if each.resolved is None and each.constraint in {None, "latest"}:
            yield Finding(
                message=f"The image {shown(each.name)} has no version: {_what(each)}.",
                path=each.path,
                line=each.line,
                subject=f"{each.path}:{each.name}",
                remedy=f"Write the version that is meant behind the name: {each.name}:<version>",
            )


def _what(each: Dependency) -> str:
    return "'latest' is whatever was pushed last" if each.constraint else "no tag means 'latest'"
