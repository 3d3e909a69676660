"""What every asset works with: the home's store, the fleet as configured, and the audit a run belongs to."""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path

import dagster as dg

from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import rule_version
from gitops_assets.core.model import Inventory
from gitops_assets.core.report import Report
from gitops_assets.core.snapshot import AuditInputs, Snapshot
from resources.fleet_file import load_fleet
from resources.home import Home, find_home
from resources.inventory import fetch_inventory
from resources.reporting import in_scope, report_of, snapshot_of
from resources.store.model import AuditRequest, AuditRow, Location
from resources.store.store import Store


@dataclass(frozen=True)
class Session:
    """One audit in progress on one store. Times are those of the audit, so that a run has one clock."""

    store: Store
    home: Home
    row: AuditRow

    @property
    def id(self) -> int:
        """The audit's number."""
        return self.row.id

    @property
    def at(self) -> int:
        """The audit's time, epoch seconds."""
        return self.row.started

    @cached_property
    def fleet(self) -> Fleet:
        """The fleet's configuration; all defaults when there is no file."""
        return load_fleet(self.row.fleet_file)

    @cached_property
    def policy(self) -> Policy:
        """What the fleet demands of its repositories."""
        return self.fleet.policy

    @cached_property
    def roots(self) -> tuple[bytes, ...]:
        """The folders this audit is about."""
        return tuple(os.fsencode(root) for root in self.row.roots)

    @property
    def output(self) -> Path:
        """Where the report files go."""
        return Path(self.row.output) if self.row.output else self.home.reports

    def locations(self) -> Mapping[str, Location]:
        """The repositories in scope: those below the audit's roots, and those missing from them."""
        return in_scope(self.store.locations(), self.row.roots)

    def before(self) -> Snapshot | None:
        """The fleet as the last complete audit of the same roots left it."""
        previous = self.store.previous_audit(self.id)
        return None if previous is None else snapshot_of(self.store, previous)

    def now(self) -> Snapshot:
        """The fleet as it is known now."""
        return self.store.snapshot(slugs=self.locations().keys())

    def complete(self) -> None:
        """From here on the audit is the one that the next is compared with."""
        self.store.finish_audit(self.id, status="complete", at=int(time.time()))

    @cached_property
    def report(self) -> Report:
        """The audit's report, read once however many files render it."""
        return report_of(self.store, self.id)

    def inventory(self) -> Inventory:
        """What should exist, asked for once in an audit however many assets want to know."""
        known = self.store.inventory_of(self.id)
        if known is None:
            base = Path(self.row.fleet_file).parent if self.row.fleet_file else Path.cwd()
            known = fetch_inventory(
                self.fleet.inventory, base=base, cache=self.home.cache / "forge", environ=os.environ
            )
            self.store.record_inventory(self.id, self.at, known)
        return known


class Auditing(dg.ConfigurableResource[None]):
    """The audit that a Dagster run belongs to.

    A run started by the command line finds the audit that was begun for it. One started from the Dagster UI
    or by a backfill begins its own, about the folders and the configuration of the last complete audit.
    """

    def session(self, run_id: str) -> Session:
        """The session of this run; raises :class:`StoreError` when the store cannot be used."""
        return _session(run_id, find_home())


@lru_cache(maxsize=4)
def _session(run_id: str, home: Home) -> Session:
    store = Store.open(home.store_url)
    store.check()
    audit = store.audit_of_run(run_id)
    if audit is None:
        audit = store.begin_audit(_like_the_last(store, run_id))
    return Session(store, home, store.audit(audit))


def _like_the_last(store: Store, run_id: str) -> AuditRequest:
    last = store.latest_audit()
    if last is None:
        raise dg.Failure(
            "no audit was ever completed on this home, so it is not known which folders the fleet is in; "
            "run `gitops-assets audit ROOT` once, then materialise from here."
        )
    fleet = load_fleet(last.fleet_file)
    return request(fleet, last.roots, fleet_file=last.fleet_file, output=last.output, run_id=run_id)


def request(
    fleet: Fleet, roots: Sequence[str], *, fleet_file: str | None, output: str | None, run_id: str
) -> AuditRequest:
    """An audit about to begin now, with everything its verdicts will depend on."""
    inputs = AuditInputs(
        tool_version=version("gitops-assets"), rule_version=rule_version(GATES), policy_digest=fleet.digest
    )
    return AuditRequest(
        started=int(time.time()),
        roots=tuple(roots),
        fleet=fleet.name,
        fleet_file=fleet_file,
        output=output,
        inputs=inputs,
        run_id=run_id,
    )
