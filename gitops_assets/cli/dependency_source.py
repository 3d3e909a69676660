"""Where ``graph``, ``impact`` and ``conflicts`` get the fleet from: folders, or the store.

The one place that knows; all that is heavy is imported when it is needed.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.dependencies.graph_model import Conflict, DependencyGraph, Member
from gitops_assets.core.dependencies.policy import DependencyPolicy


@dataclass(frozen=True, slots=True)
class Question:
    """Which fleet is asked about: the folders, its configuration, and as of when."""

    roots: tuple[bytes, ...] = ()
    fleet_file: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the fleet; ``policy`` is what its configuration demands of versions."""

    members: tuple[Member, ...]
    policy: DependencyPolicy = field(default_factory=DependencyPolicy)


def known(question: Question) -> Known:
    """The fleet's members, from the folders when some are named, else from the store."""
    if question.roots and question.as_of:
        raise Stop(
            Exit.USAGE,
            "folders are only known as they are now, not as of another day; leave out the folders to ask "
            "the store, or leave out --as-of.",
        )
    with import_module("gitops_assets.cli.failures").told():
        file = os.path.abspath(question.fleet_file) if question.fleet_file else None
        fleet = import_module("resources.fleet_file").load_fleet(file)
        members = _of_roots(question.roots, fleet) if question.roots else _of_store(question.as_of)
    if not members:
        raise Stop(Exit.NOTHING, _nothing(question))
    select = import_module("gitops_assets.core.dependencies.selection").selected
    return Known(select(members, fleet.dependency_policy), fleet.dependency_policy)


def conflicts_of(fleet: Known, graph: DependencyGraph) -> tuple[Conflict, ...]:
    """Everything that disagrees."""
    find = import_module("gitops_assets.core.dependencies.conflicts").all_conflicts
    return tuple(find(fleet.members, fleet.policy, graph))


def _of_roots(roots: Sequence[bytes], fleet: object) -> tuple[Member, ...]:
    folders = tuple(os.path.abspath(root) for root in roots)
    return tuple(import_module("resources.dependencies.fleet").members_of_roots(folders, fleet))


def _of_store(as_of: str | None) -> tuple[Member, ...]:
    home = import_module("resources.home").find_home()
    with import_module("resources.store.store").Store.open(home.store_url) as store:
        store.check()
        if as_of is not None and not as_of.isdigit():
            moment = import_module("gitops_assets.cli.moments").moment_of(as_of)
            return tuple(import_module("resources.dependencies.past").members_as_of(store, moment))
        audit = import_module("gitops_assets.cli.report_choice").Choice(store, home).audit(as_of)
        return tuple(import_module("resources.dependencies.fleet").members_of_store(store, audit.id))


def _nothing(question: Question) -> str:
    if question.roots:
        folders = ", ".join(map(os.fsdecode, question.roots))
        return f"no git repository was found below {folders}; name the folder that holds your clones."
    if question.as_of:
        return (
            f"the store knows no repository as of {question.as_of}; ask for a later day, or let "
            f"`gitops-assets backfill dependencies --since {question.as_of}` read git's history."
        )
    return "the store knows no repository; run `gitops-assets audit ROOT`, or name folders."
