"""Where ``graph``, ``impact`` and ``conflicts`` get the fleet from: folders, or the store.

The one place that knows; all that is heavy is imported when it is needed.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.dependencies.graph.model import Conflict, DependencyGraph, Member
from gitops_assets.core.dependencies.policy import DependencyPolicy

if TYPE_CHECKING:
    from gitops_assets.core.fleet.config import Fleet


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
        if question.roots:
            fleet = _configured(question.fleet_file)
            members = _of_roots(question.roots, fleet)
        else:
            fleet, members = _of_store(question)
    if not members:
        raise Stop(Exit.NOTHING, _nothing(question))
    select = import_module("gitops_assets.core.dependencies.selection").selected
    return Known(select(members, fleet.dependency_policy), fleet.dependency_policy)


def conflicts_of(fleet: Known, graph: DependencyGraph) -> tuple[Conflict, ...]:
    """Everything that disagrees."""
    find = import_module("gitops_assets.core.dependencies.disagreements.conflicts").all_conflicts
    return tuple(find(fleet.members, fleet.policy, graph))


def _of_roots(roots: Sequence[bytes], fleet: object) -> tuple[Member, ...]:
    folders = tuple(os.path.abspath(root) for root in roots)
    return tuple(import_module("resources.dependencies.fleet").members_of_roots(folders, fleet))


def _configured(file: str | None) -> "Fleet":
    path = os.path.abspath(file) if file else None
    fleet: Fleet = import_module("resources.fleet_file").load_fleet(path)
    return fleet


def _of_store(question: Question) -> "tuple[Fleet, tuple[Member, ...]]":
    """What the store knows, under the configuration that is named or that the audit had."""
    home, as_of = import_module("resources.home").find_home(), question.as_of
    moments = import_module("gitops_assets.cli.moments")
    with import_module("resources.store.store").Store.open(home.store_url) as store:
        store.check()
        choice = import_module("gitops_assets.cli.report_choice").Choice(store, home)
        if as_of is not None and not moments.is_number(as_of):
            fleet = _configured(question.fleet_file or choice.audit(None).fleet_file)
            past = import_module("resources.dependencies.past")
            return fleet, tuple(past.members_as_of(store, moments.moment_of(as_of)))
        audit = choice.audit(as_of)
        fleet = _configured(question.fleet_file or audit.fleet_file)
        source, banned = import_module("resources.dependencies.fleet"), fleet.dependency_policy.banned
        return fleet, tuple(source.members_of_store(store, audit.id, locks=bool(banned)))


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
