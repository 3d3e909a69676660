"""What a fleet file adds to ``status``: where to look, what should be there, when something is old."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gitops_assets.cli.failures import told
from gitops_assets.cli.status import Plan
from gitops_assets.core.fleet.config import Fleet, GithubSource
from gitops_assets.core.fleet.match import Found, match
from gitops_assets.core.fleet.place import absent, placed
from gitops_assets.core.model import Inventory, RepositoryState
from gitops_assets.core.state.derive import DAY, Ages
from resources.fleet_file import load_fleet
from resources.git.state import Reading
from resources.home import find_home
from resources.inventory import fetch_inventory

NOT_ASKED = "status asks no forge; an audit does"


@dataclass(frozen=True, slots=True)
class FleetFile:
    """One fleet file, read."""

    path: str
    fleet: Fleet

    def plan(self, roots: Sequence[bytes], ignore: Sequence[str], timeout: float | None, now: int) -> Plan:
        """Arguments before the file, the file before defaults; its roots are relative to it."""
        base = os.path.dirname(self.path)
        named = [os.path.join(base, os.path.expanduser(root)) for root in self.fleet.roots or (".",)]
        folders = roots or [os.fsencode(each) for each in named]
        limits = self.fleet.limits
        ages = Ages(
            now=now, stale_fetch=limits.stale_fetch_days * DAY, stale_branch=limits.stale_branch_days * DAY
        )
        reading = Reading(timeout=timeout or limits.status_timeout_seconds)
        if limits.workers:
            reading = replace(reading, threads=limits.workers)
        globs = (*self.fleet.ignore, *ignore)
        return Plan(tuple(os.path.abspath(folder) for folder in folders), globs, reading, ages)

    def placed(self, states: Sequence[RepositoryState], inventory: Inventory) -> tuple[RepositoryState, ...]:
        """The states with their place in the fleet, and those that should be here and are not."""
        found = [Found(each.slug, tuple(remote.url for remote in each.remotes)) for each in states]
        missing = [absent(entry.slug, inventory) for entry in match(found, inventory).missing]
        return tuple(facts.state for facts in placed([*states, *missing], inventory, self.fleet.policy))

    def inventory(self) -> Inventory:
        """What should exist as far as the sources nearby tell; forges are not asked."""
        near = [source for source in self.fleet.inventory if not isinstance(source, GithubSource)]
        home = find_home()
        inventory = fetch_inventory(
            near, base=Path(self.path).parent, cache=home.cache / "forge", environ=os.environ
        )
        if len(near) == len(self.fleet.inventory):
            return inventory
        return replace(inventory, configured=True, unknown=inventory.unknown or NOT_ASKED)


def read(path: str) -> FleetFile:
    """Read the file or end with everything that is wrong in it."""
    with told():
        return FleetFile(os.path.abspath(path), load_fleet(os.path.abspath(path)))
