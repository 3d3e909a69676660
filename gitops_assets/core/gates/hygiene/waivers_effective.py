"""Every waiver in a file names a gate, excuses something, says why, and has not run out.

A waiver that excuses nothing hides the next finding of its kind before anybody has seen it. One without a
reason cannot be judged by whoever reads it later.

Source: [ESLint, unused disable directives](https://eslint.org/docs/latest/use/configure/rules).
"""

from collections.abc import Iterator
from difflib import get_close_matches

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.inline import NO_DAY, InlineWaiver
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each waiver that stands in a file and does nothing."""
    for waiver in facts.idle or ():
        yield Finding(
            message=f"The waiver of {shown(waiver.gate)} {_why(waiver, facts)}.",
            path=waiver.path,
            line=waiver.line,
            remedy=_remedy(waiver, facts),
            subject=f"{waiver.path}:{waiver.gate}",
        )


def _nameless(waiver: InlineWaiver, facts: Facts) -> bool:
    return facts.gates is not None and waiver.gate not in facts.gates


def _why(waiver: InlineWaiver, facts: Facts) -> str:
    if _nameless(waiver, facts):
        return "excuses nothing, because no gate is called that"
    if not waiver.reason:
        return "gives no reason, so it excuses nothing"
    if waiver.expires == NO_DAY:
        return "names a last day that does not exist, so it excuses nothing"
    if waiver.expires is not None:
        return f"ends on {waiver.expires.isoformat()} and excuses nothing now"
    return "excuses no finding"


def _remedy(waiver: InlineWaiver, facts: Facts) -> str:
    if _nameless(waiver, facts):
        near = get_close_matches(waiver.gate, sorted(facts.gates or ()), n=1)
        return (
            f"Write {shown(near[0])} instead." if near else "Delete the comment, or name a gate of the fleet."
        )
    if not waiver.reason:
        return f"Write why: gitops-assets: allow {waiver.gate} — the reason."
    return "Delete the comment."


GATE = Gate(
    id="waivers-effective",
    title="Waivers in files excuse something and say why",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Delete the comment, or give it a reason and a day that is still to come.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE, Need.WAIVERS}),
    stages=EVERY_STAGE,
    required=False,
    version=3,
)
