"""Files that a build writes: looked for beside the commit first, then in it."""

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotKnown

Report = tuple[str, bytes]
"""A path and its content."""

PREVIOUS_RELEASE, BASE = "previous_release", "base"
"""What a report is compared with, unless it is a file."""


def here(facts: Facts, places: tuple[str, ...], what: str) -> Report:
    """The first of these files that is here; raises :class:`NotKnown` naming where it was looked for."""
    for path in places:
        if path in facts.artifacts:
            return path, facts.artifacts[path]
    for path in places:
        if path in facts.files:
            return path, facts.files.body(path)
    named = ", ".join(places[:4]) + (", …" if len(places) > 4 else "")
    raise NotKnown(f"no {what} is here (looked for {named}); write one before this gate is asked")


def before(facts: Facts, against: str, path: str, what: str) -> Report:
    """The same file as it was; raises :class:`NotKnown` where there is nothing to compare with."""
    if against not in {PREVIOUS_RELEASE, BASE}:
        return here(facts, (against,), f"{what} to compare with")
    tree = facts.release if against == PREVIOUS_RELEASE else facts.base
    named = "previous release" if against == PREVIOUS_RELEASE else "base"
    if tree is None:
        why = f": {facts.unreleased}" if against == PREVIOUS_RELEASE and facts.unreleased else ""
        raise NotKnown(f"there is no {named} to compare the {what} with{why}")
    return path, _kept(tree, path, f"the {named} has no {path} to compare the {what} with")


def _kept(tree: TreeFacts, path: str, otherwise: str) -> bytes:
    if path not in tree:
        raise NotKnown(otherwise)
    return tree.body(path)
