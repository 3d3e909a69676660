"""No dependency has a vulnerability that is publicly known.

Whoever attacks reads the same advisories. A version that is known to be vulnerable is found by scanning
what a repository deploys, and most of these holes were closed in a release that only has to be taken. What
the snapshot does not know yet is not found: its day stands in every finding.

Source: [OSV schema, evaluation](https://ossf.github.io/osv-schema/#evaluation),
[OpenSSF Scorecard, vulnerabilities](https://github.com/ossf/scorecard/blob/main/docs/checks.md#vulnerabilities).
"""

from collections.abc import Iterator

from gitops_assets.core.advisories.model import AdvisoryFacts, Exposure, Vulnerability
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.security.updating import update
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.gates.words import counted, shown
from gitops_assets.core.model import Severity
from gitops_assets.core.text import display

_SUMMARY = 200


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every package with a known vulnerability, once for each vulnerability and file.

    The setting ``least`` is the mildest severity that is told, ``scopes`` when a package must be needed.
    """
    known = facts.advisories
    if known is None:
        raise NotKnown("no advisories were asked")
    if known.asked == 0 and not known.uncovered:
        raise NotApplicable("no version of a package is locked or pinned")
    least, scopes = Severity(str(facts.settings["least"])), facts.words("scopes")
    for each in known.exposures:
        if each.vulnerability.severity.rank <= least.rank and each.scope in scopes:
            yield _finding(each, known)
    _demand_complete(known)


def _finding(exposure: Exposure, known: AdvisoryFacts) -> Finding:
    found = exposure.vulnerability
    return Finding(
        message=(
            f"{shown(exposure.name)} {shown(exposure.version)} has {_called(found)}{_said(found)}"
            f"{_scored(found)}, says the snapshot of {known.snapshot or 'an unknown day'}."
        ),
        path=exposure.path,
        line=max(1, exposure.line),
        subject=f"{exposure.path}:{exposure.ecosystem}:{exposure.name}:{found.id}",
        severity=found.severity,
        remedy=update(exposure),
    )


def _called(found: Vulnerability) -> str:
    alias = next((each for each in found.aliases if each.startswith("CVE-")), None)
    return display(found.id[:60] + (f" ({alias[:60]})" if alias else ""))


def _said(found: Vulnerability) -> str:
    words = display(found.summary).rstrip(".")
    cut = words if len(words) <= _SUMMARY else words[: _SUMMARY - 1] + "…"
    return f": {cut}" if cut else ""


def _scored(found: Vulnerability) -> str:
    return "" if found.score is None else f" (CVSS {found.score:.1f})"


def _demand_complete(known: AdvisoryFacts) -> None:
    """Raise :class:`NotKnown` where something could not be looked up: it may be vulnerable."""
    if known.undecided:
        first = known.undecided[0]
        what = f"{shown(first.name)} {shown(first.version)}"
        several = counted(len(known.undecided), "version")
        raise NotKnown(f"{several} could not be compared with advisories, first {what}")
    if known.uncovered:
        raise NotKnown(f"the snapshot has no advisories for {', '.join(known.uncovered)}")


GATE = Gate(
    id="no-known-vulnerabilities",
    title="No dependency has a known vulnerability",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Update the package to the smallest version that mends it, or waive the finding with a reason.",
    find=find,
    category=Category.SECURITY,
    needs=frozenset({Need.TREE, Need.MANIFESTS, Need.ADVISORIES}),
    stages=FROM_MERGE,
    version=2,
    settings={
        "least": "low",
        "scopes": ("runtime", "optional", "build", "dev", "test", "transitive"),
    },
)
