"""Every waiver of fleet.yaml excuses something and has not expired.

A waiver that excuses nothing hides the next finding of its kind before anybody has seen it, and an expired
one looks as if somebody still decided. It is told of the repository that holds fleet.yaml, or, where none of
the fleet does, as mere information of the first one that it covers.

Source: [ESLint, unused disable directives](https://eslint.org/docs/latest/use/configure/rules).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import IdleWaiver, Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each waiver of fleet.yaml that does nothing."""
    stray = facts.stray
    if stray is None:
        raise NotApplicable("no waiver of fleet.yaml is told of this repository")
    for waiver in stray.waivers:
        yield Finding(
            message=f"The waiver of {_named(waiver)} in fleet.yaml does nothing: {waiver.why}.",
            path=stray.file or ".",
            remedy=f"Delete the waiver of {_named(waiver)} from fleet.yaml, or correct it.",
            subject=f"{waiver.gate}:{waiver.repositories}:{waiver.subject}",
            # The repository cannot help it where fleet.yaml stands elsewhere.
            severity=None if stray.file else Severity.INFO,
        )


def _named(waiver: IdleWaiver) -> str:
    subject = f" about {shown(waiver.subject)}" if waiver.subject else ""
    return f"{shown(waiver.gate)} for {shown(waiver.repositories)}{subject}"


GATE = Gate(
    id="fleet-waivers-effective",
    title="Waivers of fleet.yaml excuse something and have not expired",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Delete the waiver from fleet.yaml, or correct its gate, its pattern or its last day.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.PRESENCE, Need.CLOCK, Need.FLEET_WAIVERS}),
    required=False,
)
