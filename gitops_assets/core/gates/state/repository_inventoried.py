"""A repository that is here is listed in the inventory.

What is in no list has no owner, no backup and no review: experiments that became production, forks, clones
of projects that were closed long ago.

Source: [CIS Controls v8, 2.1: establish and maintain a software
inventory](https://www.cisecurity.org/controls/inventory-and-control-of-software-assets).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.words import git_file, shown
from gitops_assets.core.model import Severity, State


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a repository that no source of the inventory names; the remedy prints the URL to list."""
    if facts.state.has(State.EXTRA):
        yield Finding(
            message=f"The inventory does not list {shown(facts.state.slug)}.",
            path=git_file(facts.state, "config"),
            remedy=facts.git("remote", "--verbose"),
        )


GATE = Gate(
    id="repository-inventoried",
    title="The inventory lists the repository",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Add its URL to the inventory, or move the clone out of the roots.",
    find=find,
    category=Category.STATE,
    needs=frozenset({Need.PRESENCE, Need.INVENTORY}),
)
