"""What is published is signed, or says how it was built.

A signature or an attestation lets whoever installs a release make sure that it came out of this workflow.
Counted are Sigstore, cosign, GitHub's attestations, SLSA generators, GPG, npm's provenance and PyPI's
trusted publishing.

Source: [OpenSSF Scorecard, signed releases](https://github.com/ossf/scorecard/blob/main/docs/checks.md#signed-releases).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.supply_chain.releases import Release, releases
from gitops_assets.core.gates.supply_chain.sources import told
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_SIGNED = re.compile(
    r"cosign|sigstore|actions/attest|slsa-|gpg|minisign|--provenance|provenance: *(?:true|mode=max)|--sign\b"
    r"|signtool|signify|npm_config_provenance: *['\"]?true|notation sign|azuresigntool|jarsigner|signing"
    r"|attestations: *['\"]?true|dotnet nuget sign"
)
_TRUSTED = ("pypa/gh-action-pypi-publish", "rubygems/release-gem")


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every workflow that publishes and in which nothing signs or attests.

    What others call may be signed by whoever calls it, in another workflow of the tree.
    """
    settings = "\n".join(text for path, text in told(facts) if path.endswith(("yml", "yaml", "xml", "json")))
    by_path: dict[str, list[Release]] = {}
    for release in releases(facts):
        if release.has_files:
            by_path.setdefault(release.step.pipeline.path, []).append(release)
    for path, held in by_path.items():
        first = held[0]
        signed = _SIGNED.search(settings if first.is_called else first.text) or any(map(_attested, held))
        if not signed and not _elsewhere(first.by, settings):
            yield Finding(
                message=f"What {shown(first.by)} publishes is not signed.",
                path=path,
                line=first.line,
                subject=path,
                remedy="Add actions/attest-build-provenance, or sign as your package manager does.",
            )


def _attested(release: Release) -> bool:
    """Whether the action attests by itself, as those for PyPI and RubyGems do with a trusted publisher."""
    off = "attestations: false" in release.text
    return release.by in _TRUSTED and "id-token: write" in release.text and not off


def _elsewhere(by: str, settings: str) -> bool:
    """Whether the tool that publishes reads in a file of its own that it shall sign."""
    if "goreleaser" in by:
        return "signs:" in settings or "docker_signs:" in settings
    if by.startswith("mvn") or "gradle" in by:
        return "maven-gpg-plugin" in settings or "signing" in settings
    return '"provenance": true' in settings


GATE = Gate(
    id="releases-signed",
    title="What is published is signed, or says how it was built",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Add actions/attest-build-provenance, or the signing of your package manager, to the workflow.",
    find=find,
    category=Category.SUPPLY_CHAIN,
    needs=frozenset({Need.TREE}),
    required=False,
)
