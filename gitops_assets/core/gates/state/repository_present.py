"""A repository that the inventory lists is here.

What should exist and does not is what nobody looks at: a machine that was set up without it, a clone that
was deleted by mistake, a backup that is not one.

Source: [git-clone](https://git-scm.com/docs/git-clone).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import INVENTORY_UNKNOWN, Facts
from gitops_assets.core.gates.model import Category, Finding, Gate
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity, State
from gitops_assets.core.remote_url import redact


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a listed repository that no root holds, and one that went away while it was looked at."""
    if not facts.state.has(State.MISSING):
        if not facts.inventory_configured:
            raise NotApplicable("no inventory is configured")
        return
    only_listed = facts.state.path is None
    if only_listed and facts.inventory_unknown is not None:
        raise NotKnown(f"{INVENTORY_UNKNOWN}: {facts.inventory_unknown}")
    yield Finding(message=_message(facts), path=".git/config", remedy=_clone(facts))


def _message(facts: Facts) -> str:
    name = shown(facts.state.slug)
    if facts.listed is None:
        return f"{name} is not here: {shown(facts.state.why or 'no reason was given')}."
    source = f" {shown(redact(facts.listed.source))}" if facts.listed.source else ""
    return f"The inventory{source} lists {name}, but it is not here."


def _clone(facts: Facts) -> str:
    if facts.listed is None or not facts.listed.url:
        return "Add its url to the inventory, then git clone it below one of the roots."
    url, folder = redact(facts.listed.url), facts.state.slug
    guard = ("--",) if url.startswith("-") or folder.startswith("-") else ()
    return command("git", "clone", *guard, url, folder)


GATE = Gate(
    id="repository-present",
    title="The repository is here",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Clone it below one of the roots, or take it out of the inventory.",
    find=find,
    category=Category.STATE,
    needs=frozenset(),
)
